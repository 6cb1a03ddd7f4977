import * as z from 'zod/mini';
import type { SessionStatusData } from '../events/session-status.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { sessionStatus } from './session-words.ts';
import { jsonObject } from './values.ts';

/** Checks the data of `session_status`. */
export const sessionStatusSchema: Schema<SessionStatusData> = objectSchema<SessionStatusData>({
  status: sessionStatus,
  extra: z.optional(jsonObject),
});
