import * as z from 'zod/mini';
import type { DiffHunk, FileDiffData } from '../events/file-diff.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject, textValue } from './values.ts';

const diffHunk: Schema<DiffHunk> = objectSchema<DiffHunk>({
  oldStart: z.number(),
  oldLines: z.number(),
  newStart: z.number(),
  newLines: z.number(),
  lines: z.array(z.string()),
});

/** Checks the data of `file_diff`. */
export const fileDiffSchema: Schema<FileDiffData> = objectSchema<FileDiffData>({
  path: z.string(),
  change: z.enum(['created', 'modified', 'deleted', 'renamed']),
  hunks: z.array(diffHunk),
  before: z.optional(z.nullable(textValue)),
  after: z.optional(textValue),
  oldPath: z.optional(z.string()),
  userModified: z.optional(z.boolean()),
  extra: z.optional(jsonObject),
});
