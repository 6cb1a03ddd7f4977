import * as z from 'zod/mini';
import type { SearchData } from '../events/search.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject, textValue } from './values.ts';

/** Checks the data of `search`. */
export const searchSchema: Schema<SearchData> = objectSchema<SearchData>({
  query: z.string(),
  scope: z.optional(z.enum(['files', 'content', 'web'])),
  path: z.optional(z.string()),
  matches: z.optional(z.number()),
  results: z.optional(textValue),
  extra: z.optional(jsonObject),
});
