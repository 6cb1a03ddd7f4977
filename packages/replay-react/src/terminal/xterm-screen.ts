import { Terminal, type ITheme } from '@xterm/xterm';

const COLORS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
const FONT_SIZE = 12;
const LINE_HEIGHT = 18;
/** Titles, icons, colour queries, working directory, links, notifications, colour resets, clipboard, shell marks. */
const DEAD_OSC = [0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 22, 50, 51, 52, 99, 104, 110, 111, 112, 133, 633, 777, 1337] as const;
const DEAD_CSI = [{ final: 'c' }, { prefix: '>', final: 'c' }, { prefix: '=', final: 'c' }, { final: 'n' }, { prefix: '?', final: 'n' }, { final: 't' }, { prefix: '>', final: 'q' }, { intermediates: '$', final: 'p' }, { prefix: '?', intermediates: '$', final: 'p' }] as const;
/** What a terminal does as often as it is told: insert, delete, scroll, erase, repeat. */
const REPEATING_CSI = ['@', 'L', 'M', 'P', 'S', 'T', 'X', 'b', 'I', 'Z'] as const;
/** More repetitions than this come from no program with a screen; a hundred million of them would hold up the page for minutes. */
const MOST_TIMES = 1000;

/** A terminal in a page that shows output and can do nothing else. */
export interface Screen {
  /** Shows a text from its beginning; what only grew is written on. */
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
  const font = getComputedStyle(element).getPropertyValue('--ph-mono').trim() || 'monospace';
  const { cols, rows, lineHeight } = sizeOf(element, font);
  const terminal = new Terminal({
    disableStdin: true, convertEol: true, cursorBlink: false, cursorInactiveStyle: 'none', scrollback: 20_000, screenReaderMode: true, allowProposedApi: true, logLevel: 'off',
    fontSize: FONT_SIZE, lineHeight, fontFamily: font, theme: themeOf(element), linkHandler: { activate: () => undefined }, minimumContrastRatio: 4.5, cols, rows,
  });
  teach?.(terminal);
  for (const code of DEAD_OSC) terminal.parser.registerOscHandler(code, () => true);
  for (const id of DEAD_CSI) terminal.parser.registerCsiHandler(id, () => true);
  for (const final of REPEATING_CSI) terminal.parser.registerCsiHandler({ final }, ([times]) => Number(times) > MOST_TIMES);
  terminal.parser.registerDcsHandler({ intermediates: '$', final: 'q' }, () => true);
  terminal.open(element);
  // What is printed is read where it stands, not called out over everything else.
  element.querySelector('[aria-live]')?.setAttribute('aria-live', 'off');
  terminal.textarea?.setAttribute('tabindex', '-1');
  const observer = new ResizeObserver(() => {
    const size = sizeOf(element, font);
    if (size.cols !== terminal.cols || size.rows !== terminal.rows) terminal.resize(size.cols, size.rows);
  });
  observer.observe(element);
  const stopTheme = onThemeChange(element, () => { terminal.options.theme = themeOf(element); });
  let written = '';
  let closed = false;
  return {
    show: (text) => {
      if (closed) return Promise.resolve();
      const grows = written !== '' && text.startsWith(written);
      const added = grows ? text.slice(written.length) : text;
      written = text;
      if (!grows) terminal.reset();
      return new Promise((done) => terminal.write(added, () => {
        if (!closed) terminal.scrollToBottom(); // a long text may be read to its end only after the terminal is gone
        done();
      }));
    },
    close: () => {
      closed = true;
      observer.disconnect();
      stopTheme();
      terminal.dispose();
    },
  };
}

/** Calls back when the colours may be others: the system's scheme, a theme or a style on the way up. */
function onThemeChange(element: HTMLElement, listener: () => void): () => void {
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', listener);
  const changes = new MutationObserver(listener);
  for (const target of [element.closest('[data-ph]'), document.documentElement, document.body]) {
    if (target) changes.observe(target, { attributes: true, attributeFilter: ['data-theme', 'class', 'style'] });
  }
  return () => {
    scheme.removeEventListener('change', listener);
    changes.disconnect();
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

/** The tokens as colours that a canvas understands: the browser resolves them. */
function themeOf(element: HTMLElement): ITheme {
  const probe = document.createElement('span');
  element.append(probe);
  const resolve = (token: string): string => {
    probe.style.color = `var(--ph-${token})`;
    return getComputedStyle(probe).color;
  };
  const theme: Record<string, string> = { background: resolve('term-bg'), foreground: resolve('term-fg'), cursor: resolve('term-bg'), selectionBackground: resolve('accent-line') };
  for (const color of COLORS) {
    theme[color] = resolve(`ansi-${color}`);
    theme[`bright${color.charAt(0).toUpperCase()}${color.slice(1)}`] = resolve(`ansi-bright-${color}`);
  }
  probe.remove();
  return theme;
}
