import { widthOf } from '../replay/screen/cell-grid.ts';
import { fit, pad } from './fit.ts';
import type { Look } from './style.ts';

/** A column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly text: (row: Row) => string;
  readonly look?: (row: Row) => Look | undefined;
  /** Default left. */
  readonly align?: 'left' | 'right';
  /** The most cells that it takes. Default as many as its longest text. */
  readonly most?: number;
  /** Left out on a screen that is too narrow for all, those with the greatest number first. Default never. */
  readonly spare?: number;
}

/** How a table is drawn. */
export interface TableOptions {
  /** Cells of a line; without, lines are as long as they are, and there is no heading. */
  readonly columns: number | undefined;
  readonly style: (look: Look, text: string) => string;
}

const GAP = '  ';
/** The last column has this room at least before others are left out. */
const LEAST_LAST = 20;

/** Rows as lines, in columns; the last one takes the room that is left. Texts must hold no control characters. */
export function tableLines<Row>(rows: readonly Row[], columns: readonly Column<Row>[], { columns: width, style }: TableOptions): readonly string[] {
  const cells = columns.map(({ text, most = Number.MAX_SAFE_INTEGER }) => rows.map((row) => fit(text(row), most)));
  const widths = columns.map(({ title }, index) => Math.max(width === undefined ? 0 : widthOf(title), ...(cells[index] ?? []).map(widthOf)));
  const shown = columns.map((_, index) => index);
  const last = columns.length - 1;
  const before = (): number => shown.reduce((sum, index) => sum + (index === last ? 0 : (widths[index] ?? 0) + GAP.length), 0);
  while (width !== undefined && before() + LEAST_LAST > width) {
    const spare = shown.filter((index) => columns[index]?.spare !== undefined).sort((a, b) => (columns[b]?.spare ?? 0) - (columns[a]?.spare ?? 0))[0];
    if (spare === undefined) break;
    shown.splice(shown.indexOf(spare), 1);
  }
  const room = width === undefined ? Number.MAX_SAFE_INTEGER : Math.max(0, width - before());
  const line = (texts: (index: number) => string, look: (index: number) => Look | undefined): string => shown.map((index) => {
    const own = index === last ? fit(texts(index), room) : pad(texts(index), widths[index] ?? 0, columns[index]?.align);
    const as = look(index);
    return as ? style(as, own) : own;
  }).join(GAP).trimEnd();
  const heading = width === undefined || rows.length === 0 ? [] : [line((index) => columns[index]?.title ?? '', () => 'quiet')];
  return [...heading, ...rows.map((row, number) => line((index) => cells[index]?.[number] ?? '', (index) => columns[index]?.look?.(row)))];
}
