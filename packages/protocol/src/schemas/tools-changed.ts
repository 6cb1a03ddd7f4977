import * as z from 'zod/mini';
import type { ToolChange, ToolsChangedData } from '../events/tools-changed.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { jsonObject } from './values.ts';

const change: Schema<ToolChange> = objectSchema<ToolChange>({
  name: z.string(),
  from: z.string(),
  to: z.string(),
  before: z.optional(jsonObject),
  after: z.optional(jsonObject),
});

/** Checks the data of `tools_changed`. */
export const toolsChangedSchema: Schema<ToolsChangedData> = objectSchema<ToolsChangedData>({
  server: z.string(),
  title: z.string(),
  added: z.array(z.string()),
  removed: z.array(z.string()),
  changed: z.array(change),
  extra: z.optional(jsonObject),
});
