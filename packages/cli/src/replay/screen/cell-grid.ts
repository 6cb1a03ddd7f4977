import stringWidth from 'string-width';

/** What a screen shows, cell by cell, row after row. */
export interface CellGrid {
  readonly columns: number;
  readonly rows: number;
  /** One character of each cell, a space for an empty one; blank for the second half of a wide one. */
  readonly texts: string[];
  /** How each cell is drawn: the parameters of an SGR sequence, such as `1;31`; blank for the default. */
  readonly styles: string[];
}

/** An empty screen. */
export function createGrid(columns: number, rows: number): CellGrid {
  const size = columns * rows;
  return { columns, rows, texts: Array.from({ length: size }, () => ' '), styles: Array.from({ length: size }, () => '') };
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The characters of a line with how many cells each takes; what takes none is left out. */
export function measured(text: string): readonly { readonly text: string; readonly width: number }[] {
  // eslint-disable-next-line no-control-regex -- printable ASCII is what is looked for
  if (/^[\x20-\x7e]*$/.test(text)) return [...text].map((character) => ({ text: character, width: 1 }));
  return [...segmenter.segment(text)].map(({ segment }) => ({ text: segment, width: Math.min(2, stringWidth(segment)) })).filter(({ width }) => width > 0);
}

/** How many cells a line takes. */
export function widthOf(text: string): number {
  return measured(text).reduce((sum, { width }) => sum + width, 0);
}

/**
 * Writes a line into a screen, up to a column. It must hold no control characters.
 *
 * @param to - The column that is not written any more. Default the end of the row.
 * @returns The column behind what was written.
 */
export function write(grid: CellGrid, x: number, y: number, text: string, style = '', to: number = grid.columns): number {
  let column = x;
  if (y < 0 || y >= grid.rows) return column;
  for (const { text: character, width } of measured(text)) {
    if (column + width > Math.min(to, grid.columns)) break;
    if (column >= 0) put(grid, column, y, character, width, style);
    column += width;
  }
  return column;
}

/** Sets one cell, or two for a wide character. */
export function put(grid: CellGrid, x: number, y: number, text: string, width: number, style: string): void {
  const place = y * grid.columns + x;
  grid.texts[place] = text;
  grid.styles[place] = style;
  if (width < 2) return;
  grid.texts[place + 1] = '';
  grid.styles[place + 1] = style;
}

/** The text of a row, without the spaces at its end. */
export function rowText({ columns, texts }: CellGrid, y: number): string {
  return texts.slice(y * columns, (y + 1) * columns).join('').trimEnd();
}
