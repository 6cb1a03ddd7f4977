import * as z from 'zod/mini';
import type { WebFetchData } from '../events/web-fetch.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject, textValue } from './values.ts';

/** Checks the data of `web_fetch`. */
export const webFetchSchema: Schema<WebFetchData> = objectSchema<WebFetchData>({
  url: z.string(),
  status: z.optional(z.number()),
  bytes: z.optional(z.number()),
  result: z.optional(textValue),
  extra: z.optional(jsonObject),
});
