import { Terminal, type ITheme } from '@xterm/xterm';

const COLORS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
const FONT_SIZE = 12;
const LINE_HEIGHT = 18;

/** A terminal in a page that shows output and can do nothing else. */
export interface Screen {
  /** Replaces what it shows. */
  show(text: string): Promise<void>;
  close(): void;
}

/**
 * Opens a terminal without any way back: no input, no answers to queries, no links, no clipboard, no titles.
 *
 * @param element - Gets the terminal. Its size decides columns and rows.
 */
export function openScreen(element: HTMLElement): Screen {
  const style = getComputedStyle(element);
  const terminal = new Terminal({
    disableStdin: true, convertEol: true, cursorBlink: false, cursorInactiveStyle: 'none', scrollback: 20_000, screenReaderMode: true, allowProposedApi: true,
    fontSize: FONT_SIZE, lineHeight: 1.25, fontFamily: style.getPropertyValue('--ph-mono') || 'monospace', theme: themeOf(element), linkHandler: { activate: () => undefined },
    minimumContrastRatio: 4.5, ...sizeOf(element, style.getPropertyValue('--ph-mono')),
  });
  for (const code of [0, 1, 2, 8, 52]) terminal.parser.registerOscHandler(code, () => true);
  terminal.open(element);
  const observer = new ResizeObserver(() => {
    const { cols, rows } = sizeOf(element, style.getPropertyValue('--ph-mono'));
    if (cols !== terminal.cols || rows !== terminal.rows) terminal.resize(cols, rows);
  });
  observer.observe(element);
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  const onScheme = (): void => { terminal.options.theme = themeOf(element); };
  scheme.addEventListener('change', onScheme);
  const themes = new MutationObserver(onScheme);
  const root = element.closest('[data-ph]');
  if (root) themes.observe(root, { attributes: true, attributeFilter: ['data-theme'] });
  return {
    show: (text) => {
      terminal.reset();
      return new Promise((done) => terminal.write(text, () => { terminal.scrollToTop(); done(); }));
    },
    close: () => {
      observer.disconnect();
      themes.disconnect();
      scheme.removeEventListener('change', onScheme);
      terminal.dispose();
    },
  };
}

function sizeOf(element: HTMLElement, font: string): { readonly cols: number; readonly rows: number } {
  const probe = document.createElement('span');
  probe.textContent = 'W'.repeat(50);
  probe.style.cssText = `position:absolute;visibility:hidden;white-space:pre;font:${FONT_SIZE}px ${font || 'monospace'}`;
  element.append(probe);
  const cell = probe.getBoundingClientRect().width / 50 || 7.2;
  probe.remove();
  return { cols: Math.max(20, Math.floor((element.clientWidth - 16) / cell)), rows: Math.max(4, Math.floor(element.clientHeight / LINE_HEIGHT)) };
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
