import type { ITheme } from '@xterm/xterm';

const COLORS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

/** The typeface of terminals in an element. */
export function fontOf(element: HTMLElement): string {
  return getComputedStyle(element).getPropertyValue('--ph-mono').trim() || 'monospace';
}

/** Calls back when the colours may be others: the system's scheme, a theme or a style on the way up. */
export function onThemeChange(element: HTMLElement, listener: () => void): () => void {
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

/**
 * The tokens as colours that a canvas understands: the browser resolves them.
 *
 * @param cursor - The token of the cursor; that of the background hides it.
 */
export function themeOf(element: HTMLElement, cursor: 'term-bg' | 'term-fg'): ITheme {
  const probe = document.createElement('span');
  element.append(probe);
  const resolve = (token: string): string => {
    probe.style.color = `var(--ph-${token})`;
    return getComputedStyle(probe).color;
  };
  const theme: Record<string, string> = { background: resolve('term-bg'), foreground: resolve('term-fg'), cursor: resolve(cursor), cursorAccent: resolve('term-bg'), selectionBackground: resolve('accent-line') };
  for (const color of COLORS) {
    theme[color] = resolve(`ansi-${color}`);
    theme[`bright${color.charAt(0).toUpperCase()}${color.slice(1)}`] = resolve(`ansi-bright-${color}`);
  }
  probe.remove();
  return theme;
}
