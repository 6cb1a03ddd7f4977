import type { ReplayState, TimeRange } from '@playhead/replay-core';
import type { Formatters } from '../locale/formatters.ts';

/** The ends of a stretch of time, as the transport counts. */
export function rangeTimes({ from, to }: TimeRange, { timeMap }: Pick<ReplayState, 'timeMap'>, format: Formatters): readonly [from: string, to: string] {
  return [format.time(timeMap.toVirtual(from)), format.time(timeMap.toVirtual(to))];
}
