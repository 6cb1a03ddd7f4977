import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingSuite, part, runSuite, startAt } from './conformance-support.ts';
import { buildBin, temporary } from './support.ts';

let bin = '';
const running: ChildProcess[] = [];
const home = temporary();
const env = { PATH: process.env['PATH'] ?? '', HOME: home, PLAYHEAD_HOME: home };
beforeAll(async () => { bin = await buildBin(); }, 60_000);
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(bin, { force: true });
});

describe.skipIf(missingSuite() !== undefined)('the official conformance suite says the same, scenario by scenario, with a tap and without', () => {
  test('of a server over HTTP', async () => {
    const direct = await startAt([part('http-server.mjs')], env, running);
    const tapped = await startAt([bin, 'gateway', 'http', '--upstream', direct, '--json'], env, running);
    const [without, through] = await Promise.all([direct, tapped].map((url) => runSuite('server', '--url', url, '--suite', 'all')));
    expect(through).toEqual(without);
    expect(without?.filter((line) => line.startsWith('✓')).length).toBeGreaterThanOrEqual(31);
  }, 120_000);

  test.each(['tools-call-mixed-content', 'tools-call-with-progress', 'tools-call-sampling'])('of a server over standard input and output: %s', async (scenario) => {
    const server = [process.execPath, part('stdio-server.mjs')];
    const direct = await startAt([part('http-server.mjs'), ...server], env, running);
    const tapped = await startAt([part('http-server.mjs'), process.execPath, bin, 'gateway', 'stdio', '--name', 'conformance', '--', ...server], env, running);
    const [without, through] = await Promise.all([direct, tapped].map((url) => runSuite('server', '--url', url, '--scenario', scenario)));
    expect(through).toEqual(without);
    expect(without).toEqual([expect.stringMatching(/^Passed: (\d+)\/\1, 0 failed/)]);
  }, 120_000);

  test.each(['tools_call', 'auth/metadata-default', 'auth/scope-omitted-when-undefined'])('of a client over HTTP, which signs in where it is asked to: %s', async (scenario) => {
    const client = `env HOME=${home} PLAYHEAD_HOME=${home} ${process.execPath} ${part('client.mjs')}`;
    const [without, through] = await Promise.all([client, `${client} ${bin}`].map((command) => runSuite('client', '--command', command, '--scenario', scenario)));
    expect(through).toEqual(without);
    expect(without).toEqual([expect.stringMatching(/^Passed: (\d+)\/\1, 0 failed/)]);
  }, 120_000);
});
