import { type CellGrid, widthOf } from './cell-grid.ts';

/** Where the cursor of a screen stands, from 0. */
export interface CursorPlace {
  readonly x: number;
  readonly y: number;
}

/** Draws screens on a terminal: each time only the cells that changed. */
export interface Painter {
  /**
   * What to write so that the terminal shows a screen.
   *
   * @param cursor - Where the cursor is to be seen. Default nowhere.
   */
  paint(grid: CellGrid, cursor?: CursorPlace): string;
  /** Says that what the terminal shows is not known any more, such as after its size changed: the next screen is drawn whole. */
  forget(): void;
}

/** So many empty cells at the end of a row are cleared at once. */
const CLEARED_FROM = 4;
const BEGIN = '\u001b[?2026h\u001b[?25l';
const END = '\u001b[?2026l';

/** Where the terminal's pen is, as far as that is known. */
interface Pen {
  x: number;
  y: number;
  style: string | undefined;
}

/**
 * Makes a painter. What it gives holds its own sequences and the characters of cells, nothing else: it stands between what was
 * recorded and the terminal of whoever looks at it.
 */
export function createPainter(): Painter {
  let shown: CellGrid | undefined;
  let shownCursor: CursorPlace | undefined | 'unknown' = 'unknown';
  return {
    paint(grid, cursor) {
      const before = shown?.columns === grid.columns && shown.rows === grid.rows ? shown : undefined;
      const pen: Pen = { x: -1, y: -1, style: undefined };
      let text = before ? '' : '\u001b[m\u001b[2J';
      for (let y = 0; y < grid.rows; y += 1) text += paintRow(grid, before, y, pen);
      const sameCursor = shownCursor !== 'unknown' && shownCursor?.x === cursor?.x && shownCursor?.y === cursor?.y;
      shown = { ...grid, texts: grid.texts.slice(), styles: grid.styles.slice() };
      shownCursor = cursor;
      if (text === '' && sameCursor) return '';
      return `${BEGIN}${text}${pen.style ? '\u001b[m' : ''}${cursor ? `\u001b[${cursor.y + 1};${cursor.x + 1}H\u001b[?25h` : ''}${END}`;
    },
    forget() {
      [shown, shownCursor] = [undefined, 'unknown'];
    },
  };
}

function paintRow(grid: CellGrid, before: CellGrid | undefined, y: number, pen: Pen): string {
  const { columns, texts, styles } = grid;
  const start = y * columns;
  let text = '';
  let spoilt = false; // by the character to the left: terminals do not agree how wide some are
  const isDirty = (place: number): boolean => (before ? before.texts[place] !== texts[place] || before.styles[place] !== styles[place] : texts[place] !== ' ' || styles[place] !== '');
  const blankFrom = emptyFrom(grid, y);
  for (let x = 0; x < columns; x += 1) {
    const place = start + x;
    const character = texts[place] ?? ' ';
    const wide = texts[place + 1] === '' && x + 1 < columns;
    const dirty = spoilt || isDirty(place) || (wide && isDirty(place + 1));
    spoilt = false;
    if (!dirty || character === '') continue;
    if (x >= blankFrom && columns - x >= CLEARED_FROM) return text + move(pen, x, y) + dress(pen, '') + '\u001b[K';
    text += move(pen, x, y) + dress(pen, styles[place] ?? '');
    if (isPlain(character)) {
      text += character;
      pen.x = x + 1 < columns ? x + 1 : -1;
      continue;
    }
    // Newer characters are wide to some terminals and narrow to the recorded one: beside nothing they may be either.
    const takesTwo = wide || (texts[place + 1] === ' ' && x + 1 < columns && widthOf(character) > 1);
    if (takesTwo) text += `  \u001b[${x + 1}G`; // where it is drawn narrow, nothing old stays beside it
    text += character;
    pen.x = -1;
    pen.y = y;
    spoilt = !takesTwo || wide;
    if (takesTwo) x += 1;
  }
  return text;
}

/** The column from which a row is empty to its end. */
function emptyFrom({ columns, texts, styles }: CellGrid, y: number): number {
  let x = columns;
  while (x > 0 && texts[y * columns + x - 1] === ' ' && styles[y * columns + x - 1] === '') x -= 1;
  return x;
}

function move(pen: Pen, x: number, y: number): string {
  if (pen.x === x && pen.y === y) return '';
  const sameRow = pen.y === y;
  [pen.x, pen.y] = [x, y];
  return sameRow ? `\u001b[${x + 1}G` : `\u001b[${y + 1};${x + 1}H`;
}

function dress(pen: Pen, style: string): string {
  if (pen.style === style) return '';
  pen.style = style;
  return style === '' ? '\u001b[m' : `\u001b[0;${style}m`;
}

function isPlain(character: string): boolean {
  return character.length === 1 && character >= ' ' && character <= '~';
}
