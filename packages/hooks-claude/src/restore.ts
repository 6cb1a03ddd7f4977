import { isBlobRef, isJsonObject, type JsonObject, type JsonValue, type SessionRecord, type TextValue } from '@playhead/protocol';
import { valueDigest } from './digest.ts';
import { phaseOf } from './draft.ts';
import type { ClaudeState, OpenCall } from './state.ts';

/** What `restore` reads of a record; a record not numbered yet has it too. */
export type RestorableRecord = Pick<SessionRecord, 'type' | 'data'> & Partial<Pick<SessionRecord, 'key' | 'turn' | 'call' | 'agent'>>;

type Restorer = (state: ClaudeState, record: RestorableRecord, data: JsonObject) => ClaudeState;

/** The newest tasks whose titles are remembered. */
const TASKS_KEPT = 200;

/** One entry per event type that changes the state. */
const restorers: ReadonlyMap<string, Restorer> = new Map<string, Restorer>([
  ['terminal_command', opened],
  ['tool_call', opened],
  ['mcp_call', opened],
  ['skill_use', opened],
  ['tool_result', closed],
  ['permission_request', (state, { call }) => (call === undefined ? state : withCall(state, call, (open) => ({ ...open, asked: true })))],
  ['test_result', tested],
  ['prompt', prompted],
  ['turn_end', turnEnded],
  ['subagent_start', agentStarted],
  ['task_list', tasksChanged],
  ['session_stop', (state) => ({ ...state, ended: true })],
]);

/** The state after a record: `reduce` itself advances its state with this, so that log and memory agree. */
export function restore(state: ClaudeState, record: RestorableRecord): ClaudeState {
  return restorers.get(record.type)?.(state, record, isJsonObject(record.data) ? record.data : {}) ?? state;
}

function opened(state: ClaudeState, record: RestorableRecord, data: JsonObject): ClaudeState {
  const { call: id, agent, turn } = record;
  if (id === undefined || state.calls.some((open) => open.id === id)) return state;
  const input = inputOf(record.type, data);
  const agentType = isJsonObject(input) && data['kind'] === 'subagent' ? textOf(input['subagent_type']) : undefined;
  const command = record.type === 'terminal_command' ? textOf(data['command']) : undefined;
  const call: OpenCall = {
    id, name: textOf(data['tool']) ?? textOf(data['name']) ?? '', input: valueDigest(input), ...(command !== undefined && { command: valueDigest(command) }),
    ...(agent !== undefined && { agent }), ...(turn !== undefined && { turn }), ...(agentType !== undefined && { agentType }),
  };
  return { ...state, calls: [...state.calls, call] };
}

/** The input of a tool, put together again from its opening record. */
function inputOf(type: string, data: JsonObject): JsonValue | undefined {
  const input = data['input'];
  if (type === 'terminal_command') {
    return { command: data['command'], ...(data['description'] !== undefined && { description: data['description'] }), ...(isJsonObject(input) && input) };
  }
  if (type === 'skill_use') return { skill: data['name'], ...(data['arguments'] !== undefined && { args: data['arguments'] }) };
  return input;
}

function closed(state: ClaudeState, { call, key }: RestorableRecord, data: JsonObject): ClaudeState {
  if (call === undefined) return state;
  if (phaseOf(key) === 'post') return withCall(state, call, (open) => ({ ...open, status: textOf(data['status']) ?? 'ok' }));
  return { ...state, calls: state.calls.filter((open) => open.id !== call) };
}

function tested(state: ClaudeState, { agent }: RestorableRecord, data: JsonObject): ClaudeState {
  const { failed } = data;
  return agent !== undefined || typeof failed !== 'number' ? state : { ...state, tests: failed > 0 ? 'failed' : 'passed' };
}

function prompted(state: ClaudeState, { turn, agent }: RestorableRecord, data: JsonObject): ClaudeState {
  if (agent !== undefined) return state; // what a subagent is asked is no turn
  const isLate = turn !== undefined && turn !== state.turn && turn === state.endedTurn; // its hook hung until the turn was over
  return {
    ...state,
    ...(turn !== undefined && { turn }),
    ...(typeof data['text'] === 'string' && { prompt: valueDigest(data['text']) }),
    ...(!isLate && { turnState: 'open' }),
    named: state.named || data['origin'] === 'human',
    calls: state.calls.filter((open) => open.agent !== undefined || open.status === undefined), // ended calls whose batch never came
  };
}

function turnEnded(state: ClaudeState, { turn }: RestorableRecord, data: JsonObject): ClaudeState {
  const outcome = data['outcome'];
  const text = data['text'];
  return {
    ...state,
    ...(turn !== undefined && { endedTurn: turn }),
    turnState: outcome === 'failed' || outcome === 'interrupted' ? outcome : 'success',
    ...(isText(text) && { lastText: text }),
  };
}

function agentStarted(state: ClaudeState, record: RestorableRecord, data: JsonObject): ClaudeState {
  const { agent, call, key } = record;
  if (agent === undefined) return state;
  const type = textOf(data['agentType']);
  const known = state.agents.find(({ id }) => id === agent);
  const isConfirmed = known !== undefined && (key !== undefined || isJsonObject(data['extra']) && data['extra']['confirmed'] === true); // told before, and now only linked
  const turn = isConfirmed ? known.turn : record.turn;
  const started = { id: agent, ...(type !== undefined && { type }), ...(call !== undefined && { call }), ...(turn !== undefined && { turn }) };
  const calls = state.calls.map(({ started: other, ...open }) => {
    if (open.id === call) return { ...open, started: agent };
    return other === undefined || other === agent ? open : { ...open, started: other };
  });
  return { ...state, calls, agents: [...state.agents.filter(({ id }) => id !== agent), started] };
}

function tasksChanged(state: ClaudeState, _record: RestorableRecord, data: JsonObject): ClaudeState {
  const tasks = new Map(state.tasks.map((task) => [task.id, task]));
  for (const item of Array.isArray(data['tasks']) ? data['tasks'] : []) {
    const id = textOf(item?.id);
    const title = textOf(item?.title);
    if (id !== undefined && title !== undefined && title !== '') tasks.set(id, { id, title });
  }
  return { ...state, tasks: [...tasks.values()].slice(-TASKS_KEPT) };
}

function withCall(state: ClaudeState, id: string, change: (open: OpenCall) => OpenCall): ClaudeState {
  return { ...state, calls: state.calls.map((open) => (open.id === id ? change(open) : open)) };
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isText(value: unknown): value is TextValue {
  return typeof value === 'string' || isBlobRef(value);
}
