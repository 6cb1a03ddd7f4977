import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** Something the harness reported that no other type describes. */
export interface HarnessEventData {
  /** The harness's name of it. */
  readonly name: string;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `harness_event`. */
export const harnessEvent: EventDefinition<'harness_event', HarnessEventData> = defineEvent<HarnessEventData>()({
  type: 'harness_event',
  kind: 'session',
  title: 'Harness event',
  summary: (data) => data.name,
});
