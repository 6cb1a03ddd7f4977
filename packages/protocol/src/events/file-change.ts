import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** A file changed outside the agent's own edits. */
export interface FileChangeData {
  /** The file. */
  readonly path: string;
  /** What happened, in the words of its source. */
  readonly change: string;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `file_change`. */
export const fileChange: EventDefinition<'file_change', FileChangeData> = defineEvent<FileChangeData>()({
  type: 'file_change',
  kind: 'edit',
  title: 'File changed',
  summary: (data) => data.path,
});
