import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CellGrid, createGrid, put, write } from './cell-grid.ts';
import { loadEmulator } from './load-emulator.ts';
import { createPainter } from './painter.ts';
import { readScreen } from './read-screen.ts';
import { safeCharacter } from './safe-character.ts';

const Terminal = await loadEmulator();
const [COLUMNS, ROWS] = [13, 5];

/** A terminal that somebody looks at. */
function outer(columns = COLUMNS, rows = ROWS): { screen(): CellGrid; write(text: string): Promise<void>; cursor(): readonly number[] } {
  const terminal = new Terminal({ cols: columns, rows, allowProposedApi: true });
  return {
    screen: () => readScreen(terminal),
    write: (text) => new Promise((resolve) => { terminal.write(text, resolve); }),
    cursor: () => [terminal.buffer.active.cursorX, terminal.buffer.active.cursorY],
  };
}

const character = fc.constantFrom(...'ab ~#', 'é', '─', '▲', '你', '界', '\u0065\u0301');
const style = fc.constantFrom('', '', '1', '7', '31', '1;4;38;5;200', '48;2;1;2;3', '3;9;53;94;107');
const screens = fc.array(fc.record({ x: fc.nat(COLUMNS - 1), y: fc.nat(ROWS - 1), text: character, style, times: fc.integer({ min: 1, max: COLUMNS }) }), { maxLength: 12 }).map((puts) => {
  const grid = createGrid(COLUMNS, ROWS);
  // As an emulator does it: half of a wide character is no character.
  for (const { x, y, text, style: dressed, times } of puts) for (let column = x; column < Math.min(COLUMNS, x + times); column += 1) set(grid, column, y, text, dressed);
  return grid;
});

function set(grid: CellGrid, x: number, y: number, text: string, dressed: string): void {
  const width = text === '你' || text === '界' ? 2 : 1;
  if (x + width > COLUMNS) return;
  const place = y * COLUMNS + x;
  if (grid.texts[place] === '') put(grid, x - 1, y, ' ', 1, '');
  if (grid.texts[place + width] === '' && x + width < COLUMNS) put(grid, x + width, y, ' ', 1, '');
  put(grid, x, y, text, width, dressed);
}

test('a terminal shows every screen that is painted on it, one after the other', async () => {
  await fc.assert(fc.asyncProperty(fc.array(screens, { minLength: 1, maxLength: 6 }), async (grids) => {
    const [terminal, painter] = [outer(), createPainter()];
    for (const [place, grid] of grids.entries()) {
      await terminal.write(painter.paint(grid, { x: place, y: 1 }));
      expect(terminal.screen()).toEqual(grid);
      expect(terminal.cursor()).toEqual([place, 1]);
    }
  }), { numRuns: 150 });
});

test('what stays is not painted again, and what changed costs a few bytes', () => {
  const painter = createPainter();
  const grid = createGrid(80, 24);
  write(grid, 0, 3, 'one line of a screen', '32');
  expect(painter.paint(grid)).toContain('one line');
  expect(painter.paint(grid)).toBe('');
  write(grid, 4, 3, 'L', '32');
  const changed = painter.paint(grid);
  expect(changed).toContain('\u001b[4;5H\u001b[0;32mL');
  expect(changed.length).toBeLessThan(50);
});

test('after the size changed everything is painted anew', async () => {
  const [terminal, painter] = [outer(), createPainter()];
  const grid = createGrid(COLUMNS, ROWS);
  write(grid, 0, 0, 'here');
  painter.paint(grid);
  painter.forget();
  await terminal.write(`left over${painter.paint(grid)}`);
  expect(terminal.screen()).toEqual(grid);
});

test.each([['\u001b]52;c;aGk=\u0007', ']52;c;aG'], ['a\u202eb', 'ab'], ['\u009b31m', '31m'], ['\u0007', ' '], ['\ud800', ' '], ['e\u0301', 'e\u0301'], [`z${'\u0301'.repeat(50)}`, `z${'\u0301'.repeat(7)}`]])('of a recorded cell with %j only %j is drawn', (recorded, drawn) => {
  expect(safeCharacter(recorded)).toBe(drawn);
});
