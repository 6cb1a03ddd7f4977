import * as z from 'zod/mini';
import type { PromptExpansionData } from '../events/prompt-expansion.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject, textValue } from './values.ts';

/** Checks the data of `prompt_expansion`. */
export const promptExpansionSchema: Schema<PromptExpansionData> = objectSchema<PromptExpansionData>({
  name: z.string(),
  arguments: z.optional(z.string()),
  source: z.optional(z.string()),
  text: z.optional(textValue),
  extra: z.optional(jsonObject),
});
