import { dataOf, numberIn, stringIn } from '../model/read-data.ts';
import type { ReplayEvent, SessionModel, Step, SubagentRun } from '../model/types.ts';
import type { SessionStatistics } from '../stats.ts';
import { boundedName, boundedVersion, modelName, pluginOf, pluginVersions, subagentName } from './catalog-names.ts';
import { countCalls, type Call } from './count-calls.ts';
import { usedTurns } from './used-turns.ts';
import type { CatalogKind, MetricEntry } from './types.ts';

/** Entries of one kind that a session has at most. */
const MOST_OF_KIND = 200;

/** What an entry is made of. */
interface Draft {
  readonly kind: CatalogKind;
  readonly name: string;
  readonly version?: string;
  readonly calls: Call[];
  readonly turns: Map<string, Call[]>;
  firstAt: number;
  lastAt: number;
  /** Messages of a model, which are its calls. */
  messages: number;
  inputTokens: number;
  outputTokens: number;
  costUsd: number | undefined;
}

/** What a session used, the most used of each kind first, and how many entries had no place. */
export function metricEntries(model: SessionModel, stats: SessionStatistics, retriesOf: (stepId: string) => number): { readonly entries: readonly MetricEntry[]; readonly more: number } {
  const drafts = draftsOf(model, stats);
  const taken = new Map(stats.turns.map((turn) => [turn.turnId, turn]));
  const byKind = new Map<CatalogKind, MetricEntry[]>();
  for (const { kind, name, version, calls, turns, firstAt, lastAt, messages, inputTokens, outputTokens, costUsd } of drafts) {
    const counts = countCalls(calls, retriesOf);
    const entry: MetricEntry = {
      kind, name, ...(version !== undefined && { version }), ...counts, calls: counts.calls + messages, firstAt, lastAt, inputTokens, outputTokens, ...(costUsd !== undefined && { costUsd }),
      ...(kind !== 'tool' && { turns: usedTurns(kind, turns, { turns: model.turns, taken }) }),
    };
    const others = byKind.get(kind);
    if (others) others.push(entry);
    else byKind.set(kind, [entry]);
  }
  const kept = [...byKind.values()].map((entries) => entries.sort((a, b) => b.calls - a.calls).slice(0, MOST_OF_KIND));
  return { entries: kept.flat(), more: drafts.length - kept.reduce((sum, { length }) => sum + length, 0) };
}

function draftsOf(model: SessionModel, { byAgent }: SessionStatistics): readonly Draft[] {
  const drafts = new Map<string, Draft>();
  const draft = (kind: CatalogKind, name: string, version: string | undefined, at: number): Draft => {
    const of = { kind, name: boundedName(name), ...boundedVersion(version) };
    const key = JSON.stringify([kind, of.name, of.version]);
    const known = drafts.get(key) ?? { ...of, calls: [], turns: new Map<string, Call[]>(), firstAt: at, lastAt: at, messages: 0, inputTokens: 0, outputTokens: 0, costUsd: undefined };
    drafts.set(key, known);
    known.firstAt = Math.min(known.firstAt, at);
    known.lastAt = Math.max(known.lastAt, at);
    return known;
  };
  const servers = new Map<string, string>(); // version by step
  for (const { record, stepId } of model.events) {
    const version = record.type === 'mcp_call' ? stringIn(dataOf(record), 'serverVersion') : undefined;
    if (stepId !== undefined && version !== undefined) servers.set(stepId, version);
  }
  const plugins = pluginVersions(model.events);
  const steps = new Map<string, Step>();
  for (const { steps: own } of model.turns) {
    for (const step of own) {
      steps.set(step.id, step);
      for (const [kind, name, version] of usedBy(step, servers.get(step.id), plugins)) addCall(draft(kind, name, version, step.startedAt), step);
    }
  }
  const tokens = new Map(byAgent.map((agent) => [agent.agentId, agent]));
  for (const run of model.subagents) {
    const call = callOf(run, run.parentStepId === undefined ? undefined : steps.get(run.parentStepId));
    const name = subagentName(run);
    const plugin = pluginOf(name);
    if (plugin !== undefined) addCall(draft('plugin', plugin, plugins.get(plugin), run.startedAt), call);
    const own = draft('subagent', name, undefined, run.startedAt);
    addCall(own, call);
    const { inputTokens = 0, outputTokens = 0 } = tokens.get(run.id) ?? {};
    own.inputTokens += inputTokens;
    own.outputTokens += outputTokens;
  }
  for (const event of model.events) addUsage(event, draft);
  return [...drafts.values()];
}

function usedBy({ tool, mcp, skill }: Step, serverVersion: string | undefined, plugins: ReadonlyMap<string, string>): readonly (readonly [CatalogKind, string, string | undefined])[] {
  const plugin = skill ? pluginOf(skill.name) : mcp?.server.startsWith('plugin:') ? pluginOf(mcp.server) : undefined;
  return [
    ...(mcp ? [['mcp_server', mcp.server, serverVersion], ['mcp_tool', `${mcp.server}/${mcp.tool}`, serverVersion]] as const : []),
    ...(!mcp && tool !== undefined ? [['tool', tool, undefined]] as const : []),
    ...(skill ? [['skill', skill.name, skill.version]] as const : []),
    ...(plugin === undefined ? [] : [['plugin', plugin, plugins.get(plugin)]] as const),
  ];
}

/** A run of a subagent ends as the call that started it did, and takes as long as the subagent. */
function callOf({ id, startedAt, endedAt }: SubagentRun, parent: Step | undefined): Call {
  const durationUs = endedAt === undefined ? parent?.durationUs : Math.max(0, endedAt - startedAt);
  return {
    id, status: parent?.status ?? (endedAt === undefined ? 'running' : 'ok'),
    ...(durationUs !== undefined && { durationUs }), ...(parent?.turnId !== undefined && { turnId: parent.turnId }),
  };
}

function addCall({ calls, turns }: Draft, call: Call): void {
  calls.push(call);
  if (call.turnId === undefined) return;
  const own = turns.get(call.turnId);
  if (own) own.push(call);
  else turns.set(call.turnId, [call]);
}

/** A message of a model; what a record says of a subagent or of the session as a whole would count twice. */
function addUsage({ record, turnId }: ReplayEvent, draft: (kind: CatalogKind, name: string, version: string | undefined, at: number) => Draft): void {
  if (record.type !== 'usage') return;
  const data = dataOf(record);
  const model = stringIn(data, 'model');
  if (!model || (data['scope'] ?? 'message') !== 'message') return;
  const { name, version } = modelName(model);
  const own = draft('model', name, version, record.at);
  own.messages += 1;
  own.inputTokens += numberIn(data, 'inputTokens') ?? 0;
  own.outputTokens += numberIn(data, 'outputTokens') ?? 0;
  const cost = numberIn(data, 'costUsd');
  if (cost !== undefined) own.costUsd = (own.costUsd ?? 0) + cost;
  if (turnId !== undefined && !own.turns.has(turnId)) own.turns.set(turnId, []);
}
