import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** The tree of files at a moment was kept. */
export interface SnapshotData {
  /** Where it is kept, such as a commit. */
  readonly reference: string;
  /** What it is. */
  readonly title?: string;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `snapshot`. */
export const snapshot: EventDefinition<'snapshot', SnapshotData> = defineEvent<SnapshotData>()({
  type: 'snapshot',
  kind: 'checkpoint',
  title: 'Snapshot',
  summary: (data) => data.title ?? data.reference,
});
