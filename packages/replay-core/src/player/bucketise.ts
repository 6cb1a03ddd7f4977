import type { EventKind, Severity } from '@playhead/protocol';
import { itemsOf } from '../model/list-view.ts';
import type { ReplayEvent } from '../model/types.ts';
import type { TimeMap } from './time-map.ts';

/** What a stretch of the timeline holds. */
export interface TimelineBucket {
  /** Virtual milliseconds at which it starts. */
  readonly startMs: number;
  /** Virtual milliseconds at which it ends. */
  readonly endMs: number;
  /** How many events it has. */
  readonly total: number;
  /** How many of each kind. */
  readonly counts: Readonly<Partial<Record<EventKind, number>>>;
  /** The worst severity among them; absent when it is empty. */
  readonly severity?: Severity;
  /** The first of its events; absent when it is empty. */
  readonly firstId?: string;
  /** Index of its first event among the events counted, or of the first after it when it is empty. */
  readonly firstIndex: number;
  /** How many of each severity. */
  readonly severities: Readonly<Partial<Record<Severity, number>>>;
}

/** From the worst on. */
const SEVERITIES: readonly Severity[] = ['error', 'denied', 'warning', 'success', 'info'];

/**
 * Counts events into stretches of equal virtual length, so that a timeline draws as many marks as
 * it has room for, however many events there are.
 *
 * @param events - In display order.
 * @param count - How many stretches; at least 1.
 * @param previous - What this function gave for the same session when it had fewer events. Where the stretches still fit,
 *   only the events that are new or now lie in another stretch are looked at.
 *
 * @example
 * ```ts
 * let buckets = bucketise(model.events, 300, timeMap);
 * buckets = bucketise(later.events, 300, longer, buckets); // costs as much as the stretches, not as the events
 * ```
 */
export function bucketise(events: readonly ReplayEvent[], count: number, timeMap: TimeMap, previous: readonly TimelineBucket[] = []): readonly TimelineBucket[] {
  const size = Math.max(1, Math.floor(count));
  const width = timeMap.durationMs / size;
  const known = goesOn(events, size, previous) ? previous : [];
  const items = itemsOf(events);
  const borders = bordersOf(items, events.length, size, width, timeMap, known);
  return Array.from({ length: size }, (_, place): TimelineBucket => {
    const [first, end] = [borders[place] ?? 0, borders[place + 1] ?? events.length];
    const tally = tallyOf(items, first, end, known[place]);
    const severity = SEVERITIES.find((one) => (tally.severities[one] ?? 0) > 0);
    const firstId = first < end ? items[first]?.id : undefined;
    return {
      startMs: place * width, endMs: (place + 1) * width, total: end - first, counts: tally.counts, firstIndex: first, severities: tally.severities,
      ...(severity !== undefined && { severity }), ...(firstId !== undefined && { firstId }),
    };
  });
}

/** Whether stretches were counted of the beginning of these events, as far as their first ones tell. */
function goesOn(events: readonly ReplayEvent[], size: number, previous: readonly TimelineBucket[]): boolean {
  const last = previous.at(-1);
  if (!last || previous.length !== size || last.firstIndex + last.total > events.length) return false;
  return previous.every(({ firstId, firstIndex }) => firstId === undefined || events[firstIndex]?.id === firstId);
}

/** The index at which each stretch begins; looked for near where it was. */
function bordersOf(
  items: readonly ReplayEvent[], length: number, size: number, width: number, timeMap: TimeMap, known: readonly TimelineBucket[],
): readonly number[] {
  const borders = [0];
  for (let place = 1; place < size; place += 1) {
    const lies = (index: number): boolean => {
      const event = index < length ? items[index] : undefined;
      return !event || (width > 0 && timeMap.toVirtual(event.record.at) / width >= place);
    };
    borders.push(Math.max(borders[place - 1] ?? 0, firstWhere(length, known[place]?.firstIndex, lies)));
  }
  return borders;
}

/** The first index below a length of which something holds that then holds of all later ones. Looks around a guess first, in growing steps. */
function firstWhere(length: number, guess: number | undefined, holds: (index: number) => boolean): number {
  let [low, high] = [0, length];
  if (guess !== undefined) {
    const back = holds(Math.min(guess, length));
    for (let step = 1; ; step *= 2) {
      const index = back ? guess - step : guess + step;
      if (index < 0 || index >= length) break;
      if (holds(index) !== back) {
        if (back) low = index + 1;
        else high = index;
        break;
      }
    }
    if (back) high = Math.min(guess, length);
    else low = Math.min(guess + 1, length);
  }
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

interface Tally {
  readonly counts: Partial<Record<EventKind, number>>;
  readonly severities: Partial<Record<Severity, number>>;
}

/** Counts the events of a stretch: what it had before, without those that left, with those that came. */
function tallyOf(events: readonly ReplayEvent[], first: number, end: number, before: TimelineBucket | undefined): Tally {
  const [from, to] = before ? [before.firstIndex, before.firstIndex + before.total] : [0, 0];
  const [low, high] = [Math.max(first, from), Math.min(end, to)];
  const kept = before && low < high && to - from - (high - low) < end - first;
  const tally: Tally = kept ? { counts: { ...before.counts }, severities: { ...before.severities } } : { counts: {}, severities: {} };
  const add = (start: number, stop: number, by: 1 | -1): void => {
    for (let index = start; index < stop; index += 1) {
      const event = events[index];
      if (event) addTo(tally, event, by);
    }
  };
  if (!kept) add(first, end, 1);
  else {
    add(from, low, -1);
    add(high, to, -1);
    add(first, low, 1);
    add(high, end, 1);
  }
  return tally;
}

function addTo({ counts, severities }: Tally, { kind, severity }: ReplayEvent, by: 1 | -1): void {
  const [kinds, worst] = [(counts[kind] ?? 0) + by, (severities[severity] ?? 0) + by];
  if (kinds > 0) counts[kind] = kinds;
  else delete counts[kind];
  if (worst > 0) severities[severity] = worst;
  else delete severities[severity];
}
