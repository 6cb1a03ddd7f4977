import * as z from 'zod/mini';
import type { PtySize, TerminalCommandData } from '../events/terminal-command.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject } from './values.ts';

/** Checks the data of `terminal_command`. */
export const terminalCommandSchema: Schema<TerminalCommandData> = objectSchema<TerminalCommandData>({
  command: z.string(),
  description: z.optional(z.string()),
  cwd: z.optional(z.string()),
  background: z.optional(z.boolean()),
  timeoutMs: z.optional(z.number()),
  pty: z.optional(objectSchema<PtySize>({ columns: z.number(), rows: z.number(), term: z.optional(z.string()) })),
  tool: z.optional(z.string()),
  input: z.optional(jsonObject),
  extra: z.optional(jsonObject),
});
