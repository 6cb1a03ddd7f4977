import { isJsonObject, type JsonObject } from '@playhead/protocol';
import type { HarnessContext, HarnessReduction, RecordInput } from '@playhead/recorder';
import type { Draft } from './draft.ts';
import { single, type EventInput } from './events/event-input.ts';
import { converters } from './events/index.ts';
import { fieldsOf } from './fields.ts';
import { restore } from './restore.ts';
import type { ClaudeState } from './state.ts';

/** The records of a payload and the state after them, which is the state those records restore to. */
export function reduce(state: ClaudeState, payload: JsonObject, context: HarnessContext): HarnessReduction<ClaudeState> {
  const records = recordsOf(state, payload, context);
  return { state: records.reduce<ClaudeState>(restore, state), records };
}

function recordsOf(state: ClaudeState, payload: JsonObject, context: HarnessContext): readonly RecordInput[] {
  const given = isJsonObject(payload) ? payload : {};
  const name = typeof given['hook_event_name'] === 'string' && given['hook_event_name'] !== '' ? given['hook_event_name'] : 'unknown';
  const agent = textOf(given['agent_id']);
  const starts = name === 'SubagentStart'; // one that goes on does so for another turn
  const turn = (starts ? undefined : state.agents.find(({ id }) => id === agent)?.turn) ?? textOf(given['prompt_id']) ?? state.turn;
  const place = (drafts: readonly Draft[]): readonly RecordInput[] => drafts.map((draft) => placed(draft, { at: context.at, turn, agent }));
  const input = (): EventInput => ({ state, payload: given, fields: ownFields(state, given), turn, agent, evidence: context.evidence });
  const generic = (): readonly RecordInput[] => place(single('harness_event', { name }, input().fields));
  try {
    const convert = converters.get(name);
    return convert ? place(convert(input())) : generic();
  } catch {
    return generic(); // nothing of a payload is worth failing for: it is kept as it came
  }
}

/** The payload without the fields that header, state and record carry. */
function ownFields(state: ClaudeState, payload: JsonObject): EventInput['fields'] {
  const fields = fieldsOf(payload);
  for (const base of ['session_id', 'transcript_path', 'cwd', 'prompt_id', 'agent_id']) {
    if (typeof payload[base] === 'string') fields.drop(base);
  }
  if (typeof payload['hook_event_name'] === 'string') fields.drop('hook_event_name');
  const known = state.agents.find(({ id }) => id === payload['agent_id']);
  const ofAgent = payload['hook_event_name'] === 'SubagentStart' || payload['hook_event_name'] === 'SubagentStop';
  if (known && !ofAgent && known.type === payload['agent_type']) fields.drop('agent_type');
  return fields;
}

/** A draft in its place. */
export function placed(draft: Draft, defaults: { at: number; turn: string | undefined; agent: string | undefined }): RecordInput {
  const { type, data, key, call } = draft;
  const turn = draft.turn === undefined ? defaults.turn : draft.turn;
  const agent = draft.agent === undefined ? defaults.agent : draft.agent;
  return {
    type, data, at: defaults.at,
    ...(key !== undefined && { key }), ...(turn !== undefined && turn !== null && { turn }),
    ...(call !== undefined && { call }), ...(agent !== undefined && agent !== null && { agent }),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
