import type { DiffHunk } from '@playhead/protocol';

/** A line of a change, with its numbers on both sides. */
export interface DiffLine {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
  readonly oldLine?: number;
  readonly newLine?: number;
}

/** The lines of a hunk with their numbers. Lines such as `\ No newline at end of file` are left out. */
export function linesOf(hunk: DiffHunk): DiffLine[] {
  let oldLine = hunk.oldStart;
  let newLine = hunk.newStart;
  const lines: DiffLine[] = [];
  for (const line of hunk.lines) {
    const text = line.slice(1);
    if (line.startsWith('-')) lines.push({ sign: '-', text, oldLine: oldLine++ });
    else if (line.startsWith('+')) lines.push({ sign: '+', text, newLine: newLine++ });
    else if (!line.startsWith('\\')) lines.push({ sign: ' ', text, oldLine: oldLine++, newLine: newLine++ });
  }
  return lines;
}

/**
 * The two texts that a hunk is made of. Each line has an end: who compares the texts would otherwise take the last line of one for
 * another than the same line further up in the other, and not see an empty last line at all.
 */
export function sidesOf(hunk: DiffHunk): { readonly before: string; readonly after: string } {
  const lines = linesOf(hunk);
  const textOf = (other: '-' | '+'): string => lines.filter(({ sign }) => sign !== other).map(({ text }) => `${text}\n`).join('');
  return { before: textOf('+'), after: textOf('-') };
}
