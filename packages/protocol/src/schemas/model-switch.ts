import * as z from 'zod/mini';
import type { ModelSwitchData } from '../events/model-switch.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject } from './values.ts';

/** Checks the data of `model_switch`. */
export const modelSwitchSchema: Schema<ModelSwitchData> = objectSchema<ModelSwitchData>({
  phase: z.optional(z.enum(['start', 'end'])),
  from: z.optional(z.string()),
  to: z.string(),
  extra: z.optional(jsonObject),
});
