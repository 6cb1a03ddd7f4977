import * as z from 'zod/mini';
import type { SessionCheckpointData } from '../events/session-checkpoint.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject } from './values.ts';

/** Checks the data of `session_checkpoint`. */
export const sessionCheckpointSchema: Schema<SessionCheckpointData> = objectSchema<SessionCheckpointData>({
  title: z.string(),
  summary: z.optional(z.string()),
  extra: z.optional(jsonObject),
});
