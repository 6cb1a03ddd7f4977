import * as z from 'zod/mini';
import type { FileChangeData } from '../events/file-change.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject } from './values.ts';

/** Checks the data of `file_change`. */
export const fileChangeSchema: Schema<FileChangeData> = objectSchema<FileChangeData>({
  path: z.string(),
  change: z.string(),
  extra: z.optional(jsonObject),
});
