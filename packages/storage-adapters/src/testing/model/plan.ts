import { randomFrom } from '../random.ts';

/** How many sessions a plan is about. The first and the third are of the same session of the harness. */
export const PLANNED_SESSIONS = 3;

/** One step of a {@link storagePlan}. `session` says which of three it is for. Plain data: print it, keep it, run it again. */
export type StorageStep =
  /** Makes it, or makes it again. */
  | { readonly step: 'create'; readonly session: number }
  /** Appends so many records as one batch. */
  | { readonly step: 'append'; readonly session: number; readonly producer: number; readonly count: number; readonly how: 'write' | 'fsync' | 'sync' }
  /** Sends lines again that were sent before, from the one with this position on, and one new line in the middle of them. */
  | { readonly step: 'duplicate'; readonly session: number; readonly position: number; readonly count: number }
  /** Appends a record that happened hours ago, with a number behind a gap. */
  | { readonly step: 'late'; readonly session: number; readonly producer: number; readonly hours: number }
  /** Appends the stop of the session. */
  | { readonly step: 'stop'; readonly session: number }
  /** Leaves a part of a line behind, as a crash does. */
  | { readonly step: 'tear'; readonly session: number; readonly share: number }
  /** Lets a process write, and kills it after so many acknowledged records. */
  | { readonly step: 'kill'; readonly session: number; readonly after: number }
  /** Goes on with another storage object on the same data. One that is abandoned is not closed before. */
  | { readonly step: 'reopen'; readonly abandon: boolean }
  /** Does what the adapter does to quiet sessions in the background. */
  | { readonly step: 'maintain'; readonly session: number }
  | { readonly step: 'annotate'; readonly session: number; readonly id: number }
  | { readonly step: 'blob'; readonly session: number; readonly value: number }
  | { readonly step: 'derive'; readonly session: number; readonly version: number; readonly value: number }
  | { readonly step: 'drop'; readonly session: number }
  | { readonly step: 'rewrite'; readonly session: number }
  | { readonly step: 'delete'; readonly session: number };

type Make = (take: (below: number) => number) => StorageStep;

const session = (take: (below: number) => number): number => take(PLANNED_SESSIONS);

/** What steps are made of numbers, and how often each comes. */
const STEPS: readonly (readonly [times: number, make: Make])[] = [
  [4, (take) => ({ step: 'create', session: session(take) })],
  [7, (take) => ({ step: 'append', session: session(take), producer: take(3), count: take(6), how: (['write', 'fsync', 'sync'] as const)[take(3)] ?? 'write' })],
  [3, (take) => ({ step: 'duplicate', session: session(take), position: take(20), count: 1 + take(5) })],
  [2, (take) => ({ step: 'late', session: session(take), producer: take(3), hours: take(9) })],
  [1, (take) => ({ step: 'stop', session: session(take) })],
  [2, (take) => ({ step: 'tear', session: session(take), share: (1 + take(99)) / 100 })],
  [1, (take) => ({ step: 'kill', session: session(take), after: take(8) })],
  [3, (take) => ({ step: 'reopen', abandon: take(2) === 1 })],
  [2, (take) => ({ step: 'maintain', session: session(take) })],
  [2, (take) => ({ step: 'annotate', session: session(take), id: take(4) })],
  [2, (take) => ({ step: 'blob', session: session(take), value: take(5) })],
  [2, (take) => ({ step: 'derive', session: session(take), version: take(2), value: take(5) })],
  [1, (take) => ({ step: 'drop', session: session(take) })],
  [1, (take) => ({ step: 'rewrite', session: session(take) })],
  [1, (take) => ({ step: 'delete', session: session(take) })],
];

const MAKERS: readonly Make[] = STEPS.flatMap(([times, make]) => Array.from({ length: times }, () => make));

/**
 * Turns numbers into steps, one into each: what a property-testing library draws and shrinks are numbers.
 *
 * @param numbers - Whole numbers from 0.
 *
 * @example
 * ```ts
 * const plan = storagePlan([3, 1_000_017, 42]);
 * await runStoragePlan({ create: myStorage }, plan);
 * ```
 */
export function storagePlan(numbers: readonly number[]): readonly StorageStep[] {
  return numbers.map((number) => {
    let rest = Math.trunc(Math.abs(number));
    const take = (below: number): number => {
      const taken = rest % below;
      rest = Math.floor(rest / below);
      return taken;
    };
    const make = MAKERS[take(MAKERS.length)];
    return make?.(take) ?? { step: 'reopen', abandon: false };
  });
}

/** A plan that looks random and is the same for the same seed. It begins with a session. */
export function randomPlan(seed: number, length: number): readonly StorageStep[] {
  const random = randomFrom(seed);
  return [{ step: 'create', session: 0 }, ...storagePlan(Array.from({ length: Math.max(0, length - 1) }, () => Math.floor(random() * 2 ** 32)))];
}
