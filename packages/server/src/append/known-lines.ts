import { createSeenNumbers, producerKey, type SeenRuns, type SessionRecord } from '@playhead/protocol';

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
      return known === undefined || known === hashOf(line) ? 'same' : 'other';
    },
    add(record, line) {
      seen.add(record);
      const key = producerKey(record);
      if (hashes.has(key)) return; // readers keep the first
      hashes.set(key, hashOf(line));
      if (hashes.size <= COMPARED_LINES) return;
      for (const oldest of hashes.keys()) {
        hashes.delete(oldest);
        break;
      }
    },
  };
}

/**
 * 53 bits of a text (two FNV-1a with different beginnings): enough to tell a line that was changed from the same one. Nothing secret rests
 * on it: who makes two lines alike has one of them counted as the other, and a cryptographic hash costs as much as all else of a line.
 */
function hashOf(line: string): number {
  let [low, high] = [0x811c9dc5, 0x01000193];
  for (let index = 0; index < line.length; index += 1) {
    const unit = line.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b);
    high ^= high >>> 13;
  }
  return (high & 0x1f_ffff) * 0x1_0000_0000 + (low >>> 0);
}
