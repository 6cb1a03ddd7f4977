import { describe, expect, test } from 'vitest';
import { conformancePlace, missingSuite, part, runSuite } from './conformance-support.ts';

const place = conformancePlace();

describe.skipIf(missingSuite() !== undefined)('the official conformance suite says the same, scenario by scenario, with a tap and without', () => {
  test('of a server over HTTP', async () => {
    const direct = await place.startAt([part('http-server.mjs')]);
    const tapped = await place.startAt([place.bin, 'gateway', 'http', '--upstream', direct, '--json']);
    const [without, through] = await Promise.all([direct, tapped].map((url) => runSuite('server', '--url', url, '--suite', 'all')));
    expect(through).toEqual(without);
    expect(without?.filter((line) => line.startsWith('✓')).length).toBeGreaterThanOrEqual(31);
  }, 120_000);

  test.each(['tools-call-mixed-content', 'tools-call-with-progress', 'tools-call-sampling'])('of a server over standard input and output: %s', async (scenario) => {
    const [without, through] = await Promise.all((await place.stdioServers()).map((url) => runSuite('server', '--url', url, '--scenario', scenario)));
    expect(through).toEqual(without);
    expect(without).toEqual([expect.stringMatching(/^Passed: (\d+)\/\1, 0 failed/)]);
  }, 120_000);

  test.each(['tools_call', 'auth/metadata-default', 'auth/scope-omitted-when-undefined'])('of a client over HTTP, which signs in where it is asked to: %s', async (scenario) => {
    const [without, through] = await Promise.all(place.clients().map((command) => runSuite('client', '--command', command, '--scenario', scenario)));
    expect(through).toEqual(without);
    expect(without).toEqual([expect.stringMatching(/^Passed: (\d+)\/\1, 0 failed/)]);
  }, 120_000);
});
