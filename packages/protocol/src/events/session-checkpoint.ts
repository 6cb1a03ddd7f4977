import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** The agent or a host marks a state worth coming back to. */
export interface SessionCheckpointData {
  /** What is reached. */
  readonly title: string;
  /** More about it. */
  readonly summary?: string;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `session_checkpoint`. */
export const sessionCheckpoint: EventDefinition<'session_checkpoint', SessionCheckpointData> = defineEvent<SessionCheckpointData>()({
  type: 'session_checkpoint',
  kind: 'checkpoint',
  title: 'Checkpoint',
  summary: (data) => data.title,
});
