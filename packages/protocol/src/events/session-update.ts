import { type SessionHeader } from '../session.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** More became known about the session: header fields that replace those of the start. */
export type SessionUpdateData = Partial<Omit<SessionHeader, 'sessionId'>>;

/** Declares `session_update`. */
export const sessionUpdate: EventDefinition<'session_update', SessionUpdateData> = defineEvent<SessionUpdateData>()({
  type: 'session_update',
  kind: 'session',
  title: 'Session updated',
  summary: (data) => Object.keys(data).join(', '),
});
