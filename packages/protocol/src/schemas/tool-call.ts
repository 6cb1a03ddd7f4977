import * as z from 'zod/mini';
import type { EventKind } from '../events/define-event.ts';
import type { ToolCallData } from '../events/tool-call.ts';
import { objectSchema, type Schema } from './object-schema.ts';
import { inputValue, jsonObject } from './values.ts';

const eventKind: Schema<EventKind> = z.enum([
  'prompt', 'assistant', 'command', 'read', 'search', 'edit', 'test', 'mcp', 'skill', 'subagent',
  'permission', 'error', 'checkpoint', 'task', 'tool', 'session',
]);

/** Checks the data of `tool_call`. */
export const toolCallSchema: Schema<ToolCallData> = objectSchema<ToolCallData>({
  name: z.string(),
  input: z.optional(inputValue),
  kind: z.optional(eventKind),
  title: z.optional(z.string()),
  extra: z.optional(jsonObject),
});
