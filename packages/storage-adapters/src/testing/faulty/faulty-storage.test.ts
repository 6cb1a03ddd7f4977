import { createIdSource, encodeRecord, isPlayheadError, type SessionStorage } from '@playhead/protocol';
import { describe, expect, test } from 'vitest';
import { memoryStorage } from '../../adapters/memory.ts';
import { faultyStorage, testStorage, type Fault } from '../../testing.ts';

testStorage('faulty (nothing fails)', { create: () => faultyStorage(memoryStorage(), { faults: [] }), describe, test, expect });

const nextId = createIdSource();
const line = (n: number): string => encodeRecord({ id: nextId(), p: 'test', e: 0, n, at: 1 + n, type: 'moment', via: 'sdk', data: { title: `line ${n}` } });
const outcome = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => 'done', (error: unknown) => (isPlayheadError(error) ? error.code : error));
const thrown = (call: () => void): unknown => {
  try {
    call();
    return 'done';
  } catch (error) {
    return isPlayheadError(error) ? error.code : error;
  }
};

async function numbers(storage: SessionStorage, sessionId: string): Promise<number[]> {
  const found: number[] = [];
  for await (const { records } of storage.read(sessionId)) found.push(...records.map(({ record }) => record.n));
  return found;
}

async function faulty(...faults: readonly Fault[]) {
  const inner = memoryStorage();
  const storage = faultyStorage(inner, { faults });
  const sessionId = nextId();
  await inner.create({ sessionId, name: 'x', harness: 'x', agentName: 'x', workspaceName: 'x' });
  return { inner, storage, sessionId };
}

test('a failing append stores nothing, says why with its code and cause, and heals after so many times', async () => {
  const { inner, storage, sessionId } = await faulty({ on: 'append', does: 'fail', error: 'ENOSPC', after: 1, times: 2 }, { on: 'append', does: 'fail', after: 3, times: 1 });
  const outcomes = [];
  for (let n = 0; n < 5; n += 1) outcomes.push(await outcome(storage.append(sessionId, [line(n)])));
  expect(outcomes).toEqual(['done', 'storage_full', 'storage_full', 'storage_unavailable', 'done']);
  expect(await numbers(inner, sessionId)).toEqual([0, 4]);
  expect(storage.faults.struck).toEqual(Array.from({ length: 3 }, () => ({ call: 'append', sessionId, does: 'fail' })));
  const { storage: other } = await faulty({ on: 'list', does: 'fail', error: 'EROFS' });
  const error: unknown = await other.list().catch((reason: unknown) => reason);
  expect(error instanceof Error && error.cause).toMatchObject({ code: 'EROFS' });
});

test('a lost acknowledgement leaves what it stored, and sending again shows it once', async () => {
  const { storage, sessionId } = await faulty({ on: ['append', 'appendSync'], does: 'lose-answer', error: 'EIO', times: 2 });
  const batch = [line(0), line(1)];
  expect(await outcome(storage.append(sessionId, batch))).toBe('storage_unavailable');
  expect(await numbers(storage, sessionId)).toEqual([0, 1]);
  expect(thrown(() => storage.appendSync?.(sessionId, batch))).toBe('storage_unavailable');
  await storage.append(sessionId, batch);
  expect(await numbers(storage, sessionId)).toEqual([0, 1]);
});

test('a torn append stores the first lines, and a part of the next where a log has room for it', async () => {
  const inner = memoryStorage();
  const raw: string[] = [];
  const storage = faultyStorage(inner, { faults: [{ on: ['append', 'appendSync'], does: 'tear', share: 0.7, times: 2 }], appendRaw: (_, text) => void raw.push(text) });
  const { sessionId } = await inner.create({ sessionId: nextId(), name: 'x', harness: 'x', agentName: 'x', workspaceName: 'x' });
  const batch = [line(0), line(1), line(2)];
  expect(await outcome(storage.append(sessionId, batch))).toBe('storage_unavailable');
  expect(await numbers(inner, sessionId)).toEqual([0, 1]);
  expect(batch[2]?.startsWith(raw[0] ?? 'no')).toBe(true);
  expect(raw[0]?.length).toBeGreaterThan(10);
  expect(thrown(() => storage.appendSync?.(sessionId, [line(5), line(6)]))).toBe('storage_unavailable');
  expect(await numbers(inner, sessionId)).toEqual([0, 1, 5]);
});

test('a hanging call stores nothing until it is released, or until its time is over', async () => {
  const { inner, storage, sessionId } = await faulty({ on: 'append', does: 'hang', times: 2 }, { on: 'append', does: 'hang', ms: 1, after: 2 });
  const first = storage.append(sessionId, [line(0)]);
  const second = storage.append(sessionId, [line(1)]);
  expect(storage.faults.hanging).toBe(2);
  expect(await numbers(inner, sessionId)).toEqual([]);
  storage.faults.release();
  await Promise.all([first, second]);
  await storage.append(sessionId, [line(2)]);
  expect(await numbers(inner, sessionId)).toEqual([0, 1, 2]);
  expect(storage.faults.hanging).toBe(0);
});

test('a slow call has stored what it was given long before it answers', async () => {
  const { inner, storage, sessionId } = await faulty({ on: 'append', does: 'slow', ms: 60_000 });
  let answered = false;
  const slow = storage.append(sessionId, [line(0)]).then(() => { answered = true; });
  await expect.poll(() => storage.faults.hanging).toBe(1);
  expect([await numbers(inner, sessionId), answered]).toEqual([[0], false]);
  storage.faults.heal();
  await slow;
});

test('a call that blocks is slow too, and cannot hang for ever', async () => {
  const { storage, sessionId } = await faulty({ on: 'appendSync', does: 'slow', ms: 20, times: 1 }, { on: 'appendSync', does: 'hang', after: 1 });
  const before = performance.now();
  storage.appendSync?.(sessionId, [line(0)]);
  expect(performance.now() - before).toBeGreaterThanOrEqual(15);
  expect(thrown(() => storage.appendSync?.(sessionId, [line(1)]))).toBe('storage_unavailable');
  expect(await numbers(storage, sessionId)).toEqual([0]);
});

test('a repeated call is carried out twice', async () => {
  const { storage, sessionId } = await faulty({ on: ['append', 'create'], does: 'repeat' });
  const wanted = { sessionId: nextId(), name: 'x', harness: 'x', agentName: 'x', workspaceName: 'x' };
  expect(await storage.create(wanted)).toEqual({ sessionId: wanted.sessionId, created: true });
  await storage.append(sessionId, [line(0)]);
  expect(await numbers(storage, sessionId)).toEqual([0]);
  const seen: number[] = [];
  const counting = faultyStorage({ ...memoryStorage(), append: async (_, lines) => void seen.push(lines.length) }, { faults: [{ on: 'append', does: 'repeat', copies: 3 }] });
  await counting.append(sessionId, [line(0)]);
  expect(seen).toEqual([1, 1, 1]);
});

test('blobs and derived values fail by their own names, and a derived value can be torn', async () => {
  const { inner, storage, sessionId } = await faulty({ on: ['blobs.put', 'derived.get'], does: 'fail', error: 'ENOSPC' }, { on: 'derived.put', does: 'tear', share: 0.5 }, { on: 'blobs.get', does: 'fail', error: 'blob_not_found' });
  expect(await outcome(storage.blobs.put(sessionId, new Uint8Array([1])))).toBe('storage_full');
  expect(await outcome(storage.blobs.get(sessionId, 'x'))).toBe('blob_not_found');
  expect(await outcome(storage.derived.put(sessionId, 'index', 1, new Uint8Array([1, 2, 3, 4])))).toBe('storage_unavailable');
  expect(await inner.derived.get(sessionId, 'index', 1)).toEqual(new Uint8Array([1, 2]));
  expect(await outcome(storage.derived.get(sessionId, 'index', 1))).toBe('storage_full');
});

test('a read fails at once, or after its first chunk', async () => {
  const { storage, sessionId } = await faulty({ on: 'read', does: 'fail', times: 1 }, { on: 'read', does: 'tear', after: 1 });
  await storage.append(sessionId, Array.from({ length: 30 }, (_, n) => line(n).replace('line', 'x'.repeat(100_000))));
  expect(await outcome(numbers(storage, sessionId))).toBe('storage_unavailable');
  const seen: number[] = [];
  const reading = (async () => { for await (const { records } of storage.read(sessionId)) seen.push(...records.map(({ record }) => record.n)); })();
  expect(await outcome(reading)).toBe('storage_unavailable');
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.length).toBeLessThan(30);
});

test('the same seed strikes the same calls', async () => {
  const strikes = async (seed: number): Promise<string> => {
    const inner = memoryStorage();
    const storage = faultyStorage(inner, { seed, faults: [{ on: 'append', does: 'fail', chance: 0.5 }] });
    const { sessionId } = await storage.create({ sessionId: nextId(), name: 'x', harness: 'x', agentName: 'x', workspaceName: 'x' });
    const outcomes = [];
    for (let n = 0; n < 40; n += 1) outcomes.push(await outcome(storage.append(sessionId, [line(n)])));
    return outcomes.join();
  };
  const first = await strikes(7);
  expect(await strikes(7)).toBe(first);
  expect(await strikes(8)).not.toBe(first);
  expect(new Set(first.split(',')).size).toBe(2);
});

test('only the named session is struck, every so many calls, and nothing once it is healed', async () => {
  const { storage, sessionId } = await faulty();
  const other = nextId();
  const inner = storage;
  await inner.create({ sessionId: other, name: 'x', harness: 'x', agentName: 'x', workspaceName: 'x' });
  const struck = faultyStorage(inner, { faults: [{ on: 'append', does: 'fail', sessionId, every: 3 }] });
  const outcomes = [];
  for (let n = 0; n < 6; n += 1) outcomes.push(await outcome(struck.append(sessionId, [line(n)])), await outcome(struck.append(other, [line(n)])));
  expect(outcomes.map((found, index) => (found === 'done' ? '' : index)).join('')).toBe('06');
  struck.faults.heal();
  expect(await outcome(struck.append(sessionId, [line(7)]))).toBe('done');
});

test('methods that a later version of the contract adds are passed on, also those of a class', async () => {
  class Later {
    readonly #secret = 42;
    answer(): number { return this.#secret; }
  }
  const inner = Object.assign(new Later(), memoryStorage());
  const storage = faultyStorage(Object.freeze(inner), { faults: [] });
  expect((storage as unknown as Later).answer()).toBe(42); // the types of this version do not know it
});
