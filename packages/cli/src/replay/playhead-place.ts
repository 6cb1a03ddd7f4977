import type { ReplayStore } from '@playhead/replay-core';
import type { Stage } from './stage/stage.ts';

/** Where a replay in a terminal stands, to the microsecond. */
export interface PlayheadPlace {
  /** Microseconds since the Unix epoch. */
  at(): number;
  /** Goes to a moment: microseconds since the Unix epoch. */
  seek(at: number): void;
}

/** Keeps the moment that was gone to as long as the clock stands there: virtual time is a fraction, which is not always the whole microsecond that was meant. */
export function createPlayheadPlace(store: ReplayStore, stage: () => Stage | undefined): PlayheadPlace {
  let exact: { readonly timeMs: number; readonly at: number } | undefined;
  return {
    at() {
      const { live, follow, timeMap } = store.getState();
      const timeMs = store.clock.now();
      if (live && follow === 'following') return Math.max(timeMap.toWall(timeMap.durationMs), stage()?.end() ?? 0);
      if (exact?.timeMs === timeMs) return exact.at;
      exact = undefined;
      return timeMap.toWall(timeMs);
    },
    seek(at) {
      const { timeMap } = store.getState();
      store.seek(timeMap.toVirtual(at));
      const [first, last] = [timeMap.toWall(0), timeMap.toWall(timeMap.durationMs)];
      exact = { timeMs: store.clock.now(), at: Math.min(Math.max(at, first), Math.max(last, stage()?.end() ?? 0)) };
    },
  };
}
