import * as z from 'zod/mini';
import type { RecorderGapData } from '../events/recorder-gap.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject } from './values.ts';

/** Checks the data of `recorder_gap`. */
export const recorderGapSchema: Schema<RecorderGapData> = objectSchema<RecorderGapData>({
  count: z.number(),
  what: z.string(),
  reason: z.string(),
  extra: z.optional(jsonObject),
});
