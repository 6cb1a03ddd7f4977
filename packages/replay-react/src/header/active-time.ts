import { createTimeMap, type GrowingTimeMap, type ReplayEvent } from '@playhead/replay-core';

/** Measures how long a growing session was active: its time without idle stretches, in milliseconds. */
export interface ActiveTime {
  of(events: readonly ReplayEvent[]): number;
}

/** Makes one. Events that were measured before are not looked at again. */
export function createActiveTime(): ActiveTime {
  let map: GrowingTimeMap | undefined;
  let known = 0;
  let last: ReplayEvent | undefined;
  return {
    of: (events) => {
      const grown = known > 0 && known <= events.length && events[known - 1] === last;
      const times = (grown ? events.slice(known) : events).map(({ record }) => record.at);
      map = (grown ? map?.extend(times) : undefined) ?? createTimeMap(events.map(({ record }) => record.at), 'idle-capped');
      known = events.length;
      last = events.at(-1);
      return map.durationMs;
    },
  };
}
