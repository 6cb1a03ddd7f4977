import { isPlayheadError, type PlayheadError, type SessionStorage } from '@playhead/protocol';
import { expect, test } from 'vitest';
import { memoryStorage } from '../adapters/memory.ts';
import { findWaitingUploads, outboxStorage, type OutboxStorageOptions } from '../adapters/outbox.ts';
import { annotation, contentOf, droppedLine, header, line, lines, linesOf } from '../fixtures/outbox-data.ts';
import { faultyStorage, type Fault, type FaultyStorage } from '../testing.ts';

const codeOf = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => 'done', (error: unknown) => (isPlayheadError(error) ? error.code : error));

function outbox(faults: readonly Fault[] = [], options: Partial<OutboxStorageOptions> = {}) {
  const [local, inner] = [memoryStorage(), memoryStorage()];
  const remote: FaultyStorage = faultyStorage(inner, { faults });
  const errors: PlayheadError[] = [];
  const storage = outboxStorage({ local, remote, gatherMs: 0, closeTimeoutMs: 50, onError: (error) => errors.push(error), ...options });
  return { local, inner, remote, storage, errors };
}

async function begun(storage: SessionStorage, ...added: readonly string[]): Promise<string> {
  const { sessionId } = await storage.create(header());
  if (added.length > 0) await storage.append(sessionId, added);
  return sessionId;
}

test('sends in the background what is recorded, and uploaded waits for it', async () => {
  const { storage, inner, local } = outbox();
  const ids = await Promise.all(Array.from({ length: 10 }, () => begun(storage, ...lines(0, 500))));
  await storage.uploaded();
  for (const sessionId of ids) expect(await linesOf(inner, sessionId)).toEqual(await linesOf(local, sessionId));
  expect(storage.status()).toMatchObject({ waitingSessions: 0, waitingBytes: 0, refused: [] });
  storage.appendSync?.(ids[0] ?? '', [line(500)]);
  await storage.annotate(ids[1] ?? '', annotation('look'));
  await expect.poll(async () => (await linesOf(inner, ids[0] ?? '')).length).toBe(501);
  await storage.uploaded();
  expect(await contentOf(inner, ids[1] ?? '')).toEqual(await contentOf(local, ids[1] ?? ''));
  await storage.close();
});

test('recording does not notice that the other storage is away, and what waited is sent when it is back', async () => {
  const { storage, inner, remote, errors } = outbox([{ on: ['create', 'append'], does: 'fail', error: 'server_unavailable' }]);
  const sessionId = await begun(storage, ...lines(0, 300));
  await expect.poll(() => errors.length).toBeGreaterThan(1);
  const { waitingSessions, waitingBytes, lastError } = storage.status();
  expect([waitingSessions, waitingBytes > 20_000, lastError?.code]).toEqual([1, true, 'server_unavailable']);
  remote.faults.heal();
  await storage.uploaded();
  expect(await linesOf(inner, sessionId)).toHaveLength(300);
  expect(storage.status()).not.toHaveProperty('lastError');
  await storage.close();
});

test.each(['forbidden', 'payload_too_large'] as const)('a session that is refused (%s) stops no other, and says what to do', async (error) => {
  const { storage, inner, remote } = outbox();
  const refused = await begun(storage, line(0));
  await storage.uploaded();
  const struck = faultyStorage(inner, { faults: [{ on: 'append', sessionId: refused, does: 'fail', error }] });
  const second = outboxStorage({ local: storage, remote: struck, gatherMs: 0, closeTimeoutMs: 50 });
  await second.append(refused, [line(1)]);
  const others = await Promise.all(Array.from({ length: 6 }, () => begun(second, ...lines(0, 10))));
  expect(await codeOf(second.uploaded())).toBe(error);
  for (const sessionId of others) expect(await linesOf(inner, sessionId)).toHaveLength(10);
  expect(second.status()).toMatchObject({ waitingSessions: 1, refused: [{ sessionId: refused, code: error }] });
  expect(second.status().refused[0]?.message).toMatch(/Give PLAYHEAD_TOKEN|Push it with|Raise its limit/);
  struck.faults.heal();
  await second.uploaded();
  expect(await linesOf(inner, refused)).toHaveLength(2);
  expect(remote.faults.struck).toEqual([]);
  await second.close();
});

test('one session that fails again and again keeps no other back', async () => {
  const { local, inner } = outbox();
  const bad = await begun(local, line(0));
  const storage = outboxStorage({ local, remote: faultyStorage(inner, { faults: [{ on: ['create', 'append'], sessionId: bad, does: 'fail', error: 'internal' }] }), gatherMs: 0, closeTimeoutMs: 50 });
  const ids = await Promise.all(Array.from({ length: 20 }, () => begun(storage, line(0))));
  await expect.poll(async () => (await Promise.all(ids.map((id) => inner.get(id)))).filter((info) => info?.events === 1).length).toBe(20);
  expect(storage.status().waitingSessions).toBe(1);
  await storage.close();
});

test('never has two requests under way for one session, and only a few at all', async () => {
  const { local, inner } = outbox();
  const underWay = new Map<string, number>();
  let [most, mostOfOne] = [0, 0];
  const slow: SessionStorage = {
    ...inner,
    async append(sessionId, batch) {
      underWay.set(sessionId, (underWay.get(sessionId) ?? 0) + 1);
      most = Math.max(most, [...underWay.values()].reduce((sum, count) => sum + count, 0));
      mostOfOne = Math.max(mostOfOne, underWay.get(sessionId) ?? 0);
      await new Promise((resolve) => setTimeout(resolve, 1));
      await inner.append(sessionId, batch);
      underWay.set(sessionId, (underWay.get(sessionId) ?? 0) - 1);
    },
  };
  const storage = outboxStorage({ local, remote: slow, gatherMs: 0, concurrency: 3 });
  const ids = await Promise.all(Array.from({ length: 8 }, () => begun(storage, ...lines(0, 600))));
  for (const sessionId of ids) await storage.append(sessionId, lines(600, 900));
  await storage.uploaded();
  expect([most, mostOfOne]).toEqual([3, 1]);
  await storage.close();
});

test('what an earlier process left is sent by the next one', async () => {
  const { local, inner } = outbox();
  const sessionId = await begun(local, ...lines(0, 20));
  const waiting = [];
  for await (const one of findWaitingUploads({ local, remote: inner })) waiting.push(one.sessionId);
  expect(waiting).toEqual([sessionId]);
  const storage = outboxStorage({ local, remote: inner });
  await storage.uploaded();
  expect(await linesOf(inner, sessionId)).toHaveLength(20);
  for await (const one of findWaitingUploads({ local, remote: inner })) expect(one).toBe('nothing waits');
  await storage.close();
});

test('what others record meanwhile is sent too', async () => {
  const { storage, local, inner } = outbox();
  await storage.uploaded();
  const sessionId = await begun(local, ...lines(0, 20));
  await expect.poll(async () => (await inner.get(sessionId))?.events).toBe(20);
  await storage.close();
});

test('a session that is made private is private there, and a deleted one stays', async () => {
  const { storage, inner } = outbox();
  const [dropped, deleted] = [await begun(storage, ...lines(0, 5)), await begun(storage, ...lines(0, 5))];
  await storage.uploaded();
  await storage.drop(dropped, droppedLine());
  await storage.delete(deleted);
  await storage.uploaded();
  expect(await inner.get(dropped)).toMatchObject({ dropped: { reason: 'private' } });
  expect(await linesOf(inner, deleted)).toHaveLength(5);
  await storage.close();
});

test('what is taken out while it is being sent is not there afterwards', async () => {
  const { storage, inner, remote } = outbox([{ on: 'append', does: 'hang', after: 2, times: 1 }]);
  const sessionId = await begun(storage, ...lines(0, 2000, { text: 'secret' }));
  await expect.poll(() => remote.faults.hanging).toBe(1);
  await storage.rewrite(sessionId, ({ line: text }) => text.replace('secret', 'gone'));
  remote.faults.release();
  await storage.uploaded();
  const log = await linesOf(inner, sessionId);
  expect([log.length, log.filter((text) => text.includes('secret')).length]).toEqual([2000, 0]);
  await storage.close();
});

test('close waits a bounded time for a storage that does not answer, and says no more afterwards', async () => {
  const { storage, local, remote } = outbox([{ on: ['append', 'close'], does: 'hang' }]);
  const sessionId = await begun(storage, line(0));
  await expect.poll(() => remote.faults.hanging).toBe(1);
  await storage.close();
  expect(await codeOf(storage.uploaded())).toBe('storage_closed');
  expect(await codeOf(local.append(sessionId, [line(1)]))).toBe('storage_closed');
});

test('close and one that asks once do not wait for a storage that is known to be away', async () => {
  const { storage, local, inner } = outbox([{ on: ['create', 'append'], does: 'fail', error: 'server_unavailable' }], { closeTimeoutMs: 600_000 });
  const ids = await Promise.all(Array.from({ length: 20 }, () => begun(storage, line(0))));
  expect(await codeOf(storage.uploaded({ once: true }))).toBe('server_unavailable');
  expect(storage.status().waitingSessions).toBe(20);
  const second = outboxStorage({ local, remote: inner });
  await second.uploaded({ once: true });
  expect(await Promise.all(ids.map(async (id) => (await inner.get(id))?.events))).toEqual(ids.map(() => 1));
  await storage.close();
});

test('waiting can be given up, and sending goes on', async () => {
  const { storage, inner, remote } = outbox([{ on: 'append', does: 'hang' }]);
  const sessionId = await begun(storage, line(0));
  const stop = new AbortController();
  const waiting = codeOf(storage.uploaded({ signal: stop.signal }));
  await expect.poll(() => remote.faults.hanging).toBe(1);
  stop.abort();
  expect(await waiting).toBe('aborted');
  remote.faults.heal();
  await expect.poll(async () => (await inner.get(sessionId))?.events).toBe(1);
  await storage.close();
});

test('heartbeats reach the other storage', async () => {
  const { storage, inner } = outbox();
  const beats: unknown[] = [];
  const remote: SessionStorage = { ...inner, heartbeat: async (...beat) => void beats.push(beat) };
  const second = outboxStorage({ local: storage, remote, gatherMs: 0 });
  const sessionId = await begun(second, line(0));
  await second.uploaded();
  await second.heartbeat?.(sessionId, 'one');
  expect(beats).toEqual([[sessionId, 'one']]);
  await second.close();
});
