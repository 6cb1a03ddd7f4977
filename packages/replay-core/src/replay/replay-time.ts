import type { ModelChange } from '../model/change.ts';
import type { ReplayEvent } from '../model/types.ts';
import { createTimeMap, type GrowingTimeMap } from '../player/create-time-map.ts';
import type { IdleMode } from '../player/time-map.ts';

/** The time map of a replay, kept up to date. */
export class ReplayTime {
  map: GrowingTimeMap;

  constructor(mode: IdleMode) {
    this.map = createTimeMap([], mode);
  }

  /**
   * Goes on with a session that changed.
   *
   * @param known - How many events were there before.
   * @returns Whether times that were mapped before are mapped anew.
   */
  grow(events: readonly ReplayEvent[], known: number, { from }: ModelChange): boolean {
    const appended = from >= known;
    // What stands before the first change keeps its time: late records are normal, and mostly not very late.
    const base = appended ? this.map : this.map.until(events[from - 1]?.record.at ?? -Infinity);
    this.map = base.extend(events.slice(appended ? known : from).map(atOf)) ?? createTimeMap(events.map(atOf), this.map.mode);
    return !appended;
  }

  /** Shows idle time in another way. */
  show(mode: IdleMode, events: readonly ReplayEvent[]): void {
    this.map = createTimeMap(events.map(atOf), mode);
  }

  virtualAt(event: ReplayEvent | undefined): number {
    return event ? this.map.toVirtual(event.record.at) : 0;
  }
}

function atOf({ record }: ReplayEvent): number {
  return record.at;
}
