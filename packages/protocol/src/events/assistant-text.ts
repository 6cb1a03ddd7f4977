import { type TextValue } from '../blob.ts';
import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';
import { firstLine } from './first-line.ts';

/** A piece of what the assistant said. */
export interface AssistantTextData {
  /** The piece. */
  readonly text: TextValue;
  /** Pieces of one message share it. */
  readonly messageId?: string;
  /** The place of the piece in its message, from 0. */
  readonly index?: number;
  /** Whether the message ends with it. */
  readonly final?: boolean;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `assistant_text`. */
export const assistantText: EventDefinition<'assistant_text', AssistantTextData> = defineEvent<AssistantTextData>()({
  type: 'assistant_text',
  kind: 'assistant',
  title: 'Assistant',
  summary: (data) => firstLine(data.text),
});
