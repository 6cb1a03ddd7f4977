import { describe, expect, test } from 'vitest';
import { conformancePlace, missingSuite, runSuite } from './conformance-support.ts';

const place = conformancePlace();

/** Every scenario of 0.1.16, the pinned version; it has none of the protocol of 2026-07-28, of which only previews of the suite know. */
const CLIENT_SCENARIOS = [
  'initialize', 'tools_call', 'elicitation-sep1034-client-defaults', 'sse-retry', 'auth/metadata-default', 'auth/metadata-var1', 'auth/metadata-var2', 'auth/metadata-var3', 'auth/basic-cimd', 'auth/scope-from-www-authenticate',
  'auth/scope-from-scopes-supported', 'auth/scope-omitted-when-undefined', 'auth/scope-step-up', 'auth/scope-retry-limit', 'auth/token-endpoint-auth-basic', 'auth/token-endpoint-auth-post', 'auth/token-endpoint-auth-none',
  'auth/pre-registration', 'auth/2025-03-26-oauth-metadata-backcompat', 'auth/2025-03-26-oauth-endpoint-fallback', 'auth/resource-mismatch', 'auth/offline-access-scope', 'auth/offline-access-not-supported',
  'auth/client-credentials-jwt', 'auth/client-credentials-basic', 'auth/cross-app-access-complete-flow',
];

describe.skipIf(missingSuite() !== undefined)('every scenario of the conformance suite says the same with a tap and without', () => {
  test('of a server over standard input and output', async () => {
    const [without, through] = await Promise.all((await place.stdioServers()).map((url) => runSuite('server', '--url', url, '--suite', 'all')));
    expect(through).toEqual(without);
    expect(without?.filter((line) => line.startsWith('✓')).length).toBeGreaterThanOrEqual(31);
  }, 300_000);

  test.each(CLIENT_SCENARIOS)('%s', async (scenario) => {
    const [client, tapped] = place.clients();
    const without = await runSuite('client', '--command', client, '--scenario', scenario);
    expect(await runSuite('client', '--command', tapped, '--scenario', scenario)).toEqual(without);
    expect(without).toHaveLength(1);
  }, 120_000);
});
