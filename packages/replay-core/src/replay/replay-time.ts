import type { ModelChange } from '../model/change.ts';
import type { ReplayEvent } from '../model/types.ts';
import { createTimeMap, type GrowingTimeMap } from '../player/create-time-map.ts';
import type { IdleMode } from '../player/time-map.ts';
import { firstIndexFrom } from './places.ts';

/** The time map of a replay, kept up to date: made of its events, and of when something went on in a terminal. */
export class ReplayTime {
  map: GrowingTimeMap;
  /** Ascending. */
  #activity: number[] = [];
  readonly #idleAfterMs: number | undefined;

  constructor(mode: IdleMode, idleAfterMs: number | undefined) {
    this.#idleAfterMs = idleAfterMs;
    this.map = createTimeMap([], mode, idleAfterMs);
  }

  /**
   * Goes on with a session that changed.
   *
   * @param known - How many events were there before.
   * @returns Whether times that were mapped before are mapped anew.
   */
  grow(events: readonly ReplayEvent[], known: number, { from, activity }: ModelChange): boolean {
    const appended = from >= known;
    const [first] = activity;
    const before = this.map.toWall(this.map.durationMs);
    // What stands before the first change keeps its time: late records are normal, and mostly not very late.
    const stays = Math.min(appended ? Infinity : (events[from - 1]?.record.at ?? -Infinity), first === undefined ? Infinity : Math.min(first, events[known]?.record.at ?? Infinity) - 1);
    if (first !== undefined) this.#activity = merged(this.#activity, activity);
    const ats = events.slice(stays === Infinity ? known : firstIndexFrom(events, stays)).map(atOf);
    const late = this.#activity.slice(this.#activity.findLastIndex((at) => at <= stays) + 1);
    this.map = this.map.until(stays).extend(merged(ats, late)) ?? this.#whole(events, this.map.mode);
    return !appended || stays < before;
  }

  /** Shows idle time in another way. */
  show(mode: IdleMode, events: readonly ReplayEvent[]): void {
    this.map = this.#whole(events, mode);
  }

  virtualAt(event: ReplayEvent | undefined): number {
    return event ? this.map.toVirtual(event.record.at) : 0;
  }

  #whole(events: readonly ReplayEvent[], mode: IdleMode): GrowingTimeMap {
    return createTimeMap(merged(events.map(atOf), this.#activity), mode, this.#idleAfterMs);
  }
}

/** Two ascending lists as one. */
function merged(a: number[], b: readonly number[]): number[] {
  return b.length === 0 ? a : [...a, ...b].sort((x, y) => x - y);
}

function atOf({ record }: ReplayEvent): number {
  return record.at;
}
