import { measured, widthOf } from '../replay/screen/cell-grid.ts';

/** A line cut to so many cells, with `…` in place of what is gone. Characters that take two cells are never halved. */
export function fit(text: string, cells: number): string {
  if (widthOf(text) <= cells) return text;
  let width = 0;
  let kept = '';
  for (const each of measured(text)) {
    if (width + each.width > cells - 1) break;
    width += each.width;
    kept += each.text;
  }
  return cells < 1 ? '' : `${kept}…`;
}

/** A line of exactly so many cells, or more where it is longer. */
export function pad(text: string, cells: number, align: 'left' | 'right' = 'left'): string {
  const blank = ' '.repeat(Math.max(0, cells - widthOf(text)));
  return align === 'left' ? text + blank : blank + text;
}
