import type { Distribution } from './distribution.ts';

/** A figure and the interval that holds it. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The interval of a share by Wilson's score: right also for few and for shares near 0 and 1.
 *
 * @param z - How many standard errors it reaches.
 */
export function wilson(part: number, whole: number, z: number): Interval {
  const share = part / whole;
  const square = z * z;
  const middle = (share + square / (2 * whole)) / (1 + square / whole);
  const reach = (z / (1 + square / whole)) * Math.sqrt((share * (1 - share)) / whole + square / (4 * whole * whole));
  return { value: share, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}

/** How much larger the second share is than the first, by Newcombe's way of joining two of Wilson's intervals. */
export function differenceOfShares(a: Interval, b: Interval): Interval {
  const value = b.value - a.value;
  return {
    value,
    low: value - Math.hypot(b.value - b.low, a.high - a.value),
    high: value + Math.hypot(b.high - b.value, a.value - a.low),
  };
}

/**
 * How likely a value of `b` is larger than one of `a`, half of equal ones counted: the statistic of Mann, Whitney and Wilcoxon, from
 * buckets. Its interval goes by the spread it has where both are alike, ties taken into account.
 */
export function chanceOfLarger(a: Distribution, b: Distribution, z: number): Interval {
  const [countsA, countsB] = [countsOf(a), countsOf(b)];
  let [belowA, larger, ties] = [0, 0, 0];
  for (const bucket of [...new Set([...countsA.keys(), ...countsB.keys()])].sort((first, second) => first - second)) {
    const [inA, inB] = [countsA.get(bucket) ?? 0, countsB.get(bucket) ?? 0];
    larger += inB * (belowA + inA / 2);
    belowA += inA;
    ties += (inA + inB) ** 3 - (inA + inB);
  }
  const [n, m] = [a.count, b.count];
  const all = n + m;
  const value = larger / (n * m);
  const error = Math.sqrt(Math.max(0, (all + 1 - ties / (all * (all - 1))) / (12 * n * m)));
  return { value, low: Math.max(0, value - z * error), high: Math.min(1, value + z * error) };
}

function countsOf({ buckets }: Distribution): ReadonlyMap<number, number> {
  return new Map(buckets.flatMap((bucket, index) => (index % 2 === 0 ? [[bucket, buckets[index + 1] ?? 0] as const] : [])));
}
