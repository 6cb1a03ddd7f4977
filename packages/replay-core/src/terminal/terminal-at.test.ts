import { expect, test } from 'vitest';
import { terminalAt } from './terminal-at.ts';
import type { TerminalHead } from './types.ts';

const head = (id: string, startedAt: number, endedAt?: number): TerminalHead => ({ id, command: id, startedAt, columns: 80, rows: 24, eventId: id, ...(endedAt !== undefined && { endedAt }) });
const seen = (heads: readonly TerminalHead[], at: number): string | undefined => terminalAt(heads, at)?.id;

test('of terminals one after another each is seen while it is open, and until the next one is', () => {
  const heads = [head('a', 10, 20), head('b', 30, 40)];
  expect([5, 10, 20, 25, 30, 40, 50].map((at) => seen(heads, at))).toEqual(['a', 'a', 'a', 'a', 'b', 'b', 'b']);
});

test('a terminal in a terminal is seen while it is open; then the outer one goes on, and is what remains', () => {
  const heads = [head('outer', 10, 50), head('inner', 20, 30)];
  expect([15, 25, 30, 31, 50, 60].map((at) => seen(heads, at))).toEqual(['outer', 'inner', 'inner', 'outer', 'outer', 'outer']);
  expect(seen([head('outer', 10), head('inner', 20, 30)], 40)).toBe('outer');
});

test('where there is none, there is none', () => expect(terminalAt([], 5)).toBeUndefined());
