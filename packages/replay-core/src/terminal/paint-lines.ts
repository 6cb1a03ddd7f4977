import type { EmulatorState, Line, Look, ScreenBuffer } from './emulator-state.ts';
import { eraseSequence, isErasedLook, linkSequence, plainSequence } from './looks.ts';

const NO_EXTENSION = { _ext: 0, urlId: 0 };
/** The link of what is printed after a reset. */
const NO_LINK = '\u001b]8;;\u001b\\';
const HAS_EXTENDED = 0x10000000;
/** A character of two columns, to be cut in half. */
const WIDE = '\u3000';

/** Goes to a cell; counted from 0. */
export function goTo(row: number, column: number): string {
  return `\u001b[${String(row + 1)};${String(column + 1)}H`;
}

/** How a cell looks. */
export function lookAt(line: Line, column: number): Look {
  const bg = line.getBg(column);
  return { fg: line.getFg(column), bg, extended: ((bg & HAS_EXTENDED) !== 0 ? line._extendedAttrs[column] : undefined) ?? NO_EXTENSION };
}

/** Writes the rows of a buffer onto a blank screen with modes as after a reset. */
export class LinePainter {
  readonly #state: EmulatorState;
  readonly #columns: number;
  readonly #rows: number;
  readonly #parts: string[] = [];
  /** What is printed now looks like, where it is known. */
  #look: Look | undefined;
  #link: string = NO_LINK;

  constructor(state: EmulatorState, { columns, rows }: { readonly columns: number; readonly rows: number }) {
    this.#state = state;
    this.#columns = columns;
    this.#rows = rows;
  }

  /**
   * Paints a buffer, screen by screen: each shows the last row of the one before, so that what is wrapped can be wrapped.
   *
   * @param history - How many rows that scrolled out of sight come with it.
   */
  paint({ lines, ybase }: ScreenBuffer, history: number): string {
    const from = Math.max(0, ybase - history);
    const lineAt = (index: number): Line | undefined => lines.get(from + index);
    const hidden = ybase - from;
    if (lineAt(0)?.isWrapped) this.#wrapFirst();
    for (let top = 0; ;) {
      this.#paintScreen(Array.from({ length: this.#rows }, (_, row) => lineAt(top + row)));
      if (top === hidden) break;
      const by = Math.min(Math.max(1, this.#rows - 1), hidden - top);
      this.#parts.push('\u001b[0m', goTo(this.#rows - 1, 0), '\n'.repeat(by));
      this.#look = undefined;
      top += by;
    }
    return this.#parts.join('');
  }

  /** The first row goes on from one that is not there: it is wrapped one row further down and scrolled up. */
  #wrapFirst(): void {
    if (this.#rows < 2) return;
    this.#wrap(1);
    this.#parts.push(goTo(this.#rows - 1, 0), '\n', '\u001b[3J');
  }

  #wrap(row: number): void {
    this.#parts.push('\u001b[0m', goTo(row - 1, this.#columns - 1), 'xx', goTo(row - 1, this.#columns - 1), '\u001b[X', goTo(row, 0), '\u001b[X');
    this.#look = undefined;
  }

  #paintScreen(rows: readonly (Line | undefined)[]): void {
    for (const [row, line] of rows.entries()) if (row > 0 && line?.isWrapped) this.#wrap(row);
    for (const [row, line] of rows.entries()) if (line) this.#paintRow(line, row);
  }

  #paintRow(line: Line, row: number): void {
    const last = this.#columns - 1;
    if (this.#isOdd(line, last)) this.#paintOddEnd(line, row);
    let at = -1;
    for (let column = 0; column <= last;) {
      const width = line.getWidth(column);
      const look = lookAt(line, column);
      if (line.hasContent(column) !== 0) {
        if (at !== column || width === 0) this.#parts.push(goTo(row, column));
        this.#use(look);
        this.#parts.push(line.getString(column));
        column += Math.max(1, width);
        at = width === 0 ? -1 : column;
        continue;
      }
      if (width !== 1 || (look.fg === 0 && look.bg === 0)) column += 1; // blank, or the second half of what was printed
      else if (isErasedLook(look)) {
        const from = column;
        while (column <= last && line.hasContent(column) === 0 && line.getWidth(column) === 1 && line.getFg(column) === 0 && line.getBg(column) === look.bg) column += 1;
        this.#parts.push(goTo(row, from), eraseSequence(look.bg), `\u001b[${String(column - from)}X`);
        this.#look = undefined;
      } else {
        if (column < last) this.#paintOdd(look, row, column);
        column += 1;
        at = -1;
      }
    }
  }

  /** An empty cell with more than a background: half of a character of two columns was overwritten there. */
  #isOdd(line: Line, column: number): boolean {
    return line.hasContent(column) === 0 && line.getWidth(column) === 1 && !isErasedLook(lookAt(line, column));
  }

  #paintOdd(look: Look, row: number, column: number): void {
    this.#parts.push(goTo(row, column), WIDE, goTo(row, column + 1));
    this.#use(look);
    this.#parts.push('x', goTo(row, column + 1), '\u001b[0m', '\u001b[X');
    this.#look = undefined;
  }

  /** Of a blank row: made one column to the left, and moved. */
  #paintOddEnd(line: Line, row: number): void {
    const column = this.#columns - 2;
    this.#paintOdd(lookAt(line, column + 1), row, column);
    this.#parts.push(goTo(row, column), '\u001b[@', goTo(row, column), '\u001b[X');
  }

  /** Has what is printed from now on look so. */
  #use(look: Look): void {
    const { fg, bg, extended } = look;
    const before = this.#look;
    if (before?.fg === fg && before.bg === bg && before.extended === extended) return;
    const link = linkSequence(look, this.#state);
    if (link !== this.#link) this.#parts.push(link);
    if (before?.fg !== fg || before.bg !== bg || before.extended._ext !== extended._ext) this.#parts.push(plainSequence(look));
    [this.#look, this.#link] = [look, link];
  }
}
