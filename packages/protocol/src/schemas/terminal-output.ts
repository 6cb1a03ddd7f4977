import * as z from 'zod/mini';
import type { TerminalOutputData } from '../events/terminal-output.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject, textValue } from './values.ts';

/** Checks the data of `terminal_output`. */
export const terminalOutputSchema: Schema<TerminalOutputData> = objectSchema<TerminalOutputData>({
  text: textValue,
  stream: z.optional(z.enum(['stdout', 'stderr', 'pty'])),
  encoding: z.optional(z.literal('base64')),
  exitCode: z.optional(z.number()),
  signal: z.optional(z.string()),
  index: z.optional(z.number()),
  extra: z.optional(jsonObject),
});
