import { structuredPatch } from 'diff';
import type { DiffHunk } from '@playhead/protocol';
import { textLines } from './folds.ts';

const CONTEXT_LINES = 3;
const LONGEST_MS = 200;

/** The difference of two texts; one that takes too long to find is shown as rewritten: all lines out, all lines in. */
export function patchTexts(before: string, after: string): readonly DiffHunk[] {
  const patch = structuredPatch('', '', before, after, '', '', { context: CONTEXT_LINES, timeout: LONGEST_MS });
  return patch ? patch.hunks.map(numbered) : [rewritten(before, after)];
}

/** The difference of two texts without lines around it; `undefined` when it takes too long to find. */
export function compareTexts(before: string, after: string): readonly DiffHunk[] | undefined {
  return structuredPatch('', '', before, after, '', '', { context: 0, timeout: LONGEST_MS })?.hunks.map(numbered);
}

/** A side without lines is numbered by the line before it. */
function numbered(hunk: DiffHunk): DiffHunk {
  return { ...hunk, oldStart: hunk.oldLines === 0 ? hunk.oldStart - 1 : hunk.oldStart, newStart: hunk.newLines === 0 ? hunk.newStart - 1 : hunk.newStart };
}

/** Every old line goes, every new line comes. */
export function rewritten(before: string, after: string): DiffHunk {
  const olds = textLines(before);
  const news = textLines(after);
  return {
    oldStart: olds.length > 0 ? 1 : 0, oldLines: olds.length, newStart: news.length > 0 ? 1 : 0, newLines: news.length,
    lines: [...olds.map((line) => `-${line}`), ...news.map((line) => `+${line}`)],
  };
}
