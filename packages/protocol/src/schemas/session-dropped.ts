import * as z from 'zod/mini';
import type { SessionDroppedData } from '../events/session-dropped.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { count, jsonObject, nameText } from './values.ts';

/** Checks the data of `session_dropped`. */
export const sessionDroppedSchema: Schema<SessionDroppedData> = objectSchema<SessionDroppedData>({
  reason: nameText,
  by: z.optional(nameText),
  events: z.optional(count),
  harness: z.optional(nameText),
  harnessSessionId: z.optional(nameText),
  generation: z.optional(count),
  extra: z.optional(jsonObject),
});
