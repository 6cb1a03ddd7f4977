import * as z from 'zod/mini';
import type { AssistantThinkingData } from '../events/assistant-thinking.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject, textValue } from './values.ts';

/** Checks the data of `assistant_thinking`. */
export const assistantThinkingSchema: Schema<AssistantThinkingData> = objectSchema<AssistantThinkingData>({
  text: textValue,
  messageId: z.optional(z.string()),
  durationUs: z.optional(z.number()),
  extra: z.optional(jsonObject),
});
