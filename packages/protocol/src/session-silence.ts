import type { SessionInfo } from './session.ts';

/** How long a session must be silent to count as over, in microseconds: 30 minutes. */
export const SILENT_US: number = 30 * 60_000_000;

/** How long a producer counts as alive after its last heartbeat, in microseconds: 3 minutes. */
export const HEARTBEAT_US: number = 3 * 60_000_000;

/** When something was heard of a session, by the clock of its storage: integer microseconds since the Unix epoch. */
export interface SignsOfLife {
  readonly now: number;
  /** When the log was last appended to, or room was made for it. */
  readonly changedAt: number;
  /** The last heartbeat of any of its producers. */
  readonly heartbeatAt?: number;
}

/** Whether a session is silent: nothing came for 30 minutes, and no producer gave a heartbeat for 3. */
export function isSilent({ now, changedAt, heartbeatAt = 0 }: SignsOfLife): boolean {
  return now - changedAt >= SILENT_US && now - heartbeatAt >= HEARTBEAT_US;
}

/**
 * A session as lists show it. A silent one that nobody stopped is shown `completed` with outcome `interrupted`; one that was stopped,
 * but never finished, is shown `completed` with what its stop says. Derived when read, nothing is written: it flips back when a producer goes on.
 *
 * @param info - What the records add up to.
 *
 * @example
 * ```ts
 * const info = records.reduce(foldSessionInfo, emptySessionInfo(sessionId));
 * presentSession(info, { now: Date.now() * 1000, changedAt: info.updatedAt });
 * ```
 */
export function presentSession(info: SessionInfo, life: SignsOfLife): SessionInfo {
  const open = info.status === 'recording' || info.status === 'processing';
  if (!open || !isSilent(life)) return info;
  return info.status === 'recording' && info.outcome === undefined ? { ...info, status: 'completed', outcome: 'interrupted' } : { ...info, status: 'completed' };
}
