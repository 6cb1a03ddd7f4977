import * as z from 'zod/mini';
import type { HarnessEventData } from '../events/harness-event.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject } from './values.ts';

/** Checks the data of `harness_event`. */
export const harnessEventSchema: Schema<HarnessEventData> = objectSchema<HarnessEventData>({
  name: z.string(),
  extra: z.optional(jsonObject),
});
