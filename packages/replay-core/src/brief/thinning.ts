import type { SessionRecord } from '@playhead/protocol';
import { isTerminalPiece } from '../terminal/terminal-piece.ts';

/** Microseconds between two pieces of terminals that are kept. */
const APART_US = 1_000_000;

/**
 * Leaves out most of what a long log has of its terminals: who reads it in brief needs to know when something went on in one, to the second.
 *
 * @returns Says of one record after the other whether it stays. The last one of those that come together always does: it says that something came.
 */
export function createThinning(): (record: SessionRecord, last: boolean) => boolean {
  let kept = -Infinity;
  return (record, last) => {
    if (!isTerminalPiece(record)) return true;
    if (!last && Math.abs(record.at - kept) < APART_US) return false;
    kept = record.at;
    return true;
  };
}
