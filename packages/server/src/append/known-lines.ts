import { createSeenNumbers, producerKey, type SeenRuns, type SessionRecord } from '@playhead/protocol';
import { hashOfLine } from './line-hash.ts';

/** What is known of a line that comes: not stored yet, stored with these bytes, or stored with others. */
export type LineState = 'new' | 'same' | 'other';

/** Which lines a session has. */
export interface KnownLines {
  stateOf(record: SessionRecord, line: string): LineState;
  /** Notes a line that is stored. */
  add(record: SessionRecord, line: string): void;
}

/** Of how many lines of a session, the last ones, the bytes are compared: far more than a sender has under way. */
export const COMPARED_LINES = 4096;

/**
 * Numbers are known for the whole log, as runs: a few hundred bytes. The bytes of its last lines are known by a hash, about 100 bytes for each;
 * of an older line that comes again it is not known whether it is the same, and it counts as that.
 *
 * @param runs - The numbers of what is stored. Default none.
 */
export function createKnownLines(runs: SeenRuns = []): KnownLines {
  const seen = createSeenNumbers(runs);
  const hashes = new Map<string, number>();
  return {
    stateOf(record, line) {
      if (!seen.has(record)) return 'new';
      const known = hashes.get(producerKey(record));
      return known === undefined || known === hashOfLine(line) ? 'same' : 'other';
    },
    add(record, line) {
      seen.add(record);
      const key = producerKey(record);
      if (hashes.has(key)) return; // readers keep the first
      hashes.set(key, hashOfLine(line));
      if (hashes.size <= COMPARED_LINES) return;
      for (const oldest of hashes.keys()) {
        hashes.delete(oldest);
        break;
      }
    },
  };
}
