import * as z from 'zod/mini';
import type { SubagentStopData } from '../events/subagent-stop.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject, textValue } from './values.ts';

/** Checks the data of `subagent_stop`. */
export const subagentStopSchema: Schema<SubagentStopData> = objectSchema<SubagentStopData>({
  agentType: z.optional(z.string()),
  text: z.optional(textValue),
  extra: z.optional(jsonObject),
});
