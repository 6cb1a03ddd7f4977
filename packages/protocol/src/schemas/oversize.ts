import * as z from 'zod/mini';
import type { OversizeData } from '../events/oversize.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject } from './values.ts';

/** Checks the data of `oversize`. */
export const oversizeSchema: Schema<OversizeData> = objectSchema<OversizeData>({
  what: z.string(),
  bytes: z.number(),
  digest: z.optional(z.string()),
  extra: z.optional(jsonObject),
});
