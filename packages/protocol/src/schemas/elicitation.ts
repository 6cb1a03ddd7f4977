import * as z from 'zod/mini';
import type { ElicitationData } from '../events/elicitation.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject, jsonValue } from './values.ts';

/** Checks the data of `elicitation`. */
export const elicitationSchema: Schema<ElicitationData> = objectSchema<ElicitationData>({
  server: z.string(),
  phase: z.enum(['request', 'response']),
  message: z.optional(z.string()),
  action: z.optional(z.string()),
  content: z.optional(jsonValue),
  extra: z.optional(jsonObject),
});
