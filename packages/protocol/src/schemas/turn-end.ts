import * as z from 'zod/mini';
import type { TurnEndData } from '../events/turn-end.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject, textValue } from './values.ts';

/** Checks the data of `turn_end`. */
export const turnEndSchema: Schema<TurnEndData> = objectSchema<TurnEndData>({
  text: z.optional(textValue),
  outcome: z.optional(z.enum(['success', 'failed', 'interrupted'])),
  extra: z.optional(jsonObject),
});
