import * as z from 'zod/mini';
import type { TerminalInputData } from '../events/terminal-input.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject, textValue } from './values.ts';

/** Checks the data of `terminal_input`. */
export const terminalInputSchema: Schema<TerminalInputData> = objectSchema<TerminalInputData>({
  text: textValue,
  encoding: z.optional(z.literal('base64')),
  redacted: z.optional(z.literal(true)),
  extra: z.optional(jsonObject),
});
