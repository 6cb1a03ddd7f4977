import * as z from 'zod/mini';
import type { RemarkAuthor } from '../events/note.ts';
import { objectSchema, type Schema } from './object-schema.ts';

/** Checks who says something beside the work. */
export const remarkAuthor: Schema<RemarkAuthor> = objectSchema<RemarkAuthor>({ type: z.enum(['user', 'agent']), name: z.string() });
