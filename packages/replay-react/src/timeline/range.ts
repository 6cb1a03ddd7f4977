import type { TimeMap, TimeRange } from '@playhead/replay-core';
import type { TimeAxis } from './axis.ts';

/** The stretch between two places, whichever comes first. */
export function rangeOf({ axis, timeMap }: { readonly axis: TimeAxis; readonly timeMap: TimeMap }, a: number, b: number): TimeRange {
  const [from, to] = [axis.toMs(Math.min(a, b)), axis.toMs(Math.max(a, b))];
  return { from: timeMap.toWall(from), to: timeMap.toWall(to) };
}

/** A range with one of its ends moved in virtual time; an end that passes the other takes it along. */
export function moveRangeEnd(range: TimeRange, end: 'from' | 'to', timeMs: number, timeMap: TimeMap): TimeRange {
  const wall = timeMap.toWall(Math.max(0, Math.min(timeMap.durationMs, timeMs)));
  return end === 'from' ? { from: wall, to: Math.max(wall, range.to) } : { from: Math.min(wall, range.from), to: wall };
}
