import { Terminal } from '@xterm/xterm';
import { makeHarmless } from './harmless.ts';
import { keepReadable } from './readable-rows.ts';
import { fontOf, onThemeChange, themeOf } from './terminal-theme.ts';

const FONT_SIZE = 12;
const LINE_HEIGHT = 18;
/** So many characters are drawn at once, which takes a few milliseconds: the emulator reads what it is given in one go, and the page answers only between. */
const PIECE = 16 * 1024;

/** A terminal in a page that shows output and can do nothing else. */
export interface Screen {
  /** Shows a text from its beginning; what only grew is written on. @returns When it is shown, or another one is to be shown in its place. */
  show(text: string): Promise<void>;
  close(): void;
}

/**
 * Opens a terminal without any way back: no input, no answers to queries, no links, no clipboard, no titles.
 *
 * @param element - Gets the terminal. Its size decides columns and rows.
 * @param teach - Gets the terminal before it is made harmless. Tests teach it what a terminal can be taught, and see that it does nothing.
 */
export function openScreen(element: HTMLElement, teach?: (terminal: Terminal) => void): Screen {
  const font = fontOf(element);
  const { cols, rows, lineHeight } = sizeOf(element, font);
  const terminal = new Terminal({
    disableStdin: true, convertEol: true, cursorBlink: false, cursorInactiveStyle: 'none', scrollback: 20_000, allowProposedApi: true, logLevel: 'off',
    fontSize: FONT_SIZE, lineHeight, fontFamily: font, theme: themeOf(element, 'term-bg'), linkHandler: { activate: () => undefined }, minimumContrastRatio: 4.5, cols, rows,
  });
  teach?.(terminal);
  makeHarmless(terminal);
  terminal.open(element);
  const stopReading = keepReadable(terminal);
  terminal.textarea?.setAttribute('tabindex', '-1');
  const observer = new ResizeObserver(() => {
    const size = sizeOf(element, font);
    if (size.cols !== terminal.cols || size.rows !== terminal.rows) terminal.resize(size.cols, size.rows);
  });
  observer.observe(element);
  const stopTheme = onThemeChange(element, () => { terminal.options.theme = themeOf(element, 'term-bg'); });
  let written = '';
  let wanted = '';
  let closed = false;
  let shown = Promise.resolve();
  const write = (piece: string): Promise<void> => new Promise((done) => terminal.write(piece, done));
  const bring = async (text: string): Promise<void> => {
    const isWanted = (): boolean => !closed && wanted === text; // a long text may be read to its end only after the terminal is gone
    if (!isWanted()) return;
    if (!text.startsWith(written)) {
      terminal.reset();
      written = '';
    }
    while (written.length < text.length && isWanted()) {
      const piece = text.slice(written.length, written.length + PIECE);
      await write(piece);
      written += piece;
    }
    if (isWanted()) terminal.scrollToBottom();
  };
  return {
    show: (text) => {
      wanted = text;
      return (shown = shown.then(() => bring(text)));
    },
    close: () => {
      closed = true;
      observer.disconnect();
      stopTheme();
      stopReading();
      terminal.dispose();
    },
  };
}

/** Columns and rows that fit, with lines as high as those of the text beneath. */
function sizeOf(element: HTMLElement, font: string): { readonly cols: number; readonly rows: number; readonly lineHeight: number } {
  const probe = document.createElement('span');
  probe.textContent = 'W'.repeat(50);
  probe.style.cssText = `position:absolute;visibility:hidden;white-space:pre;line-height:normal;font-size:${FONT_SIZE}px;font-family:${font}`;
  element.append(probe);
  const { width, height } = probe.getBoundingClientRect();
  probe.remove();
  return {
    cols: Math.max(20, Math.floor((element.clientWidth - 16) / (width / 50 || 7.2))),
    rows: Math.max(4, Math.floor(element.clientHeight / LINE_HEIGHT)),
    lineHeight: height > 0 ? Math.max(1, LINE_HEIGHT / Math.ceil(height)) : 1.25,
  };
}
