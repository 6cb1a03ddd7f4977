import { type TextValue } from '../blob.ts';
import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';
import { firstLine } from './first-line.ts';

/** The answer handed over at the end. The first non-empty one of a session wins. */
export interface FinalOutputData {
  /** A heading. */
  readonly title?: string;
  /** The answer. */
  readonly content: TextValue;
  /** How to show the content. */
  readonly format: 'markdown' | 'text' | 'json';
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `final_output`. */
export const finalOutput: EventDefinition<'final_output', FinalOutputData> = defineEvent<FinalOutputData>()({
  type: 'final_output',
  kind: 'assistant',
  title: 'Final output',
  summary: (data) => data.title ?? firstLine(data.content),
});
