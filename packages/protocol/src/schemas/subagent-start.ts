import * as z from 'zod/mini';
import type { SubagentStartData } from '../events/subagent-start.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject } from './values.ts';

/** Checks the data of `subagent_start`. */
export const subagentStartSchema: Schema<SubagentStartData> = objectSchema<SubagentStartData>({
  agentType: z.optional(z.string()),
  description: z.optional(z.string()),
  extra: z.optional(jsonObject),
});
