import type { FileState } from '@playhead/replay-core';

/** A row of a file: a line, lines that nobody knows, or the end beyond which nothing is known. */
export type FileRow =
  /** `until` is the last line of the block, on its first row only: that row says who wrote it. */
  | { readonly kind: 'line'; readonly line: number; readonly text: string; readonly point?: number; readonly until?: number }
  | { readonly kind: 'unknown'; readonly line: number; readonly count: number; readonly point?: number; readonly until?: number }
  | { readonly kind: 'open' };

/** The rows of a file at one moment. */
export function fileRows({ blocks, open }: Pick<FileState, 'blocks' | 'open'>): readonly FileRow[] {
  const rows: FileRow[] = [];
  for (const { line: first, lines, point } of blocks) {
    const of = point === undefined ? {} : { point };
    for (let index = 0; index < lines.length;) {
      const place = { line: first + index, ...of, ...(index === 0 && { until: first + lines.length - 1 }) };
      const text = lines[index];
      let end = index + 1;
      if (text !== undefined) rows.push({ kind: 'line', text, ...place });
      else {
        while (end < lines.length && lines[end] === undefined) end += 1;
        rows.push({ kind: 'unknown', count: end - index, ...place });
      }
      index = end;
    }
  }
  if (open) rows.push({ kind: 'open' });
  return rows;
}
