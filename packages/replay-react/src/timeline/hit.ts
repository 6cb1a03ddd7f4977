import type { ReplayEvent, ShownEvents, TimeMap } from '@playhead/replay-core';
import { PITCH, type Column } from './density.ts';
import type { TimeAxis } from './axis.ts';
import type { EventFindings } from './findings.ts';
import { firstNumberAtLeast } from './search-sorted.ts';

/** How many neighbours are looked at for one that is shown. */
const NEIGHBOURS = 64;

/** What is needed to find events by place. */
export interface HitTarget {
  readonly events: readonly ReplayEvent[];
  readonly findings: EventFindings;
  readonly columns: readonly Column[];
  readonly axis: TimeAxis;
  readonly timeMap: TimeMap;
}

/**
 * The index of the event at a place: what went wrong in its column, else the nearest event that is shown; -1 when there is
 * no event.
 */
export function eventIndexAt({ events, findings, columns, axis, timeMap }: HitTarget, x: number, shown: ShownEvents): number {
  const column = columns[Math.max(0, Math.min(columns.length - 1, Math.floor(x / PITCH)))];
  if (column && column.errors + column.denials > 0) {
    const worst = column.errors > 0 ? findings.errors : findings.denials;
    return worst[firstNumberAtLeast(worst, column.first)] ?? -1;
  }
  const wall = timeMap.toWall(axis.toMs(x));
  const after = firstNumberAtLeast(findings.times, wall);
  const distance = (index: number): number => {
    const at = findings.times[index];
    return at === undefined ? Infinity : Math.abs(axis.toX(timeMap.toVirtual(at)) - x);
  };
  const nearest = distance(after - 1) <= distance(after) ? after - 1 : after;
  if (!shown.narrowed) return Math.min(nearest, events.length - 1);
  for (let off = 0; off < NEIGHBOURS; off++) {
    for (const index of [nearest - off, nearest + off]) {
      const event = events[index];
      if (event && shown.includes(event)) return index;
    }
  }
  return Math.min(nearest, events.length - 1);
}

/** Where an event stands, by its id and time; -1 when it is not there. */
export function indexOfEvent({ events, findings: { times } }: Pick<HitTarget, 'events' | 'findings'>, id: string, at: number): number {
  for (let index = firstNumberAtLeast(times, at); times[index] === at; index++) {
    if (events[index]?.id === id) return index;
  }
  return events.findIndex((event) => event.id === id);
}
