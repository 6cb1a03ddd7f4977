import { type TextValue } from '../blob.ts';
import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** A slash command or MCP prompt was expanded into a prompt. */
export interface PromptExpansionData {
  /** The command. */
  readonly name: string;
  /** Its arguments. */
  readonly arguments?: string;
  /** Where the command comes from. */
  readonly source?: string;
  /** What it became. */
  readonly text?: TextValue;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `prompt_expansion`. */
export const promptExpansion: EventDefinition<'prompt_expansion', PromptExpansionData> = defineEvent<PromptExpansionData>()({
  type: 'prompt_expansion',
  kind: 'prompt',
  title: 'Command expanded',
  summary: (data) => `/${data.name}`,
});
