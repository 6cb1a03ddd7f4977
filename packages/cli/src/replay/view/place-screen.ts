import { type CellGrid, put, write } from '../screen/cell-grid.ts';
import type { CursorPlace } from '../screen/painter.ts';
import type { Theme } from './theme.ts';

/** A screen as it was recorded. */
export interface StageScreen {
  readonly grid: CellGrid;
  /** Where its cursor stands; absent where it is hidden. */
  readonly cursor?: CursorPlace | undefined;
}

/** Where a window looks at a screen that is larger, from 0. */
export interface Pan {
  readonly x: number;
  readonly y: number;
}

/**
 * Puts a recorded screen into the rows of a window: at its upper left, with a frame where the window is larger, cut where it is smaller.
 *
 * @param wanted - Where somebody chose to look. Default where the cursor is.
 * @returns Where it looks, and where the cursor stands in the window.
 */
export function placeScreen(into: CellGrid, rows: number, { grid, cursor }: StageScreen, wanted: Pan | undefined, { symbols, styles, unicode }: Theme): { readonly pan: Pan; readonly cursor?: CursorPlace } {
  const [width, height] = [Math.min(into.columns, grid.columns), Math.min(rows, grid.rows)];
  const pan = {
    x: within(wanted?.x ?? (cursor && cursor.x >= width ? cursor.x - width + 1 : 0), grid.columns - width),
    y: within(wanted?.y ?? (cursor && cursor.y >= height ? cursor.y - height + 1 : 0), grid.rows - height),
  };
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const place = (pan.y + y) * grid.columns + pan.x + x;
      const text = grid.texts[place] ?? ' ';
      const wide = grid.texts[place + 1] === '' && pan.x + x + 1 < grid.columns;
      const cut = (text === '' && x === 0) || (wide && x + 1 >= width);
      put(into, x, y, cut ? ' ' : shown(text, unicode), 1, grid.styles[place] ?? '');
    }
  }
  drawFrame(into, rows, width, height, symbols.frame, styles.dim);
  const seen = cursor && { x: cursor.x - pan.x, y: cursor.y - pan.y };
  return { pan, ...(seen && seen.x >= 0 && seen.y >= 0 && seen.x < width && seen.y < height && { cursor: seen }) };
}

/** A character on a terminal that may know ASCII only. */
function shown(text: string, unicode: boolean): string {
  if (unicode || text === '' || (text >= ' ' && text <= '~' && text.length === 1)) return text;
  return '?';
}

function drawFrame(into: CellGrid, rows: number, width: number, height: number, [right, below, corner]: Theme['symbols']['frame'], style: string): void {
  const [beside, under] = [width < into.columns, height < rows];
  for (let y = 0; beside && y < height; y += 1) write(into, width, y, right, style);
  for (let x = 0; under && x < width; x += 1) write(into, x, height, below, style);
  if (beside && under) write(into, width, height, corner, style);
}

function within(value: number, most: number): number {
  return Math.max(0, Math.min(value, most));
}
