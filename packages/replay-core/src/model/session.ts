import { emptySessionInfo, foldSessionInfo, type SessionInfo } from '@playhead/protocol';
import type { Entry } from './entry.ts';
import { dataOf, stringIn } from './read-data.ts';

/** The record types that say something about the session itself. */
export const SESSION_TYPES: readonly string[] = ['session_start', 'session_update', 'session_stop', 'session_status', 'session_dropped', 'iteration'];

/** The session as its own records tell it, in display order; counts and times are the caller's. */
export function sessionOf(sessionId: string, entries: readonly Entry[]): SessionInfo {
  const started = entries.find(({ record }) => record.type === 'session_start');
  const id = (started && stringIn(dataOf(started.record), 'sessionId')) ?? sessionId;
  return entries.reduce((info, { record }) => foldSessionInfo(info, record), emptySessionInfo(id));
}
