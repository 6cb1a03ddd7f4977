import type { ReplayEvent, Step } from './types.ts';

/** What the latest records changed, for whoever goes on from what they knew. Internal: never leaves the package. */
export interface ModelChange {
  /** Events before this index stand where they stood. */
  readonly from: number;
  readonly added: readonly ReplayEvent[];
  /** May name an event that was added by the same records. */
  readonly removed: readonly ReplayEvent[];
  /** The steps that were put together anew, each with its first event. */
  readonly steps: readonly (readonly [step: Step, first: ReplayEvent])[];
  /** When terminals showed or were typed something, to the second: microseconds since the Unix epoch, ascending. */
  readonly activity: readonly number[];
}

/** Nothing changed. */
export const NO_CHANGE: ModelChange = { from: Infinity, added: [], removed: [], steps: [], activity: [] };
