/** A hunk as a recording holds it. */
export interface TestHunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  readonly lines: readonly string[];
}

/** Makes a hunk of its lines. */
export function hunk(oldStart: number, newStart: number, ...lines: readonly string[]): TestHunk {
  const count = (sign: string): number => lines.filter((line) => line.startsWith(' ') || line.startsWith(sign)).length;
  return { oldStart, oldLines: count('-'), newStart, newLines: count('+'), lines };
}
