import type { DiffHunk } from '@playhead/protocol';

/**
 * A text with hunks applied; `undefined` when one does not fit, because its old lines are not where it says.
 * Linear in the text and the hunks.
 */
export function applyHunks(text: string, hunks: readonly DiffHunk[]): string | undefined {
  const lines = text.split('\n');
  const result: string[] = [];
  let from = 0;
  for (const hunk of hunks) {
    const olds = hunk.lines.filter((line) => line.startsWith(' ') || line.startsWith('-'));
    const start = olds.length === 0 ? hunk.oldStart : hunk.oldStart - 1;
    if (start < from || start + olds.length > lines.length) return undefined;
    for (; from < start; from++) result.push(lines[from] ?? '');
    let last = '';
    for (const line of hunk.lines) {
      const sign = line.charAt(0);
      if (sign === ' ' || sign === '-') {
        if (lines[from] !== line.slice(1)) return undefined;
        from++;
      }
      if (sign === ' ' || sign === '+') result.push(line.slice(1));
      // "\ No newline at end of file" speaks of the line above: the old text ends there, or the new one does.
      if (sign === '\\' && last === '+' && lines[from] === '' && from === lines.length - 1) from++;
      if (sign === '\\' && last === '-' && from === lines.length) lines.push('');
      last = sign;
    }
  }
  for (; from < lines.length; from++) result.push(lines[from] ?? '');
  return result.join('\n');
}

/** The hunks that take a change back. */
export function invertHunks(hunks: readonly DiffHunk[]): DiffHunk[] {
  return hunks.map(({ oldStart, oldLines, newStart, newLines, lines }) => ({ oldStart: newStart, oldLines: newLines, newStart: oldStart, newLines: oldLines, lines: invertLines(lines) }));
}

/** What came goes, and what went comes: of each change first all that goes, as notes on a missing line feed speak of the line above them. */
function invertLines(lines: readonly string[]): string[] {
  const result: string[] = [];
  let adds: string[] = [];
  let last = '';
  for (const line of lines) {
    const sign = line.startsWith('\\') ? last : line.charAt(0);
    if (sign === '-') adds.push(line.startsWith('-') ? `+${line.slice(1)}` : line);
    else if (sign === '+') result.push(line.startsWith('+') ? `-${line.slice(1)}` : line);
    else {
      result.push(...adds, line);
      adds = [];
    }
    last = sign;
  }
  return [...result, ...adds];
}
