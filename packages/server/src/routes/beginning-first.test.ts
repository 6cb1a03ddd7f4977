import type { Chunk } from '@playhead/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { beginningFirst } from './beginning-first.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('whoever opens a long log gets its beginning, and nothing more is read until that could be drawn', async () => {
  const log = logOf(3);
  const reading = beginningFirst(log.chunks, new AbortController().signal);
  expect((await reading.next()).value?.next).toBe('1');
  const rest = nextsOf(reading);
  await vi.advanceTimersByTimeAsync(100);
  expect(log.read).toBe(1);
  await vi.advanceTimersByTimeAsync(100);
  expect(await rest).toEqual(['2', '3']);
});

test('a short log comes at once, and so does what is appended to it', async () => {
  const { chunks } = logOf(1, 2);
  expect(await nextsOf(beginningFirst(chunks, new AbortController().signal))).toEqual(['1', '2', '3']);
  expect(vi.getTimerCount()).toBe(0);
});

test('nobody is waited for who went away', async () => {
  const gone = new AbortController();
  const reading = beginningFirst(logOf(2).chunks, gone.signal);
  await reading.next();
  const next = reading.next();
  gone.abort();
  await next;
  expect(vi.getTimerCount()).toBe(0);
});

/** A log of so many chunks, the last of which is its end for now, and what was appended. */
function logOf(count: number, appended = 0): { readonly chunks: AsyncIterable<Chunk>; readonly read: number } {
  let read = 0;
  async function* chunks(): AsyncGenerator<Chunk> {
    for (let index = 1; index <= count + appended; index += 1) {
      read = index;
      yield { records: [], damage: [], next: String(index), upToDate: index >= count };
    }
  }
  return { chunks: chunks(), get read() { return read; } };
}

async function nextsOf(chunks: AsyncIterable<Chunk>): Promise<string[]> {
  const nexts: string[] = [];
  for await (const { next } of chunks) nexts.push(next);
  return nexts;
}
