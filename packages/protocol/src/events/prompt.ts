import { type TextValue } from '../blob.ts';
import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';
import { firstLine } from './first-line.ts';

/** A turn begins: somebody or something asked the agent for work. */
export interface PromptData {
  /** What was asked. */
  readonly text: TextValue;
  /** Who asked: a person, the machine (such as a finished background task), or a slash command. */
  readonly origin: 'human' | 'machine' | 'command';
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `prompt`. */
export const prompt: EventDefinition<'prompt', PromptData> = defineEvent<PromptData>()({
  type: 'prompt',
  kind: 'prompt',
  title: 'Prompt',
  summary: (data) => firstLine(data.text),
});
