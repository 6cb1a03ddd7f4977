import * as z from 'zod/mini';
import type { ToolResultData } from '../events/tool-result.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { inputValue, jsonObject, textValue } from './values.ts';

/** Checks the data of `tool_result`. */
export const toolResultSchema: Schema<ToolResultData> = objectSchema<ToolResultData>({
  status: z.enum(['ok', 'failed', 'denied', 'interrupted']),
  text: z.optional(textValue),
  output: z.optional(inputValue),
  error: z.optional(z.string()),
  durationUs: z.optional(z.number()),
  extra: z.optional(jsonObject),
});
