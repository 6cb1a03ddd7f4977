import * as z from 'zod/mini';
import type { IterationData } from '../events/iteration.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { count, jsonObject, textValue } from './values.ts';

/** Checks the data of `iteration`. */
export const iterationSchema: Schema<IterationData> = objectSchema<IterationData>({
  index: z.number(),
  actor: z.optional(textValue),
  stderr: z.optional(textValue),
  exitCode: z.optional(z.number()),
  durationUs: z.optional(z.number()),
  diff: z.optional(textValue),
  filesChanged: z.optional(count),
  critic: z.optional(textValue),
  decision: z.optional(z.string()),
  extra: z.optional(jsonObject),
});
