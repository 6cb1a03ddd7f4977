/** How the app looks; `auto` as the machine does. */
export type Theme = 'auto' | 'light' | 'dark';

/** Every {@link Theme}. */
export const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];
const KEY = 'playhead.theme';

/** Reads what was chosen in this browser. */
export function readTheme(): Theme {
  try {
    const kept = window.localStorage.getItem(KEY);
    return THEMES.find((theme) => theme === kept) ?? 'auto';
  } catch {
    return 'auto'; // a browser that keeps nothing
  }
}

/** Keeps a choice in this browser. One that keeps nothing forgets it with the page. */
export function writeTheme(theme: Theme): void {
  try {
    if (theme === 'auto') window.localStorage.removeItem(KEY);
    else window.localStorage.setItem(KEY, theme);
  } catch { // a browser that keeps nothing
  }
}

/** Shows the page so: all colours follow the scheme of the document, which the style sheet of the app sets. */
export function applyTheme(theme: Theme): void {
  if (theme === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}
