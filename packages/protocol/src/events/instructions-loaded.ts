import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** A file of standing instructions was read. */
export interface InstructionsLoadedData {
  /** The file. */
  readonly path: string;
  /** Why it was loaded. */
  readonly reason?: string;
  /** Whose instructions they are. */
  readonly scope?: string;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `instructions_loaded`. */
export const instructionsLoaded: EventDefinition<'instructions_loaded', InstructionsLoadedData> = defineEvent<InstructionsLoadedData>()({
  type: 'instructions_loaded',
  kind: 'read',
  title: 'Instructions loaded',
  summary: (data) => data.path,
});
