/** How many rows are drawn first: they fill most screens. */
const FIRST_ROWS = 28;
/** As many fill a small screen. */
const FEW_ROWS = 16;
/** How many rows stand before the one at the playhead. */
const BEFORE = 4;
/** As many rows surely fit on the screen. */
const ON_SCREEN = 8;

/** The rows that are drawn first. */
export interface FirstWindow {
  readonly from: number;
  readonly to: number;
  /** Whether their end shows, not their beginning. */
  readonly atEnd: boolean;
}

/**
 * Which rows are drawn first: the one at the playhead shows near their beginning, or near their end where few come after it.
 *
 * @param most - How many at most. Default 28.
 */
export function firstWindow(place: number, length: number, most: number = FIRST_ROWS): FirstWindow {
  const atEnd = place > ON_SCREEN && place >= length - ON_SCREEN;
  const from = Math.max(0, atEnd ? length - most : Math.min(place - BEFORE, length - FEW_ROWS));
  return { from, to: Math.min(length, from + most), atEnd };
}
