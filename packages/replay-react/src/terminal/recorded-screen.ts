import { Terminal, type IBufferLine } from '@xterm/xterm';
import type { TerminalScreen } from '@playhead/replay-core';
import { makeHarmless } from './harmless.ts';
import { fitFont, type FontFit } from './fit-font.ts';
import { deadMouse } from './dead-mouse.ts';
import { keepReadable } from './readable-rows.ts';
import { linksSeen, offerLinks } from './terminal-links.ts';
import type { SafeUrl } from '../markdown/safe-url.ts';
import { fontOf, onThemeChange, themeOf } from './terminal-theme.ts';

const SCROLLBACK = 5000;
/** A recording may say any size; beyond this a page could not hold it. */
const MOST_COLUMNS = 1000;
const MOST_ROWS = 500;
const WHEEL_LINES = 3;
const RESET = '\u001bc';

/** A terminal in a page that is as large as the recorded one, drawn as large as it fits. */
export interface RecordedScreen {
  readonly columns: number;
  readonly rows: number;
  /** Bytes that are written and not read yet. */
  readonly pending: number;
  /** Shows the screen of a moment instead of what there is. Resolves when it stands there. */
  restore(screen: TerminalScreen): Promise<void>;
  /** Goes on from what there is. */
  write(data: string | Uint8Array): void;
  /** Changes the size once all that was written is there. */
  resize(columns: number, rows: number): Promise<void>;
  /** Resolves when all that was written is there. */
  settled(): Promise<void>;
  /** What is seen, as lines of plain text; what was wrapped is one line. */
  text(): string;
  /** What somebody selected in it. */
  selected(): string;
  /** Selects the lowest place at which a text stands: where it is seen, else above, and then scrolls there. @returns Whether it is there. */
  mark(text: string): boolean;
  /** The links to the web that are seen. */
  links(): Promise<readonly SafeUrl[]>;
  /** Scrolls by lines; negative is up. */
  scroll(lines: number): void;
  /** Whether somebody scrolled up from the end. */
  readonly scrolledUp: boolean;
  close(): void;
}

/** What {@link openRecordedScreen} goes by. */
export interface RecordedScreenOptions {
  readonly columns: number;
  readonly rows: number;
  /** Somebody wants to see what stood above the beginning of what there is, so many lines of it. */
  readonly onAbove?: (lines: number) => void;
  /** Somebody pressed a link to the web. Without, there are no links. */
  readonly onLink?: (link: SafeUrl) => void;
  /** Gets the terminal before it is made harmless. Tests teach it what a terminal can be taught, and see that it does nothing. */
  readonly teach?: (terminal: Terminal) => void;
}

/**
 * Opens a terminal of a given size in an element, without any way back. It is drawn as large as fits; where that would be too small to
 * read the element scrolls.
 *
 * @param element - Gets the terminal. Its parent is what it must fit into.
 */
export function openRecordedScreen(element: HTMLElement, options: RecordedScreenOptions): RecordedScreen {
  const { onAbove, onLink, teach } = options;
  const font = fontOf(element);
  const terminal = new Terminal({
    disableStdin: true, cursorBlink: false, cursorInactiveStyle: 'block', scrollback: SCROLLBACK, allowProposedApi: true, logLevel: 'off', fontSize: 12, lineHeight: 1, fontFamily: font,
    theme: themeOf(element, 'term-fg'), linkHandler: { activate: () => undefined }, minimumContrastRatio: 4.5, cols: within(options.columns, MOST_COLUMNS), rows: within(options.rows, MOST_ROWS),
  });
  teach?.(terminal);
  makeHarmless(terminal, { links: onLink !== undefined });
  deadMouse(terminal);
  terminal.open(element);
  if (onLink) offerLinks(terminal, element, onLink);
  const stopReading = keepReadable(terminal);
  terminal.textarea?.setAttribute('tabindex', '-1');
  // Keys are those of the replay, also after a click into the terminal.
  terminal.textarea?.addEventListener('focus', () => element.closest<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true }));
  terminal.attachCustomWheelEventHandler(({ deltaY }) => {
    const { type, viewportY } = terminal.buffer.active;
    if (deltaY < 0 && viewportY === 0 && type === 'normal') onAbove?.(WHEEL_LINES);
    return type === 'normal';
  });
  const fit: FontFit = fitFont(terminal, element);
  const stopTheme = onThemeChange(element, () => { terminal.options.theme = themeOf(element, 'term-fg'); });
  let pending = 0;
  let closed = false;
  const write = (data: string | Uint8Array, done?: () => void): void => {
    if (closed) return done?.();
    pending += data.length;
    terminal.write(data, () => {
      pending -= data.length;
      done?.();
    });
  };
  const settled = (): Promise<void> => new Promise((done) => { if (pending === 0) done(); else write('', done); });
  const setSize = (columns: number, rows: number): void => {
    if (closed) return;
    terminal.resize(within(columns, MOST_COLUMNS), within(rows, MOST_ROWS));
    fit.now();
  };
  const fits = (columns: number, rows: number): boolean => terminal.cols === within(columns, MOST_COLUMNS) && terminal.rows === within(rows, MOST_ROWS);
  return {
    get columns() { return terminal.cols; },
    get rows() { return terminal.rows; },
    get pending() { return pending; },
    get scrolledUp() { return terminal.buffer.active.viewportY < terminal.buffer.active.baseY; },
    async restore({ writes }) {
      for (const [index, { columns, rows, data }] of writes.entries()) {
        if (!fits(columns, rows)) {
          await settled();
          if (index === 0 && !closed) terminal.reset(); // lines of before need not flow into another width
          setSize(columns, rows);
        }
        // The reset is read in one go with what follows it: nothing blank is drawn in between.
        if (index === 0 && typeof data !== 'string') write(RESET);
        await new Promise<void>((done) => write(index === 0 && typeof data === 'string' ? RESET + data : data, done));
      }
    },
    write: (data) => write(data),
    async resize(columns, rows) {
      await settled();
      if (!fits(columns, rows)) setSize(columns, rows);
    },
    settled,
    text: () => (closed ? '' : textOf(terminal)),
    selected: () => (closed ? '' : terminal.getSelection()),
    links: async () => (closed || !onLink ? [] : linksSeen(terminal)),
    mark: (text) => !closed && markIn(terminal, text),
    scroll(lines) {
      if (closed) return;
      const { type, viewportY } = terminal.buffer.active;
      terminal.scrollLines(lines);
      if (type === 'normal' && viewportY + lines < 0) onAbove?.(-lines - viewportY);
    },
    close() {
      closed = true;
      fit.stop();
      stopTheme();
      stopReading();
      terminal.dispose();
    },
  };
}

function within(size: number, most: number): number {
  return Math.min(most, Math.max(2, Math.round(size) || 2));
}

function seenLines({ buffer: { active }, rows }: Terminal): IBufferLine[] {
  return Array.from({ length: rows }, (_, row) => active.getLine(active.viewportY + row)).filter((line) => line !== undefined);
}

function textOf(terminal: Terminal): string {
  const lines: string[] = [];
  for (const line of seenLines(terminal)) {
    const text = line.translateToString(true);
    if (line.isWrapped && lines.length > 0) lines.push((lines.pop() ?? '') + text);
    else lines.push(text);
  }
  return lines.join('\n').trimEnd();
}

function markIn(terminal: Terminal, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  const { active } = terminal.buffer;
  for (let row = active.viewportY + terminal.rows - 1; row >= 0 && wanted !== ''; row -= 1) {
    const line = active.getLine(row);
    const at = line?.translateToString(true).toLowerCase().indexOf(wanted) ?? -1;
    if (!line || at < 0) continue;
    if (row < active.viewportY) terminal.scrollToLine(Math.max(0, row - Math.floor(terminal.rows / 2)));
    terminal.select(cellOf(line, at), row, Math.max(1, cellOf(line, at + wanted.length) - cellOf(line, at)));
    return true;
  }
  return false;
}

/** The cell at which a character of a line stands: wide ones take two cells. */
function cellOf(line: IBufferLine, character: number): number {
  let seen = 0;
  for (let cell = 0; cell < line.length; cell += 1) {
    if (seen >= character) return cell;
    const { length = 1 } = line.getCell(cell)?.getChars() ?? { length: 1 };
    seen += line.getCell(cell)?.getWidth() === 0 ? 0 : Math.max(1, length);
  }
  return line.length;
}
