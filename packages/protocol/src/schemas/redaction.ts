import * as z from 'zod/mini';
import type { RedactionCount, RedactionData } from '../events/redaction.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { count, jsonObject, nameText } from './values.ts';

/** Checks the data of `redaction`. */
export const redactionSchema: Schema<RedactionData> = objectSchema<RedactionData>({
  policy: nameText,
  found: z.array(objectSchema<RedactionCount>({ kind: nameText, count })),
  extra: z.optional(jsonObject),
});
