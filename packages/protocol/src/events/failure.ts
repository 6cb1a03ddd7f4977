import { type TextValue } from '../blob.ts';
import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** Something failed outside a tool call, such as the model's service. */
export interface FailureData {
  /** What failed. */
  readonly message: string;
  /** More about it. */
  readonly details?: TextValue;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `failure`. */
export const failure: EventDefinition<'failure', FailureData> = defineEvent<FailureData>()({
  type: 'failure',
  kind: 'error',
  title: 'Failure',
  summary: (data) => data.message,
  severity: () => ('error'),
});
