import { createIdSource, encodeRecord, type RemovalEntry, type SessionStorage } from '@playhead/protocol';
import type { RetentionPolicy } from '@playhead/replay-core/retention';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { expect, test, vi } from 'vitest';
import { createToken, type Handler, type RetentionOptions, type Token } from '../src/index.ts';
import { handlerFor, HOST, json } from './support.ts';

const nextId = createIdSource();
const DAY_MS = 86_400_000;

/** A session that stopped so many days ago. */
async function stopped(storage: SessionStorage, daysAgo: number, project = 'web'): Promise<string> {
  const at = (Date.now() - daysAgo * DAY_MS) * 1000;
  const { sessionId } = await storage.create({ sessionId: nextId(), name: `${daysAgo} days`, harness: 'h', agentName: 'a', workspaceName: 'w', project });
  const record = (n: number, type: string): string => encodeRecord({ id: nextId(), p: 'p', e: 0, n, at: at + n, type, via: 'sdk', data: type === 'session_status' ? { status: 'completed' } : {} });
  await storage.append(sessionId, [record(0, 'session_stop'), record(1, 'session_status')]);
  return sessionId;
}

const ask = (handler: Handler, method: string, path: string, body?: unknown, secret?: string): Promise<Response> => handler(
  new Request(HOST + path, { method, headers: { 'content-type': 'application/json', ...(secret !== undefined && { authorization: `Bearer ${secret}` }) }, ...(body !== undefined && { body: JSON.stringify(body) }) }),
  { port: 7433, remoteAddress: '127.0.0.1' },
);

/** A policy that can be changed, as a settings file holds one. */
function settings(first: RetentionPolicy, more: Partial<RetentionOptions> = {}): RetentionOptions {
  let policy: RetentionPolicy | undefined = first;
  return { policyOf: () => (policy ? { policy, from: 'workspace', path: '/settings.json' } : { policy: {}, from: 'nobody' }), setPolicy: (_, next) => void (policy = next), firstMs: 3_600_000, ...more };
}

const idsOf = async (storage: SessionStorage): Promise<string[]> => (await storage.list()).sessions.map(({ sessionId }) => sessionId);

test('removes by itself what is not kept, a moment after the start, says so, and goes on after a fault', async () => {
  const storage = memoryStorage();
  const [recent] = [await stopped(storage, 1), await stopped(storage, 40), await stopped(storage, 50)];
  let finished = 0;
  const handler = handlerFor({ storage, retention: settings({ maxAgeDays: 30 }, { firstMs: 1, everyMs: 5, finish: async () => { finished += 1; if (finished === 2) throw new Error('for once'); } }) });
  await vi.waitFor(async () => expect(await idsOf(storage)).toEqual([recent]));
  await stopped(storage, 60);
  await vi.waitFor(async () => expect([await idsOf(storage), finished > 2]).toEqual([[recent], true]));
  const { retention } = await json(await ask(handler, 'GET', '/healthz'));
  expect(retention).toMatchObject({ lastRunAt: expect.any(Number) as unknown, nextRunAt: expect.any(Number) as unknown });
  await handler.close();
  await stopped(storage, 70);
  const before = finished;
  await new Promise((resolve) => { setImmediate(resolve); });
  expect(finished).toBe(before);
});

test('without a policy nothing is removed, and a server that was given none says so', async () => {
  const storage = memoryStorage();
  await stopped(storage, 900);
  const handler = handlerFor({ storage });
  expect((await ask(handler, 'POST', '/api/v1/prune', { policy: { maxCount: 0 } })).status).toBe(404);
  expect((await json(await ask(handler, 'GET', '/healthz')))['retention']).toBeUndefined();
  const other = handlerFor({ storage, retention: settings({}) });
  expect(await json(await ask(other, 'POST', '/api/v1/prune'))).toMatchObject({ removed: [], sessions: 1 });
  expect((await idsOf(storage)).length).toBe(1);
  await other.close();
});

test('the policy is read and changed, and a prune that is asked for goes by it or by another one', async () => {
  const storage = memoryStorage();
  const entry: RemovalEntry = { schemaVersion: 1, id: nextId(), at: 1, state: 'done', action: 'delete', sessionId: nextId() };
  const [web, shop, old] = [await stopped(storage, 1), await stopped(storage, 2, 'shop'), await stopped(storage, 40)];
  const handler = handlerFor({ storage, retention: settings({ maxAgeDays: 30 }, { auditOf: async () => [entry] }) });
  expect(await json(await ask(handler, 'GET', '/api/v1/retention'))).toMatchObject({ schemaVersion: 1, policy: { maxAgeDays: 30 }, from: 'workspace', removed: 0, nextRunAt: expect.any(Number) as unknown });
  expect(await json(await ask(handler, 'POST', '/api/v1/prune', { dryRun: true }))).toMatchObject({ dryRun: true, removed: [{ sessionId: old, rule: 'age' }] });
  expect((await idsOf(storage)).length).toBe(3);
  expect(await json(await ask(handler, 'POST', '/api/v1/prune', { policy: { maxCount: 0 }, project: 'shop' }))).toMatchObject({ removed: [{ sessionId: shop, rule: 'count' }], failed: [] });
  expect(await json(await ask(handler, 'PUT', '/api/v1/retention', { policy: { maxCount: 1 } }))).toMatchObject({ policy: { maxCount: 1 } });
  expect(await json(await ask(handler, 'POST', '/api/v1/prune'))).toMatchObject({ removed: [{ sessionId: old, rule: 'count' }] });
  expect(await idsOf(storage)).toEqual([web]);
  expect(await json(await ask(handler, 'PUT', '/api/v1/retention', { policy: null }))).toMatchObject({ policy: {}, from: 'nobody' });
  expect(await json(await ask(handler, 'GET', '/api/v1/audit'))).toEqual({ schemaVersion: 1, entries: [entry] });
  for (const [method, path, body] of [['PUT', '/api/v1/retention', {}], ['PUT', '/api/v1/retention', { policy: { maxAge: 1 } }], ['POST', '/api/v1/prune', { dryRun: 'yes' }], ['POST', '/api/v1/prune', { policy: { maxCount: -1 } }], ['POST', '/api/v1/prune', []]] as const) {
    expect([path, (await ask(handler, method, path, body)).status]).toEqual([path, 400]);
  }
  await handler.close();
});

test('a session is pinned or given a retention of its own, and lists say so', async () => {
  const storage = memoryStorage();
  const [pinned, kept, over] = [await stopped(storage, 100), await stopped(storage, 101), await stopped(storage, 3)];
  const handler = handlerFor({ storage, retention: settings({ maxAgeDays: 30 }) });
  const put = (id: string, body: unknown): Promise<Response> => ask(handler, 'PUT', `/api/v1/sessions/${id}/retention`, body);
  expect(await json(await put(pinned, { pinned: true, reason: 'For the report', author: 'ada' }))).toMatchObject({ retention: { pinned: { author: 'ada', reason: 'For the report' } } });
  await put(kept, { keepDays: 365 });
  await put(over, { keepUntil: 5 });
  const { sessions } = await json(await ask(handler, 'GET', '/api/v1/sessions'));
  expect(sessions).toMatchObject([{ sessionId: over, keepUntil: 5 }, { sessionId: pinned, pinned: true }, { sessionId: kept, keepUntil: expect.any(Number) as unknown }]);
  expect(await json(await ask(handler, 'POST', '/api/v1/prune'))).toMatchObject({ removed: [{ sessionId: over, rule: 'own' }], sheltered: { pinned: 1, kept: 1 } });
  await put(pinned, { pinned: false });
  await put(kept, { keepDays: null });
  expect(await json(await ask(handler, 'GET', `/api/v1/sessions/${kept}/retention`))).toEqual({ retention: {} });
  expect((await json(await ask(handler, 'POST', '/api/v1/prune')))['removed']).toHaveLength(2);
  const [id] = [await stopped(storage, 1)];
  for (const body of [{}, { pinned: 'yes' }, { keepDays: -1 }, { keepDays: 1, keepUntil: 1 }, { keepUntil: 'x' }, []]) expect([body, (await put(id, body)).status]).toEqual([body, 400]);
  expect((await put(nextId(), { pinned: true })).status).toBe(404);
  await handler.close();
});

test('who may only record decides nothing about how long sessions are kept', async () => {
  const storage = memoryStorage();
  const id = await stopped(storage, 1);
  const made: Token[] = [];
  const secrets = (['ingest', 'read', 'admin'] as const).map((kind) => {
    const { token, secret } = createToken({ kind, name: `my ${kind}` });
    made.push(token);
    return secret;
  });
  const handler = handlerFor({ storage, retention: settings({}), access: { tokens: { list: () => made } } });
  const note = (type: string): unknown => ({ id: nextId(), at: 1, author: 'x', type, data: { keepDays: 0, set: true } });
  const statuses = async (method: string, path: string, body?: () => unknown): Promise<number[]> => Promise.all(secrets.map(async (secret) => (await ask(handler, method, path, body?.(), secret)).status));
  expect(await statuses('POST', `/api/v1/sessions/${id}/annotations`, () => note('retention'))).toEqual([403, 403, 204]);
  expect(await statuses('POST', `/api/v1/sessions/${id}/annotations`, () => note('pin'))).toEqual([403, 403, 204]);
  expect(await statuses('POST', `/api/v1/sessions/${id}/annotations`, () => note('note'))).toEqual([204, 403, 204]);
  expect(await statuses('PUT', `/api/v1/sessions/${id}/retention`, () => ({ pinned: true }))).toEqual([403, 403, 200]);
  for (const path of ['/api/v1/retention', '/api/v1/audit']) expect(await statuses('GET', path)).toEqual([403, 403, 200]);
  expect(await statuses('POST', '/api/v1/prune', () => ({ dryRun: true }))).toEqual([403, 403, 200]);
  await handler.close();
});
