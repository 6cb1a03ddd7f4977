import type { IBufferCell, Terminal } from '@xterm/headless';
import { type CellGrid, createGrid, put } from './cell-grid.ts';
import { safeCharacter } from './safe-character.ts';

/**
 * Reads what an emulator shows.
 *
 * @param options.above - How many lines of its history to look back. Default none.
 * @param options.colors - Whether to keep colours; bold, underlined and inverse stay anyway. Default true.
 */
export function readScreen({ buffer: { active }, cols, rows }: Terminal, { above = 0, colors = true }: { above?: number; colors?: boolean } = {}): CellGrid {
  const grid = createGrid(cols, rows);
  const first = Math.max(0, active.baseY - above);
  const cell = active.getNullCell();
  for (let y = 0; y < rows; y += 1) {
    const line = active.getLine(first + y);
    for (let x = 0; line && x < cols; x += 1) {
      const read = line.getCell(x, cell);
      if (!read) break;
      const width = read.getWidth();
      if (width === 0) continue;
      const characters = read.getChars();
      put(grid, x, y, characters === '' ? ' ' : safeCharacter(characters), x + width > cols ? 1 : width, read.isAttributeDefault() ? '' : styleOf(read, colors));
    }
  }
  return grid;
}

/** How a cell is drawn, as the parameters of an SGR sequence. */
function styleOf(cell: IBufferCell, colors: boolean): string {
  const style: (number | string)[] = [];
  if (cell.isBold()) style.push(1);
  if (cell.isDim()) style.push(2);
  if (cell.isItalic()) style.push(3);
  if (cell.isUnderline()) style.push(4);
  if (cell.isBlink()) style.push(5);
  if (cell.isInverse()) style.push(7);
  if (cell.isInvisible()) style.push(8);
  if (cell.isStrikethrough()) style.push(9);
  if (cell.isOverline()) style.push(53);
  if (colors && !cell.isFgDefault()) style.push(color(30, cell.isFgRGB(), cell.getFgColor()));
  if (colors && !cell.isBgDefault()) style.push(color(40, cell.isBgRGB(), cell.getBgColor()));
  return style.join(';');
}

/** A colour as SGR parameters. @param base - 30 for the foreground, 40 for the background. */
function color(base: 30 | 40, rgb: boolean, value: number): string | number {
  if (rgb) return `${base + 8};2;${(value >> 16) & 255};${(value >> 8) & 255};${value & 255}`;
  if (value < 8) return base + value;
  return value < 16 ? base + 60 + value - 8 : `${base + 8};5;${value}`;
}
