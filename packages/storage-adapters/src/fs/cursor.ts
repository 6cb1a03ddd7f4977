import { LOG_END, type Cursor } from '@playhead/protocol';
import { invalidCursor } from '../common/failures.ts';

/**
 * A cursor is the byte offset in each of the session's logs, in the order of their names; nearly
 * always there is one. Padded, so that later positions sort later.
 */
export function cursorOf(offsets: readonly number[]): Cursor {
  return offsets.map((offset) => String(offset).padStart(16, '0')).join('.');
}

/** @throws PlayheadError `usage` when the text is not a cursor. */
export function offsetsOf(cursor: Cursor, count: number): number[] {
  if (cursor !== '' && !/^\d{16}(\.\d{16})*$/.test(cursor)) throw invalidCursor();
  const offsets = cursor === '' ? [] : cursor.split('.').map((part) => Math.min(Number(part), Number.MAX_SAFE_INTEGER)); // beyond it numbers are no longer exact, and no log is so long
  return Array.from({ length: count }, (_, index) => offsets[index] ?? 0);
}

/** Where a stretch ends in each log: for a log that the cursor does not know, at its beginning. @throws PlayheadError `usage` when the text is not a cursor. */
export function endsOf(cursor: Cursor, count: number): number[] {
  return cursor === LOG_END ? Array.from({ length: count }, () => Infinity) : offsetsOf(cursor, count);
}
