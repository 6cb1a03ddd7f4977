import type { DiffHunk } from '@playhead/protocol';
import { linesOf, type DiffLine } from './hunk-sides.ts';

/** A row of a split view; a side without a line is empty. */
export interface SplitRow {
  readonly left?: DiffLine;
  readonly right?: DiffLine;
}

/** The rows of a hunk, old lines beside the new ones that took their place. */
export function splitRows(hunk: DiffHunk): SplitRow[] {
  const rows: SplitRow[] = [];
  let removed: DiffLine[] = [];
  let added: DiffLine[] = [];
  const flush = (): void => {
    for (let index = 0; index < Math.max(removed.length, added.length); index++) {
      const left = removed[index];
      const right = added[index];
      rows.push({ ...(left && { left }), ...(right && { right }) });
    }
    removed = [];
    added = [];
  };
  for (const line of linesOf(hunk)) {
    if (line.sign === '-') removed.push(line);
    else if (line.sign === '+') added.push(line);
    else {
      flush();
      rows.push({ left: line, right: line });
    }
  }
  flush();
  return rows;
}
