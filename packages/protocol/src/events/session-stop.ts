import { type JsonObject } from '../json.ts';
import { type Outcome } from '../session.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** The recording was stopped. Later records are kept as late. */
export interface SessionStopData {
  /** How it ended, as its producer says. */
  readonly outcome?: Outcome;
  /** What was achieved, in a sentence or two. */
  readonly summary?: string;
  /** How sure the agent was, from 0 to 1. */
  readonly confidence?: number;
  /** The harness's own word for why it ended. */
  readonly reason?: string;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `session_stop`. */
export const sessionStop: EventDefinition<'session_stop', SessionStopData> = defineEvent<SessionStopData>()({
  type: 'session_stop',
  kind: 'session',
  title: 'Session stopped',
  summary: (data) => data.outcome ?? data.reason ?? '',
  severity: (data) => (data.outcome === 'failed' ? 'error' : 'info'),
});
