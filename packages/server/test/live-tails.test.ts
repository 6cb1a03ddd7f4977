import { setMaxListeners } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeRecord, type Chunk, type SessionStorage } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLiveTails, type LiveTails } from '../src/live/live-tails.ts';

const ID = '01980000-0000-7000-8000-000000000001';
let dir: string;
let storage: SessionStorage;
let tails: LiveTails;
let leave: AbortController;
let subscribed: number;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'playhead-live-tails-'));
  const fs = fsStorage({ dir, pollMs: 20 });
  subscribed = 0;
  storage = { ...fs, subscribe: (...args) => { subscribed += 1; return fs.subscribe(...args); } };
  tails = createLiveTails(storage, new AbortController().signal);
  leave = new AbortController();
  setMaxListeners(100, leave.signal);
  await storage.create({ sessionId: ID, name: 'Live', harness: 'h', agentName: 'a', workspaceName: 'w' });
  await add(0, 3);
});
afterEach(async () => {
  leave.abort();
  await storage.close();
  rmSync(dir, { recursive: true, force: true });
});

const line = (n: number, size = 10): string => encodeRecord({ id: `r${n}`, p: 'p', e: 0, n, at: n, type: 'moment', via: 'sdk', data: { title: 'x'.repeat(size) } });
const add = (from: number, to: number, size?: number): Promise<void> => storage.append(ID, Array.from({ length: to - from }, (_, index) => line(from + index, size)));
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** A viewer who takes everything as it comes. */
function view(from = '', signal: AbortSignal = leave.signal): { readonly numbers: number[]; readonly chunks: Chunk[]; readonly ended: Promise<void> } {
  const numbers: number[] = [];
  const chunks: Chunk[] = [];
  const ended = (async () => {
    for await (const chunk of tails.follow(ID, { from, signal })) {
      chunks.push(chunk);
      numbers.push(...chunk.records.map(({ record }) => record.n));
    }
  })();
  return { numbers, chunks, ended };
}

test('many viewers share one reading, and each sees every record once and in its order', async () => {
  const viewers = Array.from({ length: 20 }, () => view());
  await vi.waitFor(() => { for (const { numbers } of viewers) expect(numbers).toEqual(upTo(3)); });
  await add(3, 10);
  const late = view();
  await add(10, 12);
  await vi.waitFor(() => { for (const { numbers } of [...viewers, late]) expect(numbers).toEqual(upTo(12)); });
  expect(subscribed).toBe(1);
  expect(new Set(viewers.map(({ chunks }) => chunks.at(-1))).size).toBe(1);
});

test('a viewer with a cursor beyond the end takes nothing away from the others', async () => {
  const lost = view('0000000999999999');
  await vi.waitFor(() => expect(lost.chunks.length).toBe(1));
  const other = view();
  await vi.waitFor(() => expect(other.numbers).toEqual(upTo(3)));
  await add(3, 5);
  await vi.waitFor(() => expect(other.numbers).toEqual(upTo(5)));
});

test('a viewer goes on from his cursor', async () => {
  const first = view();
  await vi.waitFor(() => expect(first.numbers).toEqual(upTo(3)));
  const cursor = first.chunks.flatMap(({ records }) => records)[1]?.cursor ?? '';
  const second = view(cursor);
  await add(3, 5);
  await vi.waitFor(() => expect(second.numbers).toEqual([2, 3, 4]));
});

test('a viewer who does not read misses nothing, though what he missed is not kept for him', async () => {
  const others = view();
  const slow = tails.follow(ID, { from: '', signal: leave.signal });
  expect((await slow.next()).value?.records.map(({ record }) => record.n)).toEqual(upTo(3));
  const waiting = slow.next(); // he is among the viewers now, and takes one piece
  await vi.waitFor(() => expect(others.numbers.length).toBe(3));
  for (let from = 3; from < 63; from += 10) await add(from, from + 10, 20_000); // more than is kept
  await vi.waitFor(() => expect(others.numbers).toEqual(upTo(63)));
  const numbers = upTo(3);
  const take = ({ value }: IteratorResult<Chunk, void>): void => void numbers.push(...(value?.records ?? []).map(({ record }) => record.n));
  take(await waiting);
  while (numbers.length < 63) take(await slow.next());
  expect(numbers).toEqual(upTo(63));
  leave.abort();
  await slow.next();
});

test('a line that is appended again is seen once', async () => {
  const viewer = view();
  await vi.waitFor(() => expect(viewer.numbers.length).toBe(3));
  await add(1, 4);
  await add(4, 5);
  await vi.waitFor(() => expect(viewer.numbers).toEqual(upTo(5)));
});

test('the reading ends with its last viewer, and begins anew with the next', async () => {
  const [one, two] = [new AbortController(), new AbortController()];
  const viewers = [view('', one.signal), view('', two.signal)];
  await vi.waitFor(() => { for (const { numbers } of viewers) expect(numbers.length).toBe(3); });
  one.abort();
  await viewers[0]?.ended;
  expect(tails.size).toBe(1);
  two.abort();
  await viewers[1]?.ended;
  expect(tails.size).toBe(0);
  const again = view();
  await vi.waitFor(() => expect(again.numbers).toEqual(upTo(3)));
  expect(subscribed).toBe(2);
});

test('every viewer hears that the content was removed, and the reading ends', async () => {
  const viewers = [view(), view()];
  await vi.waitFor(() => { for (const { numbers } of viewers) expect(numbers.length).toBe(3); });
  await storage.drop(ID, encodeRecord({ id: 'gone', p: 'owner', e: 0, n: 0, at: 9, type: 'session_dropped', via: 'sdk', data: { reason: 'private' } }));
  await Promise.all(viewers.map(({ ended }) => ended));
  for (const { chunks } of viewers) expect(chunks.at(-1)?.records.map(({ record }) => record.type)).toEqual(['session_dropped']);
  expect(tails.size).toBe(0);
});

test('a session that is not there is refused, and nothing stays behind', async () => {
  const nowhere = tails.follow('01980000-0000-7000-8000-00000000dead', { from: '', signal: leave.signal });
  await expect(nowhere.next()).rejects.toMatchObject({ code: 'session_not_found' });
  expect(tails.size).toBe(0);
});
