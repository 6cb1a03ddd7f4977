import type { DiffHunk, ReviewAnchor } from '@playhead/protocol';

/** Lines of context that an anchor keeps on each side. */
const CONTEXT = 3;
/** Longest line that an anchor quotes. */
const MOST_QUOTE = 500;

/** A line of a diff. */
export interface LinePlace {
  /** Place of the hunk among the hunks. */
  readonly hunk: number;
  /** Place of the line among the lines of the hunk. */
  readonly index: number;
  /** Its number on the side that was asked for. */
  readonly line: number;
}

type Side = NonNullable<ReviewAnchor['side']>;

interface SideLine extends LinePlace {
  readonly text: string;
}

/**
 * Finds the line that an anchor means in a diff: by its text, and of several such lines the one with the same lines around it, then
 * the nearest. An anchor without a quote goes by the number alone.
 *
 * @returns undefined when the diff has no such line.
 */
export function placeInHunks(hunks: readonly DiffHunk[], { side = 'new', line = 1, quote, before = [], after = [] }: ReviewAnchor): LinePlace | undefined {
  const lines = hunks.flatMap((hunk, place) => linesOfSide(hunk, place, side));
  if (quote === undefined) return placeOf(lines.find((each) => each.line === line));
  const same = (text: string, wanted: string): boolean => text.slice(0, MOST_QUOTE) === wanted.slice(0, MOST_QUOTE);
  let best: SideLine | undefined;
  let bestAlike = -1;
  lines.forEach((each, index) => {
    if (!same(each.text, quote)) return;
    const around = (by: 1 | -1, wanted: readonly string[]): number => {
      let count = 0;
      while (count < wanted.length && lines[index + by * (count + 1)]?.hunk === each.hunk && same(lines[index + by * (count + 1)]?.text ?? '', (by > 0 ? wanted[count] : wanted[wanted.length - 1 - count]) ?? '')) count += 1;
      return count;
    };
    const alike = around(-1, before) + around(1, after);
    if (alike > bestAlike || (alike === bestAlike && best && Math.abs(each.line - line) < Math.abs(best.line - line))) {
      best = each;
      bestAlike = alike;
    }
  });
  return placeOf(best);
}

function placeOf(found: SideLine | undefined): LinePlace | undefined {
  return found && { hunk: found.hunk, index: found.index, line: found.line };
}

/**
 * What an anchor says of a line of a diff: its side, its number, its text and the lines around it.
 *
 * @param index - Place of the line among the lines of the hunk.
 * @returns undefined where there is no line that counts.
 */
export function quoteLine(hunk: DiffHunk, index: number): Pick<ReviewAnchor, 'side' | 'line' | 'quote' | 'before' | 'after'> | undefined {
  const side: Side = hunk.lines[index]?.startsWith('-') ? 'old' : 'new';
  const lines = linesOfSide(hunk, 0, side);
  const at = lines.findIndex((each) => each.index === index);
  const found = lines[at];
  if (!found) return undefined;
  const cut = (list: readonly SideLine[]): readonly string[] => list.map(({ text }) => text.slice(0, MOST_QUOTE));
  return { side, line: found.line, quote: found.text.slice(0, MOST_QUOTE), before: cut(lines.slice(Math.max(0, at - CONTEXT), at)), after: cut(lines.slice(at + 1, at + 1 + CONTEXT)) };
}

function linesOfSide({ oldStart, newStart, lines }: DiffHunk, hunk: number, side: Side): readonly SideLine[] {
  let number = Math.max(1, side === 'old' ? oldStart : newStart);
  return lines.flatMap((line, index) => {
    const sign = line[0];
    if (sign === '\\' || sign === (side === 'old' ? '+' : '-')) return [];
    return [{ hunk, index, line: number++, text: line.slice(1) }];
  });
}
