import * as z from 'zod/mini';
import type { UsageData } from '../events/usage.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject } from './values.ts';

/** Checks the data of `usage`. */
export const usageSchema: Schema<UsageData> = objectSchema<UsageData>({
  model: z.optional(z.string()),
  inputTokens: z.optional(z.number()),
  outputTokens: z.optional(z.number()),
  cacheReadTokens: z.optional(z.number()),
  cacheWriteTokens: z.optional(z.number()),
  costUsd: z.optional(z.number()),
  scope: z.optional(z.enum(['message', 'agent', 'session'])),
  extra: z.optional(jsonObject),
});
