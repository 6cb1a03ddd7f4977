import { type CellGrid, put, widthOf, write } from '../screen/cell-grid.ts';
import type { Theme } from './theme.ts';

/** Lines in a box over the screen. They hold no control characters. */
export interface Overlay {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Draws a box in the middle of the rows above the last ones, from one of its lines on. @returns How many of its lines do not fit. */
export function drawOverlay(grid: CellGrid, rows: number, { title, lines }: Overlay, from: number, { styles }: Theme): number {
  const room = Math.max(1, rows - 2);
  const shown = lines.slice(from, from + room);
  const width = Math.min(grid.columns, Math.max(widthOf(title), ...lines.map(widthOf)) + 4);
  const [left, top] = [Math.floor((grid.columns - width) / 2), Math.max(0, Math.floor((rows - shown.length - 2) / 2))];
  for (let y = top; y < Math.min(rows, top + shown.length + 2); y += 1) {
    for (let x = left; x < left + width; x += 1) put(grid, x, y, ' ', 1, y === top ? styles.bar : '');
    healEdge(grid, left - 1, y);
    healEdge(grid, left + width, y);
  }
  write(grid, left + 2, top, title, styles.bar, left + width);
  for (const [place, line] of shown.entries()) write(grid, left + 2, top + 1 + place, line, '', left + width - 1);
  return Math.max(0, lines.length - shown.length);
}

/** Half of a wide character, beside what covers the other half, is none. */
function healEdge(grid: CellGrid, x: number, y: number): void {
  if (x < 0 || x >= grid.columns) return;
  const place = y * grid.columns + x;
  const cut = grid.texts[place] === '' || (x + 1 < grid.columns && grid.texts[place + 1] !== '' && widthOf(grid.texts[place] ?? '') > 1);
  if (cut) put(grid, x, y, ' ', 1, grid.styles[place] ?? '');
}
