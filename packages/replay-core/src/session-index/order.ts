import { compareRecords, type SessionRecord } from '@playhead/protocol';

/** What of a record decides its place in display order. */
export type Order = Pick<SessionRecord, 'at' | 'p' | 'e' | 'n'>;

/** The display order, as {@link compareRecords} has it. */
export function compareOrder(a: Order, b: Order): number {
  return compareRecords(a as SessionRecord, b as SessionRecord); // it looks at at, p, e and n alone
}

/** Whether `a` comes first, or stands alone. */
export function isBefore(a: Order, b: Order | undefined): boolean {
  return b === undefined || compareOrder(a, b) < 0;
}
