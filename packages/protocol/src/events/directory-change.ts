import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** The agent's working directory changed. */
export interface DirectoryChangeData {
  /** The directory until then. */
  readonly from?: string;
  /** The directory from then on. */
  readonly to: string;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `directory_change`. */
export const directoryChange: EventDefinition<'directory_change', DirectoryChangeData> = defineEvent<DirectoryChangeData>()({
  type: 'directory_change',
  kind: 'session',
  title: 'Directory changed',
  summary: (data) => data.to,
});
