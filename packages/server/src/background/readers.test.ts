import type { Chunk } from '@playhead/protocol';
import { expect, test } from 'vitest';
import { createReaders } from './readers.ts';

const PATIENT = { momentMs: 0, stalledMs: 600_000, longestMs: 600_000 };
const never = new AbortController().signal;
const piece = (upToDate: boolean): Chunk => ({ records: [], next: '', upToDate, damage: [] });
const pieces = async function* (...given: readonly boolean[]): AsyncGenerator<Chunk, void, undefined> {
  for (const upToDate of given) yield piece(upToDate);
};

test('what nobody waits for goes on at once where nobody reads', async () => {
  expect(await createReaders().calm(never)).toBe(false);
});

test('who follows a log is a reader until he has what there was, not while he waits for what is appended', async () => {
  const readers = createReaders(PATIENT);
  const log = readers.give(pieces(false, true, false, true), never);
  expect(readers.busy).toBe(false); // nothing was taken yet
  const order: string[] = [];
  await log.next();
  const other = readers.calm(never).then((waited) => order.push(`other work, ${String(waited)}`));
  order.push('reading');
  await log.next();
  await other;
  expect(order).toEqual(['reading', 'other work, true']);
  await log.next();
  expect(readers.busy).toBe(false);
});

test('who went away, stopped or was told of a fault is no reader any more', async () => {
  const readers = createReaders(PATIENT);
  const away = new AbortController();
  const left = readers.give(pieces(false, false), away.signal);
  await left.next();
  expect(readers.busy).toBe(true);
  away.abort();
  expect(readers.busy).toBe(false);
  for await (const _ of readers.give(pieces(false, false), never)) break;
  expect(readers.busy).toBe(false);
  await expect(readers.during(() => Promise.reject(new Error('no log')))).rejects.toThrow('no log');
  expect(readers.busy).toBe(false);
});

test('nobody waits for a reader who takes nothing, nor longer than he should, nor once the server closes', async () => {
  const stalled = createReaders({ ...PATIENT, stalledMs: 0 });
  await stalled.give(pieces(false, true), never).next();
  expect(stalled.busy).toBe(false);
  const slow = createReaders({ ...PATIENT, longestMs: 1 });
  void slow.during(() => new Promise(() => undefined));
  expect(await slow.calm(never)).toBe(true);
  expect(slow.busy).toBe(true);
  const closing = createReaders(PATIENT);
  void closing.during(() => new Promise(() => undefined));
  const stop = new AbortController();
  const calm = closing.calm(stop.signal);
  stop.abort();
  expect(await calm).toBe(true);
});

test('a moment after a reading is the reader’s as well', async () => {
  const readers = createReaders({ ...PATIENT, momentMs: 600_000 });
  await readers.during(() => Promise.resolve());
  expect(readers.busy).toBe(true);
});
