import type { SessionRecord } from '@playhead/protocol';

/** What a reader has seen of one producer's epoch: a run without gaps, and what lies outside it. */
interface Seen {
  first: number;
  last: number;
  readonly others: Set<number>;
}

/** Remembers which records a read has already given out. */
export interface SeenNumbers {
  /** Notes a record; false when its (`p`, `e`, `n`) was noted before. */
  add(record: Pick<SessionRecord, 'p' | 'e' | 'n'>): boolean;
}

/**
 * Numbers of a producer have no gaps, so a run per producer and epoch is nearly always enough:
 * a log of millions of records costs a few hundred bytes.
 */
export function createSeenNumbers(): SeenNumbers {
  const producers = new Map<string, Seen>();
  return {
    add({ p, e, n }) {
      const key = `${p}\u0000${e}`;
      const seen = producers.get(key);
      if (!seen) {
        producers.set(key, { first: n, last: n, others: new Set() });
        return true;
      }
      if ((n >= seen.first && n <= seen.last) || seen.others.has(n)) return false;
      if (n !== seen.last + 1) {
        seen.others.add(n);
        return true;
      }
      seen.last = n;
      while (seen.others.delete(seen.last + 1)) seen.last += 1;
      return true;
    },
  };
}
