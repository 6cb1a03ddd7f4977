import type { SessionInfo } from './session.ts';

/** What sessions are ordered by: start, last record, duration, bytes of the log, records, rounds of an actor-critic loop. */
export type SessionSort = 'started' | 'updated' | 'duration' | 'size' | 'events' | 'iterations';

/** Which of them come first: `descending` the newest, longest or largest. */
export type SessionOrder = 'ascending' | 'descending';

/**
 * Every {@link SessionSort}.
 *
 * @example
 * ```ts
 * const sort = SESSION_SORTS.find((word) => word === text);
 * ```
 */
export const SESSION_SORTS: readonly SessionSort[] = ['started', 'updated', 'duration', 'size', 'events', 'iterations'];

/**
 * How long a session took, in microseconds: until it was stopped, else until its last record. A session without records took 0.
 *
 * @example
 * ```ts
 * const seconds = sessionDurationUs(session) / 1e6;
 * ```
 */
export function sessionDurationUs({ startedAt, stoppedAt, updatedAt }: Pick<SessionInfo, 'startedAt' | 'stoppedAt' | 'updatedAt'>): number {
  return Math.max(0, (stoppedAt ?? updatedAt) - startedAt);
}

/**
 * What a session is ordered by, as a number from 0.
 *
 * @param info - The session.
 * @param sort - What to order by.
 *
 * @example
 * ```ts
 * const isLong = sessionSortValue(session, 'duration') > 3_600_000_000;
 * ```
 */
export function sessionSortValue(info: SessionInfo, sort: SessionSort): number {
  const value: unknown = { started: info.startedAt, updated: info.updatedAt, duration: sessionDurationUs(info), size: info.bytes ?? 0, events: info.events, iterations: info.iterations ?? 0 }[sort];
  return typeof value === 'number' && value > 0 ? value : 0;
}
