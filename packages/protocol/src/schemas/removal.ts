import * as z from 'zod/mini';
import { REMOVAL_VERSION, type RemovalEntry } from '../removal.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { count, nameText } from './values.ts';

/** Checks a line of what a storage writes down of removals. */
export const removalSchema: Schema<RemovalEntry> = objectSchema<RemovalEntry>({
  schemaVersion: z.literal(REMOVAL_VERSION),
  id: nameText,
  at: z.int(),
  state: z.enum(['began', 'done', 'failed']),
  action: z.enum(['delete', 'prune', 'private']),
  sessionId: nameText,
  rule: z.optional(nameText),
  by: z.optional(nameText),
  bytes: z.optional(count),
});
