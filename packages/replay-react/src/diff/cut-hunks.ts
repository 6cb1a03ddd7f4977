import type { DiffHunk } from '@playhead/protocol';
import { extentOf } from './folds.ts';

/** Longer hunks are drawn in pieces. */
export const LONGEST_WHOLE = 300;
/** How long those are. */
export const PIECE_LINES = 100;

/** A hunk, or a part of a long one. */
export interface HunkPiece {
  readonly hunk: DiffHunk;
  /** Place of the hunk that it is of. */
  readonly index: number;
  /** Whether it begins that hunk. */
  readonly first: boolean;
  /** Whether it is all of that hunk. */
  readonly whole: boolean;
}

/**
 * Pieces that are drawn together: as many as have so few lines, and one at least.
 *
 * @param mostOfFirst - How many lines the first of them may have: it is drawn before anything can be seen.
 */
export function blocksOf(pieces: readonly HunkPiece[], mostLines: number, mostOfFirst: number = mostLines): readonly (readonly HunkPiece[])[] {
  const blocks: HunkPiece[][] = [];
  let lines = Infinity;
  for (const piece of pieces) {
    lines += piece.hunk.lines.length;
    if (lines > (blocks.length === 1 ? mostOfFirst : mostLines)) {
      blocks.push([]);
      lines = piece.hunk.lines.length;
    }
    blocks.at(-1)?.push(piece);
  }
  return blocks;
}

/** Hunks as pieces of at most {@link PIECE_LINES} lines where they are longer than {@link LONGEST_WHOLE}, in order. Linear in the lines of the hunks. */
export function cutHunks(hunks: readonly DiffHunk[]): readonly HunkPiece[] {
  return hunks.flatMap((hunk, index): HunkPiece[] => {
    if (hunk.lines.length <= LONGEST_WHOLE) return [{ hunk, index, first: true, whole: true }];
    const pieces: HunkPiece[] = [];
    let { oldStart, newStart } = extentOf(hunk);
    for (let from = 0; from < hunk.lines.length; from += PIECE_LINES) {
      const lines = hunk.lines.slice(from, from + PIECE_LINES);
      const oldLines = lines.filter((line) => line.startsWith(' ') || line.startsWith('-')).length;
      const newLines = lines.filter((line) => line.startsWith(' ') || line.startsWith('+')).length;
      // A side without lines is numbered by the line before it.
      pieces.push({ hunk: { oldStart: oldLines > 0 ? oldStart : oldStart - 1, oldLines, newStart: newLines > 0 ? newStart : newStart - 1, newLines, lines }, index, first: from === 0, whole: false });
      oldStart += oldLines;
      newStart += newLines;
    }
    return pieces;
  });
}
