import * as z from 'zod/mini';
import type { TerminalInputData } from '../events/terminal-input.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject, textValue } from './values.ts';

/** Checks the data of `terminal_input`. */
export const terminalInputSchema: Schema<TerminalInputData> = objectSchema<TerminalInputData>({
  text: textValue,
  extra: z.optional(jsonObject),
});
