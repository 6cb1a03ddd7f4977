import * as z from 'zod/mini';
import type { ChapterData } from '../events/chapter.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject } from './values.ts';

/** Checks the data of `chapter`. */
export const chapterSchema: Schema<ChapterData> = objectSchema<ChapterData>({
  title: z.string(),
  extra: z.optional(jsonObject),
});
