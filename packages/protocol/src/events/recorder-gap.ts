import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** The recorder could not keep something. Says how many of what. */
export interface RecorderGapData {
  /** How many. */
  readonly count: number;
  /** Of what. */
  readonly what: string;
  /** Why. */
  readonly reason: string;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `recorder_gap`. */
export const recorderGap: EventDefinition<'recorder_gap', RecorderGapData> = defineEvent<RecorderGapData>()({
  type: 'recorder_gap',
  kind: 'error',
  title: 'Gap in the recording',
  summary: (data) => `${data.count} × ${data.what}: ${data.reason}`,
  severity: () => ('error'),
});
