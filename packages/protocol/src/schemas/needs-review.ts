import * as z from 'zod/mini';
import type { NeedsReviewData } from '../events/needs-review.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { remarkAuthor } from './remark-author.ts';
import { jsonObject } from './values.ts';

/** Checks the data of `needs_review`. */
export const needsReviewSchema: Schema<NeedsReviewData> = objectSchema<NeedsReviewData>({
  title: z.string(),
  description: z.optional(z.string()),
  author: z.optional(remarkAuthor),
  extra: z.optional(jsonObject),
});
