import { type TextValue } from '../blob.ts';
import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** The conversation was shortened to fit the context. */
export interface CompactionData {
  /** Before or after it. */
  readonly phase: 'start' | 'end';
  /** What caused it. */
  readonly trigger?: string;
  /** What is left of the conversation. */
  readonly summary?: TextValue;
  /** What it was told to keep. */
  readonly instructions?: string;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `compaction`. */
export const compaction: EventDefinition<'compaction', CompactionData> = defineEvent<CompactionData>()({
  type: 'compaction',
  kind: 'session',
  title: 'Compaction',
  summary: (data) => data.trigger ?? '',
});
