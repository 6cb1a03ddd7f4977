import * as z from 'zod/mini';
import type { FinalOutputData } from '../events/final-output.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject, textValue } from './values.ts';

/** Checks the data of `final_output`. */
export const finalOutputSchema: Schema<FinalOutputData> = objectSchema<FinalOutputData>({
  title: z.optional(z.string()),
  content: textValue,
  format: z.enum(['markdown', 'text', 'json']),
  extra: z.optional(jsonObject),
});
