import * as z from 'zod/mini';
import type { InstructionsLoadedData } from '../events/instructions-loaded.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject } from './values.ts';

/** Checks the data of `instructions_loaded`. */
export const instructionsLoadedSchema: Schema<InstructionsLoadedData> = objectSchema<InstructionsLoadedData>({
  path: z.string(),
  reason: z.optional(z.string()),
  scope: z.optional(z.string()),
  extra: z.optional(jsonObject),
});
