import * as z from 'zod/mini';
import type { PromptData } from '../events/prompt.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject, textValue } from './values.ts';

/** Checks the data of `prompt`. */
export const promptSchema: Schema<PromptData> = objectSchema<PromptData>({
  text: textValue,
  origin: z.enum(['human', 'machine', 'command']),
  extra: z.optional(jsonObject),
});
