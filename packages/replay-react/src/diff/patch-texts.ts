import type { DiffHunk } from '@playhead/protocol';
import { atOnce, type Steps } from '../elements/in-slices.ts';
import { changedLines, type Stretch } from './changed-lines.ts';

const CONTEXT_LINES = 3;
/** After so many lines the page may have its turn. */
const STRIDE = 4096;
const NO_LINE_FEED = '\\ No newline at end of file';

/**
 * The difference of two texts, with unmodified lines around it. What would take long to compare is shown as rewritten: all lines out, all
 * lines in.
 *
 * @param context - Unmodified lines before and after each change. Default 3.
 */
export function* patchSteps(before: string, after: string, context: number = CONTEXT_LINES): Steps<readonly DiffHunk[]> {
  const numbers = new Map<string, number>();
  const olds = splitLines(before);
  const oldNumbers = yield* numberLines(olds, numbers);
  const news = splitLines(after);
  const newNumbers = yield* numberLines(news, numbers);
  const stretches = yield* changedLines(oldNumbers, newNumbers, numbers.size);
  yield;
  return groupsOf(stretches, context).map((group) => hunkOf(group, olds, news, context));
}

/** The same at once. */
export function patchTexts(before: string, after: string): readonly DiffHunk[] {
  return atOnce(patchSteps(before, after));
}

/** The difference of two texts without lines around it. */
export function compareTexts(before: string, after: string): readonly DiffHunk[] {
  return atOnce(patchSteps(before, after, 0));
}

interface TextLines {
  readonly lines: readonly string[];
  /** Whether a line feed ends the last of them. */
  readonly ended: boolean;
}

function splitLines(text: string): TextLines {
  const lines = text.split('\n');
  const ended = lines.at(-1) === '';
  if (ended) lines.pop();
  return { lines, ended };
}

/** Gives the same number to the same line. A last one without a line feed is another line than one with it. */
function* numberLines({ lines, ended }: TextLines, numbers: Map<string, number>): Steps<Int32Array> {
  const result = new Int32Array(lines.length);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const key = ended || at < lines.length - 1 ? line : `${line}\n`;
    const number = numbers.get(key) ?? numbers.size;
    if (number === numbers.size) numbers.set(key, number);
    result[at] = number;
    if (at % STRIDE === STRIDE - 1) yield;
  }
  return result;
}

/** Changes that are shown in one hunk, because the lines around them touch. */
function groupsOf(stretches: readonly Stretch[], context: number): readonly (readonly Stretch[])[] {
  const groups: Stretch[][] = [];
  let end = -Infinity;
  for (const stretch of stretches) {
    const last = groups.at(-1);
    if (last && stretch.oldFrom - end <= 2 * context) last.push(stretch);
    else groups.push([stretch]);
    end = stretch.oldTo;
  }
  return groups;
}

function hunkOf(group: readonly Stretch[], olds: TextLines, news: TextLines, context: number): DiffHunk {
  const first = group[0] ?? { oldFrom: 0, newFrom: 0 };
  const lead = Math.min(context, first.oldFrom);
  const [oldFrom, newFrom] = [first.oldFrom - lead, first.newFrom - lead];
  const lines: string[] = [];
  const add = (sign: ' ' | '-' | '+', { lines: all, ended }: TextLines, from: number, to: number): void => {
    for (let at = from; at < to; at += 1) lines.push(sign + (all[at] ?? ''));
    if (!ended && to === all.length && from < to) lines.push(NO_LINE_FEED);
  };
  let oldAt = oldFrom;
  let newAt = newFrom;
  for (const { oldFrom: from, oldTo, newFrom: start, newTo } of group) {
    add(' ', olds, oldAt, from);
    add('-', olds, from, oldTo);
    add('+', news, start, newTo);
    [oldAt, newAt] = [oldTo, newTo];
  }
  const trail = Math.min(context, olds.lines.length - oldAt);
  add(' ', olds, oldAt, oldAt + trail);
  const [oldLines, newLines] = [oldAt + trail - oldFrom, newAt + trail - newFrom];
  // A side without lines is numbered by the line before it.
  return { oldStart: oldLines === 0 ? oldFrom : oldFrom + 1, oldLines, newStart: newLines === 0 ? newFrom : newFrom + 1, newLines, lines };
}
