import * as z from 'zod/mini';
import type { FileReadData } from '../events/file-read.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject, textValue } from './values.ts';

/** Checks the data of `file_read`. */
export const fileReadSchema: Schema<FileReadData> = objectSchema<FileReadData>({
  path: z.string(),
  content: z.optional(textValue),
  startLine: z.optional(z.number()),
  lines: z.optional(z.number()),
  totalLines: z.optional(z.number()),
  mediaType: z.optional(z.string()),
  extra: z.optional(jsonObject),
});
