import { type TextValue } from '../blob.ts';
import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';
import { firstLine } from './first-line.ts';

/** A piece of what the assistant thought. */
export interface AssistantThinkingData {
  /** The thought. */
  readonly text: TextValue;
  /** Pieces of one message share it. */
  readonly messageId?: string;
  /** How long it thought, in microseconds. */
  readonly durationUs?: number;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `assistant_thinking`. */
export const assistantThinking: EventDefinition<'assistant_thinking', AssistantThinkingData> = defineEvent<AssistantThinkingData>()({
  type: 'assistant_thinking',
  kind: 'assistant',
  title: 'Thinking',
  summary: (data) => firstLine(data.text),
});
