/** How many rows are drawn first: they fill most screens. */
const FIRST_ROWS = 28;
/** How many rows stand before the one at the playhead. */
const BEFORE = 4;

/** The rows that are drawn first. */
export interface FirstWindow {
  readonly from: number;
  readonly to: number;
  /** Whether their end shows, not their beginning. */
  readonly atEnd: boolean;
}

/** Which rows are drawn first: the one at the playhead shows near their beginning, or near their end where few come after it. */
export function firstWindow(place: number, length: number): FirstWindow {
  const from = Math.max(0, Math.min(place - BEFORE, length - FIRST_ROWS));
  return { from, to: Math.min(length, from + FIRST_ROWS), atEnd: from > 0 && place >= length - FIRST_ROWS / 2 };
}
