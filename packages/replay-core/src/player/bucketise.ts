import type { EventKind, Severity } from '@playhead/protocol';
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
}

const RANK: Readonly<Record<Severity, number>> = { info: 0, success: 1, warning: 2, denied: 3, error: 4 };

/**
 * Counts events into stretches of equal virtual length, so that a timeline draws as many marks as
 * it has room for, however many events there are.
 *
 * @param events - In display order.
 * @param count - How many stretches; at least 1.
 */
export function bucketise(events: readonly ReplayEvent[], count: number, timeMap: TimeMap): readonly TimelineBucket[] {
  const size = Math.max(1, Math.floor(count));
  const width = timeMap.durationMs / size;
  const buckets = Array.from({ length: size }, (_, index): Mutable<TimelineBucket> & { counts: Partial<Record<EventKind, number>> } => ({
    startMs: index * width, endMs: (index + 1) * width, total: 0, counts: {},
  }));
  for (const event of events) {
    const place = width > 0 ? Math.min(size - 1, Math.floor(timeMap.toVirtual(event.record.at) / width)) : 0;
    const bucket = buckets[place];
    if (!bucket) continue;
    bucket.total += 1;
    bucket.counts[event.kind] = (bucket.counts[event.kind] ?? 0) + 1;
    bucket.firstId ??= event.id;
    if (bucket.severity === undefined || RANK[event.severity] > RANK[bucket.severity]) bucket.severity = event.severity;
  }
  return buckets;
}

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };
