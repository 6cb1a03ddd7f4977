import { type JsonObject } from '../json.ts';
import { type SessionStatus } from '../session.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** The session moved on to a status. */
export interface SessionStatusData {
  /** The status reached. */
  readonly status: SessionStatus;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `session_status`. */
export const sessionStatus: EventDefinition<'session_status', SessionStatusData> = defineEvent<SessionStatusData>()({
  type: 'session_status',
  kind: 'session',
  title: 'Status changed',
  summary: (data) => data.status,
});
