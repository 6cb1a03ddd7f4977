import { parseAnsi, type AnsiSpan } from '../../ansi/parse-ansi.ts';

/** How much of the end of an output is looked at, in characters. */
const LOOKED_AT = 64 * 1024;
const FEW = 3;
const ALL = 6;
const LONGEST_LINE = 500;
const FAILING = /\bFAIL(?:ED)?\b|(?:^|\s)[×✗✘✖]\s|\bnot ok\b|\b(?:Assertion|Type|Reference|Syntax|Range)?Error\b|\berror(?:\[|:)|\bpanic|[1-9]\d* (?:failed|failing)/;
const SUMMARY = /\b\d+ (?:failed|failing|passed|passing|errors?)\b/;

/** The lines of an output that say most. */
export interface UsefulLines {
  readonly lines: readonly (readonly AnsiSpan[])[];
  /** How many lines are left out; undefined where that is not known. */
  readonly left?: number;
  /** Its length in bytes, where only its beginning is there. */
  readonly size?: number;
}

/**
 * Chooses the lines to show of an output: all when they are few, from the first failure on when it failed, else the last.
 *
 * @param options.failing - Whether it tells of a failure.
 * @param options.first - Whether its first lines say more than its last.
 */
export function usefulLines(text: string, { failing, first = false }: { readonly failing: boolean; readonly first?: boolean }): UsefulLines {
  const hidden = Math.max(0, text.length - LOOKED_AT);
  const lines = linesOf(parseAnsi(first ? text.slice(0, LOOKED_AT) : text.slice(hidden)));
  const count = lines.length + countLines(first ? text.slice(LOOKED_AT) : text.slice(0, hidden));
  if (count <= ALL) return { lines, left: 0 };
  if (first) return { lines: lines.slice(0, FEW), left: count - FEW };
  const from = failing ? firstFailure(lines) : -1;
  const shown = from < 0 ? lines.slice(-FEW) : lines.slice(from, from + FEW);
  const summary = from < 0 ? undefined : lines.slice(from + FEW).findLast((line) => SUMMARY.test(textOf(line)));
  return { lines: summary ? [...shown, summary] : shown, left: count - shown.length - (summary ? 1 : 0) };
}

/** Spans cut at line ends; empty lines are left out. */
function linesOf(spans: readonly AnsiSpan[]): (readonly AnsiSpan[])[] {
  const lines: AnsiSpan[][] = [[]];
  for (const { text, className } of spans) {
    text.split('\n').forEach((piece, index) => {
      if (index > 0) lines.push([]);
      if (piece !== '') lines.at(-1)?.push({ text: piece, className });
    });
  }
  return lines.filter((line) => line.some(({ text }) => text.trim() !== '')).map(cut);
}

function cut(line: readonly AnsiSpan[]): readonly AnsiSpan[] {
  let left = LONGEST_LINE;
  return line.flatMap(({ text, className }) => {
    const piece = text.slice(0, left);
    left -= piece.length;
    return piece === '' ? [] : [{ text: piece, className }];
  });
}

function firstFailure(lines: readonly (readonly AnsiSpan[])[]): number {
  return lines.findIndex((line) => FAILING.test(textOf(line)));
}

function textOf(line: readonly AnsiSpan[]): string {
  return line.map(({ text }) => text).join('').slice(0, LONGEST_LINE);
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
