import { isJsonObject, type JsonObject, type JsonValue } from '@playhead/protocol';
import { callKey, type Draft } from '../draft.ts';
import { fieldsOf, present } from '../fields.ts';
import { missingOpener } from './tool-call.ts';
import { single, type EventConverter, type EventInput } from './event-input.ts';

/** PostToolBatch: the only hook that reports every call. Closes them with what the model was told. */
export const postToolBatch: EventConverter = (input) => {
  const { fields, payload } = input;
  const calls = Array.isArray(payload['tool_calls']) ? payload['tool_calls'] : undefined;
  const readable = (calls ?? []).filter((call): call is JsonObject => isJsonObject(call) && typeof call['tool_use_id'] === 'string' && call['tool_use_id'] !== '' && typeof call['tool_name'] === 'string');
  if (calls !== undefined && readable.length === calls.length) fields.drop('tool_calls');
  const records = readable.flatMap((call) => closeCall(input, call));
  fields.drop('permission_mode', 'effort', 'agent_type'); // the openers of the calls have them
  return fields.rest() === undefined ? records : [...records, ...single('harness_event', { name: 'PostToolBatch' }, fields)];
};

function closeCall(input: EventInput, told: JsonObject): readonly Draft[] {
  const { payload, evidence, state } = input;
  const fields = fieldsOf(told);
  const id = fields.text('tool_use_id') ?? '';
  const name = fields.text('tool_name') ?? '';
  const server = fields.object('mcp_server');
  const cwd = payload['cwd'];
  const call = { name, input: fields.value('tool_input'), evidence, ...(server && { server }), ...(typeof cwd === 'string' && { cwd }) };
  const open = state.calls.find((one) => one.id === id);
  const response = fields.value('tool_response');
  const text = textOf(response);
  const status = open?.status ?? statusOf(text);
  const denied = status === 'denied';
  const place = { call: id, ...(open?.turn !== undefined && { turn: open.turn }) };
  const images = Array.isArray(response) ? response.filter((block) => !isTextBlock(block)) : [];
  const output = open?.status === undefined && images.length > 0 ? images : undefined; // a call with a structured result has its images there
  return [
    ...missingOpener(input, { id, call }),
    ...(denied ? [{ type: 'permission_decision', data: { decision: 'denied', by: 'rule', reason: text }, key: callKey(id, 'decision'), ...place }] : []),
    {
      type: 'tool_result',
      data: present({ status, text, output, error: status === 'ok' ? undefined : oneLine(text), extra: fields.rest() }),
      key: callKey(id, 'batch'), ...place,
    },
  ];
}

function statusOf(text: string): 'ok' | 'failed' | 'denied' {
  if (text.startsWith('Permission to use ') && text.includes(' has been denied')) return 'denied';
  return text.startsWith('<tool_use_error>') ? 'failed' : 'ok';
}

/** What the model was told: the text, images left out. */
function textOf(response: JsonValue | undefined): string {
  if (typeof response === 'string') return response;
  if (Array.isArray(response)) return response.flatMap((block) => (isTextBlock(block) ? [block['text']] : [])).join('\n');
  return response === undefined ? '' : JSON.stringify(response);
}

function isTextBlock(block: JsonValue | undefined): block is JsonObject & { readonly text: string } {
  return isJsonObject(block) && block['type'] === 'text' && typeof block['text'] === 'string';
}

function oneLine(text: string): string {
  return text.replace(/^<tool_use_error>/, '').split('\n', 1)[0]?.replace(/<\/tool_use_error>$/, '').slice(0, 500) ?? '';
}
