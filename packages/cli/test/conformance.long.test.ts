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

/** Every scenario of 0.1.16 but one that measures how long a client waits: that is about the machine. */
const CLIENT_SCENARIOS = [
  'initialize', 'tools_call', 'elicitation-sep1034-client-defaults', 'auth/metadata-default', 'auth/metadata-var1', 'auth/metadata-var2', 'auth/metadata-var3', 'auth/basic-cimd', 'auth/scope-from-www-authenticate',
  'auth/scope-from-scopes-supported', 'auth/scope-omitted-when-undefined', 'auth/scope-step-up', 'auth/scope-retry-limit', 'auth/token-endpoint-auth-basic', 'auth/token-endpoint-auth-post', 'auth/token-endpoint-auth-none',
  'auth/pre-registration', 'auth/2025-03-26-oauth-metadata-backcompat', 'auth/2025-03-26-oauth-endpoint-fallback', 'auth/resource-mismatch', 'auth/offline-access-scope', 'auth/offline-access-not-supported',
  'auth/client-credentials-jwt', 'auth/client-credentials-basic', 'auth/cross-app-access-complete-flow',
];

describe.skipIf(missingSuite() !== undefined)('every scenario of the conformance suite says the same with a tap and without', () => {
  test('of a server over standard input and output', async () => {
    const server = [process.execPath, part('stdio-server.mjs')];
    const direct = await startAt([part('http-server.mjs'), ...server], env, running);
    const tapped = await startAt([part('http-server.mjs'), process.execPath, bin, 'gateway', 'stdio', '--name', 'conformance', '--', ...server], env, running);
    const [without, through] = await Promise.all([direct, tapped].map((url) => runSuite('server', '--url', url, '--suite', 'all')));
    expect(through).toEqual(without);
    expect(without?.filter((line) => line.startsWith('✓')).length).toBeGreaterThanOrEqual(31);
  }, 300_000);

  test.each(CLIENT_SCENARIOS)('%s', async (scenario) => {
    const client = `env HOME=${home} PLAYHEAD_HOME=${home} ${process.execPath} ${part('client.mjs')}`;
    const without = await runSuite('client', '--command', client, '--scenario', scenario);
    expect(await runSuite('client', '--command', `${client} ${bin}`, '--scenario', scenario)).toEqual(without);
    expect(without).toHaveLength(1);
  }, 120_000);
});
