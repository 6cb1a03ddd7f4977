/** The height of a row that was not measured yet, in pixels. */
export const ROW_HEIGHT = 32;
/** How many rows are drawn before the page is known, such as on a server. */
export const FIRST_ROWS = 24;
/** How many rows stand before the one at the playhead. */
export const BEFORE = 4;

/** Where the first rows begin, so that the one at the playhead is among them: near their beginning, as long as there are enough after it. */
export function firstRow(place: number, length: number, count: number): number {
  return Math.max(0, Math.min(place - BEFORE, length - count));
}

/** Rows whose height is known. */
export interface MeasuredRows {
  readonly from: number;
  /** In pixels, -1 for one that is not known. */
  readonly heights: readonly number[];
}

/**
 * Keeps rows where they are when those before them have joined them.
 *
 * @param rows - Its parent scrolls.
 * @param first - The row that was the first one.
 * @returns Whether somebody has scrolled already.
 */
export function makeRoom(rows: HTMLElement, first: number): boolean {
  const view = rows.parentElement;
  const row = rows.children[first];
  if (!view || !row) return false;
  const scrolled = view.scrollTop > 0;
  view.scrollTop += topOf(row) - topOf(rows);
  return scrolled;
}

/** Scrolls to a row that is not on the screen, to the middle where there are rows enough before it; without one to the end. */
export function reveal(rows: HTMLElement, place: number | undefined): void {
  const view = rows.parentElement;
  if (!view) return;
  const row = rows.children[place ?? rows.children.length];
  const [first] = rows.children;
  if (!row || !first) {
    view.scrollTop = view.scrollHeight;
    return;
  }
  const top = topOf(row) - topOf(view);
  const room = view.clientHeight - row.clientHeight;
  if (top < 0 || top > room) view.scrollTop += Math.max(topOf(first) - topOf(view), top - room / 2);
}

function topOf(element: Element): number {
  return element.getBoundingClientRect().top;
}
