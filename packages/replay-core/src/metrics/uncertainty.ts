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
  const counts = new Map<number, { a: number; b: number }>();
  const at = (bucket: number): { a: number; b: number } => {
    const known = counts.get(bucket) ?? { a: 0, b: 0 };
    counts.set(bucket, known);
    return known;
  };
  for (const [bucket, count] of a.buckets) at(bucket).a += count;
  for (const [bucket, count] of b.buckets) at(bucket).b += count;
  let [belowA, larger, ties] = [0, 0, 0];
  for (const [, held] of [...counts].sort(([first], [second]) => first - second)) {
    larger += held.b * (belowA + held.a / 2);
    belowA += held.a;
    ties += (held.a + held.b) ** 3 - (held.a + held.b);
  }
  const [n, m] = [a.count, b.count];
  const all = n + m;
  const value = larger / (n * m);
  const error = Math.sqrt(Math.max(0, (all + 1 - ties / (all * (all - 1))) / (12 * n * m)));
  return { value, low: Math.max(0, value - z * error), high: Math.min(1, value + z * error) };
}
