import { type JsonObject } from '../json.ts';
import { firstLine } from './first-line.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** All that is left of a session whose content was removed: the one record of its log. */
export interface SessionDroppedData {
  /** Why: `private` when its owner asked for it. */
  readonly reason: 'private' | (string & {});
  /** Who asked for it. */
  readonly by?: string;
  /** How many records were removed. */
  readonly events?: number;
  /** The agent harness, so that what it still sends for this session finds its way here and is thrown away. */
  readonly harness?: string;
  /** The harness's own id of the session, for the same reason. */
  readonly harnessSessionId?: string;
  /** Which recording of the harness's session it was, counted from 0. */
  readonly generation?: number;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `session_dropped`. */
export const sessionDropped: EventDefinition<'session_dropped', SessionDroppedData> = defineEvent<SessionDroppedData>()({
  type: 'session_dropped',
  kind: 'session',
  title: 'Content removed',
  summary: (data) => firstLine(data.reason),
});
