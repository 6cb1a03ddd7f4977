import { type SessionHeader } from '../session.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** A recording begins. Its data is the session header. */
export type SessionStartData = SessionHeader;

/** Declares `session_start`. */
export const sessionStart: EventDefinition<'session_start', SessionStartData> = defineEvent<SessionStartData>()({
  type: 'session_start',
  kind: 'session',
  title: 'Session started',
  summary: (data) => data.name ?? '',
});
