import { encodeRecord, type JsonObject, type SessionStorage } from '@playhead/protocol';
import type { SessionFacets } from '@playhead/replay-core/metrics';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Handler } from '../src/index.ts';
import { get, handlerFor, HOST, json } from './support.ts';

let storage: SessionStorage;
let handler: Handler;

beforeEach(() => {
  storage = memoryStorage();
  handler = handlerFor({ storage });
});
afterEach(() => handler.close());

const uuid = (number: number): string => `01980000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const START = Date.parse('2026-11-02T09:00:00Z') * 1000;

async function record(number: number, header: JsonObject, outcome?: string): Promise<void> {
  const sessionId = uuid(number);
  const data = { sessionId, name: `Session ${number}`, harness: 'claude-code', agentName: 'Claude Code', workspaceName: 'work', ...header };
  const at = START + number * 60_000_000;
  await storage.create(data, { at });
  const ends = outcome === undefined ? [] : [{ type: 'session_stop', data: { outcome } }];
  await storage.append(sessionId, [{ type: 'session_start', data }, ...ends].map((one, n) => encodeRecord({ id: `${sessionId}-${n}`, p: 'p', e: 0, n, at: at + n, via: 'sdk', ...one })));
}

const facets = async (query = ''): Promise<SessionFacets> => (await json(await get(handler, `/api/v1/sessions/facets${query}`))) as unknown as SessionFacets; // what the reference says
const counts = ({ facets: all }: SessionFacets, name: keyof SessionFacets['facets']): Readonly<Record<string, number>> => Object.fromEntries(all[name].values.map(({ value, count }) => [value, count]));
const pin = (number: number): Promise<Response> => handler(new Request(`${HOST}/api/v1/sessions/${uuid(number)}/retention`, { method: 'PUT', body: '{"pinned":true}', headers: { 'content-type': 'application/json' } }), { port: 7433, remoteAddress: '127.0.0.1' });

test('counts all sessions by everything a list is narrowed to', async () => {
  await record(1, { project: 'shop', tags: ['nightly', 'auth'], task: { id: 'T-1', title: 'Sign in' } }, 'success');
  await record(2, { project: 'shop', tags: ['nightly'], identity: { type: 'user', subject: 'ada' } }, 'failed');
  await record(3, { project: 'site', harness: 'codex', agentName: 'Codex' }, 'failed');
  expect((await pin(3)).status).toBe(200);
  const all = await facets();
  expect(all).toMatchObject({ schemaVersion: 1, sessions: 3, facets: { task: { values: [{ value: 'T-1', count: 1, title: 'Sign in' }], more: 0 } } });
  expect(counts(all, 'outcome')).toEqual({ success: 1, failed: 2 });
  expect(counts(all, 'project')).toEqual({ shop: 2, site: 1 });
  expect(counts(all, 'tag')).toEqual({ nightly: 2, auth: 1 });
  expect([counts(all, 'harness'), counts(all, 'agentName'), counts(all, 'identity')]).toEqual([{ 'claude-code': 2, codex: 1 }, { 'Claude Code': 2, Codex: 1 }, { ada: 1 }]);
  expect(counts(all, 'pinned')).toEqual({ true: 1, false: 2 });
  expect((await json(await get(handler, '/api/v1/sessions?pinned=true')))['sessions']).toMatchObject([{ sessionId: uuid(3), pinned: true }]);
});

test('a facet says what another choice would leave, the others what this choice leaves', async () => {
  await record(1, { project: 'shop' }, 'success');
  await record(2, { project: 'shop' }, 'failed');
  await record(3, { project: 'site' }, 'failed');
  const failed = await facets('?outcome=failed');
  expect([failed.sessions, counts(failed, 'outcome'), counts(failed, 'project')]).toEqual([2, { success: 1, failed: 2 }, { shop: 1, site: 1 }]);
  const both = await facets('?outcome=failed&project=shop');
  expect([both.sessions, counts(both, 'outcome'), counts(both, 'project')]).toEqual([1, { success: 1, failed: 1 }, { shop: 1, site: 1 }]);
  expect(counts(await facets('?search=session%203'), 'project')).toEqual({ site: 1 });
});

test('names the most common values, says how many it left out, and counts beyond one page', async () => {
  for (let number = 0; number < 1_100; number += 1) await record(number, { project: number < 1000 ? 'shop' : `p${number % 60}` }, 'success');
  const { sessions, facets: { project } } = await facets('?most=2');
  expect([sessions, project.values[0], project.values.length, project.more]).toEqual([1100, { value: 'shop', count: 1000 }, 2, 59]);
});

test('a header that holds something else than a name is counted by what it has', async () => {
  await record(1, { project: 'p'.repeat(5000), tags: ['ok', 7, ''] as unknown as string[] }, 'success'); // as no recorder of ours writes it
  const all = await facets();
  expect([all.sessions, counts(all, 'project'), counts(all, 'tag')]).toEqual([1, {}, { ok: 1 }]);
});

test.each(['most=0', 'outcome=good', 'pinned=maybe', 'after=soon'])('?%s is refused', async (query) => {
  expect((await get(handler, `/api/v1/sessions/facets?${query}`)).status).toBe(400);
});
