import { viewWords } from './view-words.ts';

/** A name for what the list is narrowed to and how it is sorted. */
export interface SavedView {
  readonly name: string;
  /** The query of its address, as others can open it. */
  readonly query: string;
}

/** Views that everybody has. Their queries are written as the list writes its own. */
export const DEFAULT_VIEWS: readonly SavedView[] = [
  { name: viewWords.all, query: '' }, { name: viewWords.running, query: '?outcome=live' }, { name: viewWords.review, query: '?review=open' },
  { name: viewWords.failed, query: '?outcome=failed&period=7d' }, { name: viewWords.pinned, query: '?pinned=only' },
];

const KEY = 'playhead.views';
const MOST = 50;
const LONGEST_NAME = 60;
const LONGEST_QUERY = 2000;

/** Reads the views that were saved in this browser. What cannot be understood is left out. */
export function readViews(): readonly SavedView[] {
  try {
    const kept: unknown = JSON.parse(window.localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isView).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** Keeps views in this browser. One that keeps nothing forgets them with the page. */
export function writeViews(views: readonly SavedView[]): void {
  try {
    window.localStorage.setItem(KEY, JSON.stringify(views));
  } catch { // a browser that keeps nothing
  }
}

/** Views with one more; one of the same name or address gives way. Without a name nothing is added. */
export function withView(views: readonly SavedView[], { name, query }: SavedView): readonly SavedView[] {
  const view = { name: name.trim().slice(0, LONGEST_NAME), query };
  return isView(view) ? [...views.filter((other) => other.name !== view.name && other.query !== query), view].slice(-MOST) : views;
}

function isView(value: unknown): value is SavedView {
  if (typeof value !== 'object' || value === null) return false;
  const { name, query } = value as Partial<SavedView>; // both are looked at here
  return typeof name === 'string' && name !== '' && name.length <= LONGEST_NAME && typeof query === 'string' && query.length <= LONGEST_QUERY && (query === '' || query.startsWith('?'));
}
