import { PlayheadError, type SessionQuery } from '@playhead/protocol';
import { invalidCursor } from './failures.ts';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 1000;

/**
 * How many sessions the page of a query has, and the position it comes after.
 *
 * @throws PlayheadError `usage` when the limit is below 1 or the cursor is not one that a page carried.
 */
export function pageBounds({ limit = DEFAULT_LIMIT, cursor }: SessionQuery): { size: number; after: string | undefined } {
  if (cursor !== undefined && !/^\d{17}_[0-9a-f-]{36}$/.test(cursor)) throw invalidCursor();
  if (!Number.isSafeInteger(limit) || limit < 1) throw new PlayheadError('usage', 'A page needs a whole limit from 1, so nothing was listed. Leave limit out for pages of 50.');
  return { size: Math.min(limit, MAX_LIMIT), after: cursor };
}

/**
 * Where a session stands in a list by what it is ordered by, such as its start, and then by its id: of a descending list later is smaller as a
 * text. Names no session that must exist.
 */
export function positionOf(value: number, sessionId: string): string {
  return `${String(Math.max(0, value)).padStart(17, '0')}_${sessionId}`;
}
