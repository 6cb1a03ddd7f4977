import { pairsIn, type PackedReader } from './packed-numbers.ts';

/** Neighbouring buckets of a {@link Distribution} lie so far apart: a value is known to about a tenth of itself. */
const STEP = 1.2;
const LOG_STEP: number = Math.log(STEP);
/** The last bucket holds everything from about 10^12 on, such as eleven days in microseconds. */
const MOST_BUCKETS = 152;

/**
 * How large values are that are never negative, such as times: exact in number, sum and largest, and counted in at most 152 buckets, so that
 * those of any number of sessions add up to one of the same size. Bucket 0 holds values below 1; each next one reaches 1.2 times as far.
 */
export interface Distribution {
  readonly count: number;
  readonly sum: number;
  readonly max: number;
  /** A bucket, then how many values it holds, and so on, by bucket; empty ones are left out. */
  readonly buckets: readonly number[];
}

/** Adds up values. Internal. */
export interface Tally {
  add(value: number): void;
  merge(other: Distribution): void;
  /** The same of what was packed, without making an object of it. */
  mergePacked(from: PackedReader): void;
  value(): Distribution;
}

/** A tally that begins with what is known. */
export function createTally(known?: Distribution): Tally {
  let [count, sum, max] = [0, 0, 0];
  let held: Uint32Array | undefined; // many tallies hold nothing
  const countsOf = (): Uint32Array => (held ??= new Uint32Array(MOST_BUCKETS));
  const tally: Tally = {
    add(value) {
      const real = Number.isFinite(value) ? Math.max(0, value) : 0;
      count += 1;
      sum += real;
      max = Math.max(max, real);
      const [counts, bucket] = [countsOf(), bucketOf(real)];
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    },
    merge(other) {
      if (other.count === 0) return;
      count += other.count;
      sum += other.sum;
      max = Math.max(max, other.max);
      const [counts, { buckets }] = [countsOf(), other];
      for (let index = 0; index < buckets.length; index += 2) {
        const bucket = buckets[index] ?? 0;
        counts[bucket] = (counts[bucket] ?? 0) + (buckets[index + 1] ?? 0); // one that there is not is passed over
      }
    },
    mergePacked(from) {
      const values = from.number();
      if (values === 0) return;
      count += values;
      sum += from.number();
      max = Math.max(max, from.number());
      const counts = countsOf();
      for (let left = pairsIn(from); left > 0; left -= 1) {
        const bucket = from.number();
        counts[bucket] = (counts[bucket] ?? 0) + from.number();
      }
    },
    value: () => ({ count, sum, max, buckets: [...(held ?? [])].flatMap((values, bucket) => (values > 0 ? [bucket, values] : [])) }),
  };
  if (known) tally.merge(known);
  return tally;
}

/**
 * The value that a share of all values does not exceed, such as the median with 0.5, to about a tenth of itself.
 *
 * @param share - From 0 to 1.
 * @returns null where there are no values.
 *
 * @example
 * ```ts
 * const p95Us = quantileOf(metricsOf(model).steps.latencyUs, 0.95);
 * ```
 */
export function quantileOf({ count, max, buckets }: Distribution, share: number): number | null {
  if (count === 0) return null;
  const rank = Math.max(1, Math.ceil(count * share));
  let below = 0;
  for (let index = 0; index < buckets.length; index += 2) {
    below += buckets[index + 1] ?? 0;
    if (below >= rank) return Math.min(max, Math.round(middleOf(buckets[index] ?? 0)));
  }
  return max;
}

/** The mean; null where there are no values. */
export function meanOf({ count, sum }: Distribution): number | null {
  return count === 0 ? null : sum / count;
}

function bucketOf(value: number): number {
  return value < 1 ? 0 : Math.min(MOST_BUCKETS - 1, 1 + Math.floor(Math.log(value) / LOG_STEP));
}

function middleOf(bucket: number): number {
  return bucket === 0 ? 0 : STEP ** (bucket - 0.5);
}
