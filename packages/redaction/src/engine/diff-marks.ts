const HUNK = /(?:^|\n)@@ -\d/;

/**
 * A text of the same length in which `+` and `-` at the beginning of a line of a diff are blanks: they
 * are no part of what stands behind them. Any other text stays the same.
 */
export function withoutDiffMarks(text: string): string {
  return text.includes('@@ -') && HUNK.test(text) ? text.replaceAll(/^[+-](?![+-])/gm, ' ') : text;
}

/** The same for the lines of a hunk, joined: each begins with its mark. What begins a key in a list of keys is no mark. */
export function linesWithoutDiffMarks(lines: readonly string[]): string {
  const text = lines.join('\n');
  return lines.every((line) => /^[ +\-\\]/.test(line)) ? text.replaceAll(/^[+-](?!----BEGIN )/gm, ' ') : text;
}
