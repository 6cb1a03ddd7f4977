import { isJsonObject, type JsonObject, type JsonValue } from '@playhead/protocol';
import { callKey, type Draft } from '../draft.ts';
import { present } from '../fields.ts';
import { familyOf } from '../tools/index.ts';
import type { ToolCall } from '../tools/tool-family.ts';
import { single, type EventConverter, type EventInput } from './event-input.ts';

interface Told {
  readonly id: string;
  readonly call: ToolCall;
}

/** PreToolUse: the record that opens the call. */
export const preToolUse: EventConverter = (input) => {
  const told = read(input);
  if (!told) return unreadable(input);
  const opener = openerOf(told);
  const extra = input.fields.rest();
  if (extra === undefined) return [opener];
  const own = isJsonObject(opener.data['extra']) ? opener.data['extra'] : {};
  return [{ ...opener, data: { ...opener.data, extra: { ...own, ...extra } } }];
};

/** PostToolUse: what the call did, and its structured result. */
export const postToolUse: EventConverter = (input) => {
  const told = read(input);
  if (!told) return unreadable(input);
  const { fields, evidence, state } = input;
  const response = fields.value('tool_response');
  const details = familyOf(told.call.name).done?.({ ...told.call, response, tasks: state.tasks }) ?? { events: [], output: response };
  const interrupted = isJsonObject(response) && response['interrupted'] === true;
  const result = present({ status: interrupted ? 'interrupted' : 'ok', output: details.output, durationUs: durationOf(input), extra: fields.rest() });
  const gap = evidence.missing === undefined ? [] : [{ type: 'recorder_gap', data: { count: 1, what: 'tool output', reason: evidence.missing } }];
  return [
    ...missingOpener(input, told),
    ...numbered(told.id, [...details.events, ...gap, { type: 'tool_result', data: result }]),
    ...confirmedAgent(input, told, response),
  ];
};

/** PostToolUseFailure: what went wrong. */
export const postToolUseFailure: EventConverter = (input) => {
  const told = read(input);
  if (!told) return unreadable(input);
  const { fields } = input;
  const error = fields.text('error') ?? '';
  const lastLine = error.slice(error.trimEnd().lastIndexOf('\n') + 1);
  const interrupted = fields.flag('is_interrupt') === true || lastLine.startsWith('[Request interrupted by user'); // a module is told so in words only
  const details = familyOf(told.call.name).failed?.({ ...told.call, error }) ?? [];
  const result = present({
    status: interrupted ? 'interrupted' : 'failed', error: error.split('\n', 1)[0]?.slice(0, 500),
    ...(details.length === 0 && { text: error }), durationUs: durationOf(input), extra: fields.rest(),
  });
  return [...missingOpener(input, told), ...numbered(told.id, [...details, { type: 'tool_result', data: result }])];
};

/** Opens a call that no PreToolUse announced. */
export function missingOpener({ state }: EventInput, told: Told): readonly Draft[] {
  return state.calls.some(({ id }) => id === told.id) ? [] : [openerOf(told)];
}

function openerOf({ id, call }: Told): Draft {
  return { ...familyOf(call.name).open(call), key: callKey(id, 'pre'), call: id };
}

function read({ fields, payload, evidence }: EventInput): Told | undefined {
  if (typeof payload['tool_use_id'] !== 'string' || payload['tool_use_id'] === '' || typeof payload['tool_name'] !== 'string') return undefined;
  const id = fields.text('tool_use_id') ?? '';
  const name = fields.text('tool_name') ?? '';
  const server = fields.object('mcp_server');
  const cwd = payload['cwd'];
  return { id, call: { name, input: fields.value('tool_input'), evidence, ...(server && { server }), ...(typeof cwd === 'string' && { cwd }) } };
}

function unreadable({ payload, fields }: EventInput): readonly Draft[] {
  return single('harness_event', { name: String(payload['hook_event_name']) }, fields);
}

function numbered(id: string, events: readonly { readonly type: string; readonly data: JsonObject }[]): readonly Draft[] {
  return events.map((event, index) => ({ ...event, call: id, key: callKey(id, 'post', index) }));
}

function durationOf({ fields }: EventInput): number | undefined {
  const milliseconds = fields.number('duration_ms');
  return milliseconds === undefined ? undefined : Math.round(milliseconds * 1000);
}

/** The result of a call that started a subagent names it: corrects a start that was linked by order. */
function confirmedAgent({ state }: EventInput, { id }: Told, response: JsonValue | undefined): readonly Draft[] {
  const agent = isJsonObject(response) && typeof response['agentId'] === 'string' ? response['agentId'] : undefined;
  const started = state.agents.find((one) => one.id === agent);
  if (agent === undefined || !started || started.call === id) return [];
  return [{ type: 'subagent_start', data: present({ agentType: started.type, extra: { confirmed: true } }), call: id, agent }];
}
