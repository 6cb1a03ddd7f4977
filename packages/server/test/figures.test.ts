import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { SessionStorage } from '@playhead/protocol';
import { METRICS_VERSION, type CatalogDocument, type ComparisonDocument, type StatisticsDocument } from '@playhead/replay-core/metrics';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MONDAY, recordSkillSessions, skillSessionId } from '../../replay-core/src/test-support/skill-sessions.ts';
import type { Handler } from '../src/index.ts';
import { get, handlerFor, json } from './support.ts';

let storage: SessionStorage;
let handler: Handler;

beforeEach(async () => {
  storage = memoryStorage();
  await recordSkillSessions(storage);
  handler = handlerFor({ storage });
});
afterEach(() => handler.close());

const fits = (name: string): ((value: unknown) => boolean) => {
  const schema = JSON.parse(readFileSync(resolve(import.meta.dirname, `../../replay-core/json-schema/${name}.schema.json`), 'utf8')) as object; // our own file
  return new Ajv2020({ strict: true, strictTypes: false }).compile(schema);
};
const statistics = async (query = ''): Promise<StatisticsDocument> => (await json(await get(handler, `/api/v1/stats${query}`))) as unknown as StatisticsDocument; // what the schema says
/** The server measures behind the answer that names what is not measured, once nobody asks any more. */
const measured = async (): Promise<void> => {
  await statistics();
  const last = (): Promise<Uint8Array | undefined> => storage.derived.get(skillSessionId(0), 'metrics', METRICS_VERSION); // lists begin with the newest
  await vi.waitFor(async () => expect(await last()).toBeDefined(), { timeout: 30_000, interval: 50 });
};

test('sessions are measured behind the statistics that lack them, and then they count', async () => {
  expect((await statistics()).cover).toMatchObject({ sessions: 50, measured: 0, missing: 50 });
  await measured();
  const all = await statistics('?period=week&most=1');
  expect(fits('statistics')(all)).toBe(true);
  expect(all).toMatchObject({ totals: { successRate: 0.6, steps: 250 }, projects: { top: [{ name: 'shop', sessions: 40 }], more: 1 }, period: 'week' });
  expect(all.spans).toHaveLength(8);
  expect((await statistics(`?project=site&outcome=failed&after=${MONDAY}`)).totals).toMatchObject({ sessions: 8, successRate: 0 });
});

test('the catalog names each version, and one is compared with another', async () => {
  await measured();
  const catalog = (await json(await get(handler, '/api/v1/catalog?kind=skill'))) as unknown as CatalogDocument; // what the schema says
  expect(fits('catalog')(catalog)).toBe(true);
  expect(catalog.items.map(({ name, versions }) => [name, versions.map(({ version, sessions }) => [version, sessions])])).toEqual([['review', [['1.1', 25], ['1.0', 25]]]]);
  const one = (await json(await get(handler, '/api/v1/catalog?kind=skill&name=review'))) as unknown as CatalogDocument; // what the schema says
  expect(fits('catalog')(one)).toBe(true);
  expect(one.items[0]?.versions[0]?.latest?.[0]).toMatchObject({ sessionId: skillSessionId(49), name: 'Session 49' });
  const compared = (await json(await get(handler, '/api/v1/catalog/compare?kind=skill&name=review&a=1.0&b=1.1'))) as unknown as ComparisonDocument; // what the schema says
  expect(fits('comparison')(compared)).toBe(true);
  expect(compared.figures[0]).toMatchObject({ measure: 'acceptance', verdict: 'worse', a: { count: 25 }, b: { count: 25 } });
});

test.each([
  ['/api/v1/stats?period=year', 400, 'usage'], ['/api/v1/stats?most=0', 400, 'usage'], ['/api/v1/stats?after=soon', 400, 'usage'], ['/api/v1/catalog?kind=magic', 400, 'usage'],
  ['/api/v1/catalog/compare?kind=magic&name=review', 400, 'usage'], ['/api/v1/catalog/compare?kind=skill', 400, 'usage'], ['/api/v1/catalog/compare?kind=skill&name=nothing', 404, 'not_found'], ['/api/v1/catalog/compare?kind=skill&name=review&a=1.0', 400, 'usage'],
])('%s is refused with %i %s', async (address, status, code) => {
  const response = await get(handler, address);
  expect([response.status, (await json(response))['code']]).toEqual([status, code]);
});
