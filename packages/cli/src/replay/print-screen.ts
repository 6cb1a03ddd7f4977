import type { ReplayStore } from '@playhead/replay-core';
import { type CellGrid, rowText } from './screen/cell-grid.ts';
import type { Stages } from './stage/stages.ts';

/** So wide is text that nobody's window wraps, and so many of its rows are printed at most. */
const PRINTED = { columns: 200, rows: 100_000 };

/** What is to be seen at a moment, as lines; with their colours where they are wanted. */
export async function screenLines(stages: Stages, at: number, { colors }: { readonly colors: boolean }): Promise<readonly string[]> {
  const stage = await stages.at(at);
  await stage.goTo(at);
  const { grid } = stage.draw(PRINTED);
  const lines = Array.from({ length: grid.rows }, (_, y) => (colors ? coloredRow(grid, y) : rowText(grid, y)));
  const first = lines.findIndex((line) => line !== '');
  const last = lines.findLastIndex((line) => line !== '');
  return lines.slice(grid.rows === PRINTED.rows ? Math.max(0, first) : 0, last + 1);
}

function coloredRow({ columns, texts, styles }: CellGrid, y: number): string {
  let [line, style, end] = ['', '', columns];
  while (end > 0 && texts[y * columns + end - 1] === ' ' && styles[y * columns + end - 1] === '') end -= 1;
  for (let place = y * columns; place < y * columns + end; place += 1) {
    const wanted = styles[place] ?? '';
    if (wanted !== style) line += wanted === '' ? '\u001b[m' : `\u001b[0;${wanted}m`;
    style = wanted;
    line += texts[place] ?? '';
  }
  return `${line}${style === '' ? '' : '\u001b[m'}`;
}

/** What `--print-meta` tells of a recording. */
export function metaOf(store: ReplayStore): unknown {
  const { model: { session, terminals, chapters, moments, events, damage }, timeMap } = store.getState();
  const [start, end] = [timeMap.toWall(0), timeMap.toWall(timeMap.durationMs)];
  return { schemaVersion: 1, session, startedAt: start, durationUs: end - start, events: events.length, terminals, chapters, moments, damage: damage.length };
}
