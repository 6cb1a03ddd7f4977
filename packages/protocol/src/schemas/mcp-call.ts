import * as z from 'zod/mini';
import type { McpCallData } from '../events/mcp-call.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { inputValue, jsonObject } from './values.ts';

/** Checks the data of `mcp_call`. */
export const mcpCallSchema: Schema<McpCallData> = objectSchema<McpCallData>({
  server: z.string(),
  tool: z.string(),
  name: z.optional(z.string()),
  source: z.optional(z.string()),
  serverVersion: z.optional(z.string()),
  input: z.optional(inputValue),
  extra: z.optional(jsonObject),
});
