import type { DiffHunk } from '@playhead/protocol';
import { extentOf } from './folds.ts';

/** A part of a hunk. */
export interface HunkPart {
  readonly hunk: DiffHunk;
  /** Place of its first line among the lines of the whole. */
  readonly from: number;
}

/** Cuts a hunk after each of the lines with these places. */
export function splitHunk(hunk: DiffHunk, after: readonly number[]): readonly HunkPart[] {
  const ends = [...new Set(after)].filter((index) => index >= 0 && index < hunk.lines.length - 1).sort((a, b) => a - b);
  if (ends.length === 0) return [{ hunk, from: 0 }];
  let { oldStart, newStart } = extentOf(hunk);
  let from = 0;
  return [...ends, hunk.lines.length - 1].map((end): HunkPart => {
    const lines = hunk.lines.slice(from, end + 1);
    const oldLines = lines.filter((line) => !line.startsWith('+') && !line.startsWith('\\')).length;
    const newLines = lines.filter((line) => !line.startsWith('-') && !line.startsWith('\\')).length;
    // A side without lines is numbered by the line before it.
    const part = { hunk: { oldStart: oldLines > 0 ? oldStart : oldStart - 1, oldLines, newStart: newLines > 0 ? newStart : newStart - 1, newLines, lines }, from };
    oldStart += oldLines;
    newStart += newLines;
    from = end + 1;
    return part;
  });
}
