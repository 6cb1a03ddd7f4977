import { isJsonObject, type EventKind } from '@playhead/protocol';
import { present } from '../fields.ts';
import type { ToolCall, ToolEvent } from './tool-family.ts';

/** Opens a call as a plain `tool_call`, titled by the first of some input fields that is a text. */
export function openToolCall(call: ToolCall, kind: EventKind, ...titles: readonly string[]): ToolEvent {
  const { name, input } = call;
  const found = isJsonObject(input) ? titles.map((field) => input[field]).find((value) => typeof value === 'string' && value !== '') : undefined;
  const title = typeof found === 'string' ? found.split('\n', 1)[0]?.slice(0, 200) : undefined;
  return { type: 'tool_call', data: present({ name, input, kind, title }) };
}
