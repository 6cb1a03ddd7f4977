/** The height of a row that was not measured yet, in pixels. */
export const ROW_HEIGHT = 32;

/** Rows that stand on the page. */
export interface MeasuredRows {
  readonly from: number;
  /** In pixels, -1 for one that is not known. */
  readonly heights: readonly number[];
  /** Where the first of them stands below the edge of what scrolls, in pixels. */
  readonly top: number;
}

/** Measures the first rows, in an element that scrolls. */
export function measureRows(view: HTMLElement): MeasuredRows | undefined {
  const rows = view.querySelector<HTMLElement>('[data-from]');
  return rows ? { from: Number(rows.dataset['from']), heights: Array.from(rows.children, (row) => row.getBoundingClientRect().height || -1), top: topIn(view, rows) } : undefined;
}

/** Scrolls so that rows stand where they stood when they were measured. */
export function standAgain(view: HTMLElement, { from, top }: MeasuredRows): void {
  const [rows] = view.children;
  if (rows) view.scrollTop += topIn(view, rows) + from * ROW_HEIGHT - top;
}

function topIn(view: Element, element: Element): number {
  return element.getBoundingClientRect().top - view.getBoundingClientRect().top;
}
