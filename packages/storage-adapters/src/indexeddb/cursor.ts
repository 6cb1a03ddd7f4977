import { LOG_END, type Cursor } from '@playhead/protocol';
import { invalidCursor } from '../common/failures.ts';

/** A place in a log: behind so many lines of a segment. */
export interface Place {
  readonly segment: number;
  readonly lines: number;
}

/** Writes a place so that it sorts as a text. */
export function cursorOf({ segment, lines }: Place): Cursor {
  return `${String(segment).padStart(15, '0')}-${String(lines).padStart(9, '0')}`;
}

/** Sorts behind every place of a log, and before the cursor of what is left of a dropped session. */
const BEHIND_ALL: Place = { segment: Number.MAX_SAFE_INTEGER, lines: 0 };

/** Reads a cursor. @throws PlayheadError `usage` when it is none of ours. */
export function placeOf(cursor: Cursor): Place {
  if (cursor === '') return { segment: 0, lines: 0 };
  if (cursor === LOG_END) return BEHIND_ALL;
  const [, segment, lines] = /^(\d{15})-(\d{9})$/.exec(cursor) ?? [];
  if (segment !== undefined && lines !== undefined) return { segment: Number(segment), lines: Number(lines) };
  if (/^\d{16}$/.test(cursor)) return BEHIND_ALL; // that of a tombstone
  throw invalidCursor();
}

/** Negative when the first place comes before the second. */
export function comparePlaces(a: Place, b: Place): number {
  return a.segment === b.segment ? a.lines - b.lines : a.segment - b.segment;
}
