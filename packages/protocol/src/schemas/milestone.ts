import * as z from 'zod/mini';
import type { MilestoneData } from '../events/milestone.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject } from './values.ts';

/** Checks the data of `milestone`. */
export const milestoneSchema: Schema<MilestoneData> = objectSchema<MilestoneData>({
  title: z.string(),
  extra: z.optional(jsonObject),
});
