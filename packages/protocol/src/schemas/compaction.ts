import * as z from 'zod/mini';
import type { CompactionData } from '../events/compaction.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject, textValue } from './values.ts';

/** Checks the data of `compaction`. */
export const compactionSchema: Schema<CompactionData> = objectSchema<CompactionData>({
  phase: z.enum(['start', 'end']),
  trigger: z.optional(z.string()),
  summary: z.optional(textValue),
  instructions: z.optional(z.string()),
  extra: z.optional(jsonObject),
});
