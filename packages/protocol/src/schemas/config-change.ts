import * as z from 'zod/mini';
import type { ConfigChangeData } from '../events/config-change.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject } from './values.ts';

/** Checks the data of `config_change`. */
export const configChangeSchema: Schema<ConfigChangeData> = objectSchema<ConfigChangeData>({
  source: z.string(),
  path: z.optional(z.string()),
  extra: z.optional(jsonObject),
});
