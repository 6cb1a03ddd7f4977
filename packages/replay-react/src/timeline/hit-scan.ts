import type { ReplayEvent } from '@playhead/replay-core';

/** Finds where hits stand among the events: both are in display order, so that one walk finds all. */
export function createHitScan(): { read(events: readonly ReplayEvent[], hits: readonly string[]): readonly number[] } {
  let found: number[] = [];
  let knownHits: readonly string[] = [];
  let walked = 0;
  return {
    read: (events, hits) => {
      if (hits.length === 0) return [];
      const last = found.at(-1);
      const grown = found.length > 0 && found.length <= hits.length && hits[0] === knownHits[0] && last !== undefined && events[last]?.id === hits[found.length - 1];
      if (!grown) [found, walked] = [[], 0];
      else found = [...found];
      for (const { id } of events.slice(walked)) { // a copy: of a long list, single items are slow to read
        if (found.length === hits.length) break;
        if (id === hits[found.length]) found.push(walked);
        walked += 1;
      }
      if (found.length === hits.length) walked = (found.at(-1) ?? -1) + 1;
      knownHits = hits;
      return found;
    },
  };
}
