import type { DiffHunk } from '@playhead/protocol';

/** Unmodified lines that are not part of a hunk. */
export interface Fold {
  /** First line in the old file, from 1. */
  readonly oldStart: number;
  /** First line in the new file, from 1. */
  readonly newStart: number;
  readonly count: number;
}

/** Where a hunk begins, and the first lines after it. */
export function extentOf({ oldStart, newStart, lines }: DiffHunk): { readonly oldStart: number; readonly oldEnd: number; readonly newStart: number; readonly newEnd: number } {
  let olds = 0;
  let news = 0;
  for (const line of lines) {
    if (line.startsWith(' ') || line.startsWith('-')) olds++;
    if (line.startsWith(' ') || line.startsWith('+')) news++;
  }
  // A side without lines is numbered by the line before it.
  const oldFrom = olds === 0 ? oldStart + 1 : oldStart;
  const newFrom = news === 0 ? newStart + 1 : newStart;
  return { oldStart: oldFrom, oldEnd: oldFrom + olds, newStart: newFrom, newEnd: newFrom + news };
}

/**
 * What lies between hunks: one entry before each hunk and one after the last; `undefined` where nothing does, or nothing is known.
 *
 * @param lineCount - How many lines the new file has, where that is known.
 */
export function foldsOf(hunks: readonly DiffHunk[], lineCount?: number): readonly (Fold | undefined)[] {
  let oldFrom = 1;
  let newFrom = 1;
  const folds = hunks.map((hunk) => {
    const { oldStart, oldEnd, newStart, newEnd } = extentOf(hunk);
    const fold = newStart > newFrom ? { oldStart: oldFrom, newStart: newFrom, count: newStart - newFrom } : undefined;
    oldFrom = Math.max(oldFrom, oldEnd);
    newFrom = Math.max(newFrom, newEnd);
    return oldStart >= 1 ? fold : undefined;
  });
  const rest = lineCount === undefined ? 0 : lineCount - newFrom + 1;
  return [...folds, rest > 0 ? { oldStart: oldFrom, newStart: newFrom, count: rest } : undefined];
}

/** Unmodified lines as a hunk, so that they can be drawn like one. */
export function hunkOfFold(fold: Fold, lines: readonly string[], count: number): DiffHunk {
  return {
    oldStart: fold.oldStart, oldLines: count, newStart: fold.newStart, newLines: count,
    lines: lines.slice(fold.newStart - 1, fold.newStart - 1 + count).map((line) => ` ${line}`),
  };
}

/** The lines of a text; a line feed at the end begins no further line. */
export function textLines(text: string): readonly string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
