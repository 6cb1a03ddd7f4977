import * as z from 'zod/mini';
import type { NoteData } from '../events/note.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { remarkAuthor } from './remark-author.ts';
import { count, jsonObject, textValue } from './values.ts';

/** Checks the data of `note`. */
export const noteSchema: Schema<NoteData> = objectSchema<NoteData>({
  text: textValue,
  author: z.optional(remarkAuthor),
  path: z.optional(z.string()),
  line: z.optional(count),
  extra: z.optional(jsonObject),
});
