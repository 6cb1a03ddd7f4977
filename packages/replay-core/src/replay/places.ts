import { compareRecords } from '@playhead/protocol';
import { itemsOf } from '../model/list-view.ts';
import type { ReplayEvent } from '../model/types.ts';

/** The last event that happened up to a time; -1 before the first. */
export function lastIndexAt(events: readonly ReplayEvent[], at: number): number {
  return firstIndexWhere(itemsOf(events), ({ record }) => record.at > at, events.length) - 1;
}

/** Where an event stands in a newer list; where it is gone, the last event before it, and where there was none, the first. */
export function keptIndex(current: ReplayEvent | undefined, index: number, events: readonly ReplayEvent[]): number {
  if (!current) return Math.min(0, events.length - 1);
  if (events[index]?.id === current.id) return index;
  return placeOf(events, current, true) - 1;
}

/** How many of some events, in display order, lie before another one: where it stands, if it is one of them. With `after`, how many lie before it or are it. */
export function placeOf(events: readonly ReplayEvent[], { record }: ReplayEvent, after = false): number {
  return firstIndexWhere(itemsOf(events), (event) => {
    const order = compareRecords(event.record, record);
    return after ? order > 0 : order >= 0;
  }, events.length);
}

/**
 * The index of the first event at or after a time; the length when there is none. Searches by halves.
 *
 * @param events - In display order, such as `model.events`.
 * @param at - Microseconds since the Unix epoch.
 *
 * @example
 * ```ts
 * const visible = events.slice(firstIndexFrom(events, range.from), firstIndexFrom(events, range.to + 1));
 * ```
 */
export function firstIndexFrom(events: readonly ReplayEvent[], at: number): number {
  return firstIndexWhere(itemsOf(events), ({ record }) => record.at >= at, events.length);
}

/** The first event of which something holds that then holds of all later ones; the length when there is none. */
export function firstIndexWhere(events: readonly ReplayEvent[], holds: (event: ReplayEvent) => boolean, length: number = events.length): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const event = events[middle];
    if (event && !holds(event)) low = middle + 1;
    else high = middle;
  }
  return low;
}
