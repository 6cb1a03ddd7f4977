import * as z from 'zod/mini';
import type { TerminalResizeData } from '../events/terminal-resize.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject } from './values.ts';

/** Checks the data of `terminal_resize`. */
export const terminalResizeSchema: Schema<TerminalResizeData> = objectSchema<TerminalResizeData>({
  columns: z.number(),
  rows: z.number(),
  extra: z.optional(jsonObject),
});
