import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TerminalTrack } from '@playhead/replay-core';
import { tellPreparing } from './tell-preparing.ts';

let share: number;
let listeners: Set<() => void>;
let told: (number | undefined)[];

beforeEach(() => {
  vi.useFakeTimers();
  [share, listeners, told] = [0, new Set(), []];
});
afterEach(() => { vi.useRealTimers(); });

function read(more: number): void {
  share = more;
  for (const listener of listeners) listener();
}

function open(): ReturnType<typeof tellPreparing> {
  // only these are asked
  const track = { readShare: () => share, subscribe: (listener: () => void) => { listeners.add(listener); return () => listeners.delete(listener); } } as unknown as TerminalTrack;
  return tellPreparing(track, (percent) => told.push(percent));
}

test('who waits shortly hears nothing', () => {
  const preparing = open();
  preparing.waitFor(7);
  read(0.5);
  vi.advanceTimersByTime(299);
  preparing.waitFor(undefined);
  vi.advanceTimersByTime(5000);
  expect(told).toEqual([]);
});

test('who waits for long hears how much is read, in whole percent, and that it is there', () => {
  const preparing = open();
  preparing.waitFor(7);
  vi.advanceTimersByTime(200);
  preparing.waitFor(8); // the wish changes, the waiting goes on
  read(0.129);
  vi.advanceTimersByTime(100);
  read(0.99);
  preparing.waitFor(undefined);
  read(1);
  expect(told).toEqual([12, 99, undefined]);
});

test('nothing is told any more once it is closed', () => {
  const preparing = open();
  preparing.waitFor(7);
  preparing.close();
  vi.advanceTimersByTime(5000);
  expect([told, listeners.size]).toEqual([[], 0]);
});
