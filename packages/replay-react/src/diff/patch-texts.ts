import { structuredPatch } from 'diff';
import type { DiffHunk } from '@playhead/protocol';
import { textLines } from './folds.ts';

const CONTEXT_LINES = 3;
const LONGEST_MS = 200;

/** The difference of two texts; one that takes too long to find is shown as rewritten: all lines out, all lines in. */
export function patchTexts(before: string, after: string): readonly DiffHunk[] {
  const patch = structuredPatch('', '', before, after, '', '', { context: CONTEXT_LINES, timeout: LONGEST_MS });
  return patch ? patch.hunks : [rewritten(before, after)];
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
