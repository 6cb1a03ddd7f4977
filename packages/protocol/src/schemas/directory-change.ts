import * as z from 'zod/mini';
import type { DirectoryChangeData } from '../events/directory-change.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject } from './values.ts';

/** Checks the data of `directory_change`. */
export const directoryChangeSchema: Schema<DirectoryChangeData> = objectSchema<DirectoryChangeData>({
  from: z.optional(z.string()),
  to: z.string(),
  extra: z.optional(jsonObject),
});
