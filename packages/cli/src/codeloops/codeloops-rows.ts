import { isJsonObject, OUTCOMES, type JsonObject, type Outcome, type SessionHeader } from '@playhead/protocol';
import type { HistoryRecord } from '@playhead/recorder';
import { basename } from 'node:path';

/** The prompt and all rounds on it. */
const TURN = 'codeloops';

/** What of a session the lines so far have told. */
export interface CodeloopsState {
  /** When the last thing happened: microseconds since the Unix epoch. */
  readonly lastAt: number;
  /** What is added to the numbers of rounds, so that the first is 1: most versions count from 0. */
  readonly shift?: number;
}

/** The object of a line; undefined for one that is none. */
export function rowOf(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined; // it was cut off
  }
}

/** When a line was written: microseconds since the Unix epoch. */
export function timeOf(row: JsonObject): number | undefined {
  const text = textIn(row, 'timestamp');
  const ms = Date.parse(text ?? '');
  if (!Number.isFinite(ms)) return undefined;
  const fraction = /\.(\d+)/.exec(text ?? '')?.[1] ?? '';
  return Math.floor(ms / 1000) * 1_000_000 + Number(fraction.slice(0, 6).padEnd(6, '0'));
}

/** What the first line says of the whole session. */
export function headerOf(row: JsonObject, harnessSessionId: string): Omit<SessionHeader, 'sessionId'> {
  const { type: _type, timestamp: _timestamp, prompt: _prompt, working_dir: _cwd, actor_agent: _actor, critic_agent: _critic, actor_model: _actorModel, critic_model: _criticModel, max_iterations: most, ...extra } = row;
  const prompt = textIn(row, 'prompt');
  const cwd = textIn(row, 'working_dir');
  const folder = cwd === undefined ? undefined : basename(cwd);
  const agents = (['actor', 'critic'] as const).map((id) => {
    const name = textIn(row, `${id}_agent`);
    const model = textIn(row, `${id}_model`);
    return { id, type: id, ...(name !== undefined && { name }), ...(model !== undefined && { model }) };
  });
  const models = [...new Set(agents.flatMap(({ model }) => model ?? []))];
  const firstLine = prompt?.split('\n').find((line) => line.trim() !== '')?.trim();
  return {
    name: firstLine === undefined ? harnessSessionId : firstLine.length > 120 ? `${firstLine.slice(0, 119)}…` : firstLine,
    harness: 'codeloops', agentName: textIn(row, 'actor_agent') ?? 'codeloops', workspaceName: folder ?? 'unknown',
    ...(folder !== undefined && { project: folder }), ...(cwd !== undefined && { cwd }), ...(prompt !== undefined && { prompt }),
    ...(models.length > 0 && { models }), agents, ...(typeof most === 'number' && { maxIterations: most }),
    capture: { tier: 'import', loses: ['tool calls', 'terminals', 'prompts of each round'] },
    metadata: { imported: { format: 'codeloops', file: harnessSessionId }, ...(Object.keys(extra).length > 0 && { extra }) },
  };
}

/** The records of a line, and what is known after it. The order of the lines is that of the file. */
export function recordsOf(row: JsonObject, state: CodeloopsState): { readonly records: readonly HistoryRecord[]; readonly state: CodeloopsState } {
  const at = timeOf(row) ?? state.lastAt;
  const next = { ...state, lastAt: Math.max(at, state.lastAt) };
  switch (row['type']) {
    case 'session_start': return { records: promptOf(row, at), state: next };
    case 'iteration': {
      const number = countIn(row, 'iteration_number') ?? 0;
      const shift = state.shift ?? (number === 0 ? 1 : 0);
      return { records: [iterationOf(row, at, number, shift)], state: { ...next, shift } };
    }
    case 'session_end': return { records: endOf(row, at), state: next };
    default: {
      const { type, ...extra } = row;
      return { records: [{ type: 'harness_event', data: { name: String(type), extra }, at, key: `codeloops:${String(type)}:${at}`, turn: TURN }], state: next };
    }
  }
}

function promptOf(row: JsonObject, at: number): readonly HistoryRecord[] {
  const text = textIn(row, 'prompt');
  return text === undefined ? [] : [{ type: 'prompt', data: { text, origin: 'human' }, at, key: 'codeloops:prompt', turn: TURN }];
}

function iterationOf(row: JsonObject, at: number, number: number, shift: number): HistoryRecord {
  const { type: _type, timestamp: _timestamp, iteration_number: _number, actor_output: _output, actor_stderr: _stderr, actor_exit_code: code, actor_duration_secs: seconds, git_diff: _diff, git_files_changed: _files, critic_decision: said, feedback: _feedback, ...others } = row;
  const [actor, stderr, diff, critic] = ['actor_output', 'actor_stderr', 'git_diff', 'feedback'].map((name) => textIn(row, name));
  const filesChanged = countIn(row, 'git_files_changed');
  const decision = typeof said === 'string' ? /^[A-Z]+/.exec(said)?.[0] ?? said : undefined; // `DONE (confidence: 95%)`
  const extra = { ...others, ...(decision !== said && said !== undefined && { critic_decision: said }) };
  return {
    type: 'iteration', at, key: `codeloops:iteration:${number}`, turn: TURN,
    data: {
      index: number + shift,
      ...(actor !== undefined && { actor }), ...(stderr !== undefined && { stderr }),
      ...(typeof code === 'number' && { exitCode: code }),
      ...(typeof seconds === 'number' && { durationUs: Math.round(seconds * 1_000_000) }),
      ...(diff !== undefined && { diff }), ...(filesChanged !== undefined && { filesChanged }),
      ...(critic !== undefined && { critic }), ...(decision !== undefined && { decision }),
      ...(Object.keys(extra).length > 0 && { extra }),
    },
  };
}

function endOf(row: JsonObject, at: number): readonly HistoryRecord[] {
  const { type: _type, timestamp: _timestamp, outcome: said, summary: _summary, confidence, ...extra } = row;
  const outcome = outcomeOf(said);
  const summary = textIn(row, 'summary');
  const data = {
    ...(outcome && { outcome }), ...(summary !== undefined && { summary }),
    ...(typeof confidence === 'number' && confidence >= 0 && confidence <= 1 && { confidence }),
    extra: { ...extra, ...(outcome !== said && said !== undefined && { outcome: said }) },
  };
  return [
    { type: 'session_stop', data, at, key: 'codeloops:end' },
    { type: 'session_status', data: { status: 'completed' }, at, key: 'session:completed' },
  ];
}

/** An outcome in our words. */
function outcomeOf(said: unknown): Outcome | undefined {
  return said === 'user_interrupted' ? 'interrupted' : OUTCOMES.find((word) => word === said);
}

/** A text with something in it. */
function textIn(row: JsonObject, name: string): string | undefined {
  const value = row[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function countIn(row: JsonObject, name: string): number | undefined {
  const value = row[name];
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
