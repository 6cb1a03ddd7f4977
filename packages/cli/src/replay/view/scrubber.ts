import type { Moment, TimeMap } from '@playhead/replay-core';
import { type CellGrid, write } from '../screen/cell-grid.ts';
import type { Theme } from './theme.ts';

/** What the scrubber shows. */
export interface Scrubbed {
  readonly timeMap: TimeMap;
  /** Where the playhead is, in virtual milliseconds. */
  readonly timeMs: number;
  readonly moments: readonly Pick<Moment, 'at' | 'type'>[];
  /** How much happens in each of some equal stretches of virtual time. */
  readonly heat: readonly number[];
}

/** Marks that hide others where they fall on the same column, from the weakest. */
const ORDER = ['moment', 'snapshot', 'error'] as const;
type Mark = (typeof ORDER)[number];

/** Draws the gutter of marks in one row, and below it the heat with the playhead. */
export function drawScrubber(grid: CellGrid, y: number, { timeMap, timeMs, moments, heat }: Scrubbed, { symbols, styles }: Theme): void {
  const { columns } = grid;
  const columnOf = (ms: number): number => (timeMap.durationMs > 0 ? Math.min(columns - 1, Math.max(0, Math.floor((ms / timeMap.durationMs) * (columns - 1) + 0.5))) : 0);
  const marks = new Map<number, Mark>();
  for (const { at, type } of moments) {
    const [column, mark] = [columnOf(timeMap.toVirtual(at)), markOf(type)];
    if (ORDER.indexOf(mark) >= ORDER.indexOf(marks.get(column) ?? 'moment')) marks.set(column, mark);
  }
  for (const [column, mark] of marks) write(grid, column, y, symbols[mark], styles[mark]);
  const head = columnOf(timeMs);
  const most = Math.max(1, ...heat);
  for (let x = 0; x < columns; x += 1) {
    const amount = heat[Math.min(heat.length - 1, Math.floor((x / columns) * heat.length))] ?? 0;
    const level = amount <= 0 ? 0 : 1 + Math.min(symbols.heat.length - 2, Math.floor((Math.log1p(amount) / Math.log1p(most)) * (symbols.heat.length - 2)));
    write(grid, x, y + 1, x === head ? symbols.head : (symbols.heat[level] ?? ' '), x === head ? styles.bold : x < head ? styles.played : styles.dim);
  }
}

function markOf(type: Moment['type']): Mark {
  if (type === 'snapshot' || type === 'checkpoint') return 'snapshot';
  return type === 'error' || type === 'denied' || type === 'tests_failed' ? 'error' : 'moment';
}
