import type { SessionRecord } from './record.ts';

/** Remembers which records were seen, by the numbers of their producers. */
export interface SeenNumbers {
  /** Notes a record; false when its (`p`, `e`, `n`) was noted before. */
  add(record: Pick<SessionRecord, 'p' | 'e' | 'n'>): boolean;
  /** Whether a record's (`p`, `e`, `n`) was noted. */
  has(record: Pick<SessionRecord, 'p' | 'e' | 'n'>): boolean;
  /** What was noted, as plain JSON: by producer and epoch, where each run begins and where it ends. */
  runs(): SeenRuns;
}

/** What {@link SeenNumbers.runs} gives. */
export type SeenRuns = readonly (readonly [string, readonly number[]])[];

/**
 * Numbers of a producer have no gaps, so a run per producer and epoch is nearly always enough: a log of millions of records costs a
 * few hundred bytes. Each gap costs one run more.
 *
 * @example
 * ```ts
 * const seen = createSeenNumbers();
 * const fresh = records.filter((record) => seen.add(record));
 * ```
 *
 * @param known - What an earlier one had noted. Default nothing.
 */
export function createSeenNumbers(known: SeenRuns = []): SeenNumbers {
  const producers = new Map(known.map(([key, runs]) => [key, [...runs]]));
  return {
    runs: () => [...producers],
    has: ({ p, e, n }) => placeIn(producers.get(`${p}\u0000${e}`) ?? [], n) % 2 === 1,
    add({ p, e, n }) {
      const key = `${p}\u0000${e}`;
      const runs = producers.get(key);
      if (runs) return addNumber(runs, n);
      producers.set(key, [n, n + 1]);
      return true;
    },
  };
}

/** @param runs - Where each run begins and where it ends, by turns and in order. */
function addNumber(runs: number[], n: number): boolean {
  const low = placeIn(runs, n);
  if (low % 2 === 1) return false; // a run began before it and has not ended
  const joinsLast = runs[low - 1] === n;
  const joinsNext = runs[low] === n + 1;
  if (joinsLast && joinsNext) runs.splice(low - 1, 2);
  else if (joinsLast) runs[low - 1] = n + 1;
  else if (joinsNext) runs[low] = n;
  else runs.splice(low, 0, n, n + 1);
  return true;
}

/** How many runs begin or end at a number or before it: odd within a run. */
function placeIn(runs: readonly number[], n: number): number {
  let low = 0;
  let high = runs.length;
  if (n >= (runs[high - 1] ?? 0)) return high; // most of the time it goes on at the end
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((runs[middle] ?? 0) <= n) low = middle + 1;
    else high = middle;
  }
  return low;
}
