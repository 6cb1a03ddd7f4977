import { previewOf, type TextValue } from '../blob.ts';

const LONGEST = 200;

/** The first non-empty line of a text, cut to a length that fits a list. */
export function firstLine(text: TextValue | undefined): string {
  const start = previewOf(text).slice(0, 4096).trimStart();
  const end = start.indexOf('\n');
  const line = end < 0 ? start : start.slice(0, end);
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line.trimEnd();
}
