import * as z from 'zod/mini';
import type { SkillUseData } from '../events/skill-use.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject } from './values.ts';

/** Checks the data of `skill_use`. */
export const skillUseSchema: Schema<SkillUseData> = objectSchema<SkillUseData>({
  name: z.string(),
  arguments: z.optional(z.string()),
  version: z.optional(z.string()),
  digest: z.optional(z.string()),
  tool: z.optional(z.string()),
  extra: z.optional(jsonObject),
});
