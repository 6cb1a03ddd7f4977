import type { ReplayEvent } from '@playhead/replay-core';

/** Indexes of the events of each step, ascending. It grows with the events; those already seen cost nothing. */
export function createStepIndex(): (events: readonly ReplayEvent[], stepId: string) => readonly number[] {
  let seen: readonly ReplayEvent[] = [];
  let places = new Map<string, number[]>();
  return (events, stepId) => {
    if (events !== seen) {
      const grown = events.length >= seen.length && events[seen.length - 1] === seen.at(-1);
      if (!grown) places = new Map();
      const from = grown ? seen.length : 0;
      for (const [at, { stepId: id }] of events.slice(from).entries()) { // a copy: of a long list, single items are slow to read
        if (id === undefined) continue;
        const list = places.get(id);
        if (list) list.push(from + at);
        else places.set(id, [from + at]);
      }
      seen = events;
    }
    return places.get(stepId) ?? [];
  };
}
