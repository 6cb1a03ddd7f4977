import type { Distribution } from './distribution.ts';
import { pairsIn, type PackedReader, type PackedWriter } from './packed-numbers.ts';
import type { CallMetrics, UsedTurns } from './types.ts';

/** Dollars are kept as whole billionths. */
const BILLION = 1e9;

/** Writes calls. */
export function packCalls(to: PackedWriter, { calls, failed, denied, interrupted, retries, latencyUs }: CallMetrics): void {
  for (const value of [calls, failed, denied, interrupted, retries]) to.number(value);
  packDistribution(to, latencyUs);
}

/** Reads what {@link packCalls} wrote. */
export function readCalls(from: PackedReader): CallMetrics {
  return { calls: from.number(), failed: from.number(), denied: from.number(), interrupted: from.number(), retries: from.number(), latencyUs: readDistribution(from) };
}

/** Writes how large values are. */
export function packDistribution(to: PackedWriter, { count, sum, max, buckets }: Distribution): void {
  to.number(count);
  if (count === 0) return;
  for (const value of [sum, max, buckets.length / 2, ...buckets]) to.number(value);
}

/** Reads what {@link packDistribution} wrote. */
export function readDistribution(from: PackedReader): Distribution {
  const count = from.number();
  if (count === 0) return NOTHING;
  const [sum, max] = [from.number(), from.number()];
  const buckets: number[] = [];
  for (let left = pairsIn(from) * 2; left > 0; left -= 1) buckets.push(from.number());
  return { count, sum, max, buckets };
}

/** Passes over what {@link packDistribution} wrote. */
export function passDistribution(from: PackedReader): void {
  if (from.number() === 0) return;
  from.number();
  from.number();
  for (let left = pairsIn(from) * 2; left > 0; left -= 1) from.number();
}

/** Writes a number that may be absent. */
export function packMaybe(to: PackedWriter, value: number | undefined): void {
  to.number(value === undefined ? 0 : value + 1);
}

/** Reads what {@link packMaybe} wrote. */
export function readMaybe(from: PackedReader): number | undefined {
  const value = from.number();
  return value === 0 ? undefined : value - 1;
}

/** Writes dollars that may be absent. */
export function packCost(to: PackedWriter, costUsd: number | undefined): void {
  packMaybe(to, costUsd === undefined ? undefined : Math.round(costUsd * BILLION));
}

/** Reads what {@link packCost} wrote. */
export function readCost(from: PackedReader): number | undefined {
  const value = readMaybe(from);
  return value === undefined ? undefined : value / BILLION;
}

/** Writes the turns in which something was used. */
export function packTurns(to: PackedWriter, { count, first, accepted, steps, failedSteps, durationUs, tokens }: UsedTurns): void {
  for (const value of [count, first, accepted, steps, failedSteps]) to.number(value);
  packDistribution(to, durationUs);
  packDistribution(to, tokens);
}

/** Reads what {@link packTurns} wrote. */
export function readTurns(from: PackedReader): UsedTurns {
  return { count: from.number(), first: from.number(), accepted: from.number(), steps: from.number(), failedSteps: from.number(), durationUs: readDistribution(from), tokens: readDistribution(from) };
}

const NOTHING: Distribution = { count: 0, sum: 0, max: 0, buckets: [] };
