import * as z from 'zod/mini';
import type { FailureData } from '../events/failure.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject, textValue } from './values.ts';

/** Checks the data of `failure`. */
export const failureSchema: Schema<FailureData> = objectSchema<FailureData>({
  message: z.string(),
  details: z.optional(textValue),
  extra: z.optional(jsonObject),
});
