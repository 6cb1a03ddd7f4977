import * as z from 'zod/mini';
import type { MomentData } from '../events/moment.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject } from './values.ts';

/** Checks the data of `moment`. */
export const momentSchema: Schema<MomentData> = objectSchema<MomentData>({
  title: z.string(),
  category: z.optional(z.enum(['command', 'tests_passed', 'tests_failed', 'error', 'milestone', 'idle', 'resize', 'exit'])),
  exitCode: z.optional(z.number()),
  description: z.optional(z.string()),
  extra: z.optional(jsonObject),
});
