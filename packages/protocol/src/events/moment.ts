import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** A point worth a jump. */
export interface MomentData {
  /** What is there. */
  readonly title: string;
  /** More about it. */
  readonly description?: string;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `moment`. */
export const moment: EventDefinition<'moment', MomentData> = defineEvent<MomentData>()({
  type: 'moment',
  kind: 'checkpoint',
  title: 'Moment',
  summary: (data) => data.title,
});
