import { compareRecords } from '@playhead/protocol';
import type { LaneCall } from './lane.ts';

/** What is known where a lane was walked to: which calls a later one may be. */
export interface LaneState {
  /** Calls that the agent is in. */
  readonly open: LaneCall[];
  /** Calls that passed and that the agent has not told of. */
  readonly waiting: LaneCall[];
  /** Calls of the agent that ended and did not pass. */
  readonly late: LaneCall[];
}

/** A state of its own that says the same. */
export function copyOf({ open, waiting, late }: LaneState): LaneState {
  return { open: [...open], waiting: [...waiting], late: [...late] };
}

/** Whether whatever comes next means the same after both. */
export function isSameState(a: LaneState, b: LaneState): boolean {
  return areSame(a.open, b.open) && areSame(a.waiting, b.waiting) && areSame(a.late, b.late);
}

function areSame(a: readonly LaneCall[], b: readonly LaneCall[]): boolean {
  return a.length === b.length && a.every((call, index) => isSame(call, b[index]));
}

function isSame(a: LaneCall, b: LaneCall | undefined): boolean {
  return a === b || (b !== undefined && a.id === b.id && a.key === b.key && a.server === b.server && compareRecords(a.start, b.start) === 0 && a.end?.at === b.end?.at);
}
