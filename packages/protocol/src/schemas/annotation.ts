import * as z from 'zod/mini';
import { isUuid } from '../ids.ts';
import type { Annotation } from '../storage.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject, nameText } from './values.ts';

/** Checks an annotation. */
export const annotationSchema: Schema<Annotation> = objectSchema<Annotation>({
  id: z.string().check(z.refine(isUuid, 'must be a uuid in lower case')),
  at: z.int(),
  author: nameText,
  by: z.optional(z.enum(['person', 'agent'])),
  type: nameText,
  data: jsonObject,
});
