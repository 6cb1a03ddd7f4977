import * as z from 'zod/mini';
import type { AssistantTextData } from '../events/assistant-text.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject, textValue } from './values.ts';

/** Checks the data of `assistant_text`. */
export const assistantTextSchema: Schema<AssistantTextData> = objectSchema<AssistantTextData>({
  text: textValue,
  messageId: z.optional(z.string()),
  index: z.optional(z.number()),
  final: z.optional(z.boolean()),
  extra: z.optional(jsonObject),
});
