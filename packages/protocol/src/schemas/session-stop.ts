import * as z from 'zod/mini';
import type { SessionStopData } from '../events/session-stop.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { outcome } from './session-words.ts';
import { jsonObject } from './values.ts';

/** Checks the data of `session_stop`. */
export const sessionStopSchema: Schema<SessionStopData> = objectSchema<SessionStopData>({
  outcome: z.optional(outcome),
  summary: z.optional(z.string()),
  confidence: z.optional(z.number()),
  reason: z.optional(z.string()),
  extra: z.optional(jsonObject),
});
