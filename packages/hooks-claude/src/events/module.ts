import { callKey } from '../draft.ts';
import { single, type EventConverter } from './event-input.ts';

// What the plugin's module tells besides the events of hooks. Hooks have no names for it; docs/guides/claude-code.md says who tells what.

/** AssistantThinking: what the model thought, under the key that the transcript's row will have. */
export const assistantThinking: EventConverter = ({ fields }) => {
  const uuid = fields.text('uuid');
  const content = fields.list('content') ?? [];
  fields.drop('permission_mode', 'effort', 'agent_type'); // the calls have them
  if (uuid === undefined) return single('harness_event', { name: 'AssistantThinking' }, fields);
  return content.flatMap((text, index) => (typeof text === 'string' ? [{ type: 'assistant_thinking', data: { text }, key: `claude:${uuid}${content.length > 1 ? `#${index}` : ''}` }] : []));
};

/** ToolCallRefused: the user said no, or pressed Esc while asked. No hook tells of it. */
export const toolCallRefused: EventConverter = ({ state, fields }) => {
  const id = fields.text('tool_use_id');
  const text = fields.text('text');
  const open = state.calls.find((call) => call.id === id && call.status === undefined);
  if (!open) return []; // a hook told how it ended
  const place = { call: open.id, agent: open.agent ?? null, turn: open.turn ?? null };
  return [
    { type: 'permission_decision', data: { decision: 'denied', by: 'user' }, key: callKey(open.id, 'decision'), ...place },
    { type: 'tool_result', data: { status: 'denied', ...(text !== undefined && { text }) }, key: callKey(open.id, 'closed'), ...place },
  ];
};
