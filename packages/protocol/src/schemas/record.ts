import * as z from 'zod/mini';
import { FORMAT_VERSION, type SessionRecord } from '../record.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { count, jsonObject, nameText } from './values.ts';

/** Checks a record, not its data: see {@link parseRecord} for both. */
export const recordSchema: Schema<SessionRecord> = objectSchema<SessionRecord>({
  $r: z.int().check(z.gte(1, 'must be at least 1'), z.lte(FORMAT_VERSION, `must be at most ${FORMAT_VERSION}`)),
  id: nameText,
  p: nameText,
  e: count,
  n: count,
  at: z.int(),
  type: nameText,
  via: z.enum(['sdk', 'hook', 'module', 'transcript', 'gateway', 'pty', 'mcp', 'import']),
  key: z.optional(nameText),
  turn: z.optional(nameText),
  call: z.optional(nameText),
  agent: z.optional(nameText),
  data: jsonObject,
});
