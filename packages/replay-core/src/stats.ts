import type { EventKind } from '@playhead/protocol';
import { dataOf, numberIn } from './model/read-data.ts';
import type { ReplayEvent, SessionModel, Step, UsageTotals } from './model/types.ts';
import { attemptOf, lastEventOf } from './review/attempts.ts';
import { IDLE_FROM_MS } from './player/create-time-map.ts';

/** Steps counted together. */
export interface StepCount {
  readonly count: number;
  /** How many of them failed. */
  readonly failed: number;
  readonly denied: number;
  /** How long they took, added up, in microseconds. Steps that ran side by side count each. */
  readonly durationUs: number;
}

/** What one turn took. */
export interface TurnStatistics {
  readonly turnId: string;
  /** Microseconds since the Unix epoch. */
  readonly at: number;
  readonly durationUs: number;
  readonly steps: number;
  readonly failed: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** What its messages say; else its share of what the session cost, where one model did it all. Absent where the recording names no cost. */
  readonly costUsd?: number;
}

/** How long one tool takes. */
export interface ToolLatency {
  readonly tool: string;
  /** Calls of which it is known. */
  readonly count: number;
  readonly medianUs: number;
  /** So long or less took 95 of 100 calls. */
  readonly p95Us: number;
  readonly maxUs: number;
}

/** A call that was tried again with the same input after it failed. */
export interface RetriedCall {
  /** The first attempt. */
  readonly stepId: string;
  readonly title: string;
  /** All attempts, the first among them. */
  readonly attempts: number;
  /** Whether the last one went well. */
  readonly succeeded: boolean;
  /** An event of the last attempt. */
  readonly eventId: string;
}

/** A session in figures. */
export interface SessionStatistics {
  /** All steps. */
  readonly steps: StepCount;
  /** By kind, the most frequent first. */
  readonly byKind: readonly (StepCount & { readonly kind: EventKind })[];
  /** By the harness's name of the tool, the most frequent first. Steps without one are left out. */
  readonly byTool: readonly (StepCount & { readonly tool: string })[];
  /** `main`, then the subagents in the order they started. */
  readonly byAgent: readonly (StepCount & { readonly agentId: string; readonly inputTokens: number; readonly outputTokens: number })[];
  /** By tool, the slowest median first. */
  readonly latency: readonly ToolLatency[];
  /** The most attempts first. */
  readonly retries: readonly RetriedCall[];
  /** In display order. Tokens of messages; what is known of the whole session only is in `usage`. */
  readonly turns: readonly TurnStatistics[];
  /** Tokens and cost of the session. */
  readonly usage: UsageTotals;
  /** Milliseconds from the first event to the last. */
  readonly wallMs: number;
  /** `wallMs` without the gaps of more than 2 s in which nothing happened. */
  readonly activeMs: number;
  readonly filesChanged: number;
  readonly filesRead: number;
  readonly linesAdded: number;
  readonly linesRemoved: number;
  /** Test runs; `last` is what the latest one found. */
  readonly tests: { readonly runs: number; readonly failedRuns: number; readonly last?: { readonly passed: number; readonly failed: number; readonly skipped: number } };
  /** Steps that went wrong, and what went wrong outside of steps. */
  readonly errors: number;
  readonly denials: number;
}

/**
 * Counts a session. Looks at every step and event: ask for it when it is shown, not for every event that arrives.
 *
 * @example
 * ```ts
 * const { steps, activeMs, tests } = statsOf(model);
 * `${steps.count} steps in ${activeMs / 1000} s, ${tests.failedRuns} of ${tests.runs} test runs failed`;
 * ```
 */
export function statsOf(model: SessionModel): SessionStatistics {
  const steps = model.turns.flatMap((turn) => turn.steps);
  const usage = usageBy(model.events);
  const { wallMs, activeMs } = timesOf(model.events);
  const last = model.tests.at(-1);
  const denials = model.moments.filter(({ type }) => type === 'denied').length;
  return {
    steps: countOf(steps),
    byKind: grouped(steps, ({ kind }) => kind).map(([kind, of]) => ({ kind, ...countOf(of) })),
    byTool: grouped(steps, ({ tool }) => tool).map(([tool, of]) => ({ tool, ...countOf(of) })),
    latency: latencyOf(steps), retries: retriesOf(steps),
    byAgent: byAgent(model, steps, usage.agents),
    turns: model.turns.map((turn) => {
      const { costUsd, ...tokens } = usage.turns.get(turn.id) ?? NO_TOKENS;
      const { count, failed } = countOf(turn.steps);
      return { turnId: turn.id, at: turn.startedAt, durationUs: turn.durationUs, steps: count, failed, ...tokens, ...(costUsd !== undefined && { costUsd }) };
    }),
    usage: model.usage, wallMs, activeMs,
    filesChanged: model.files.filter(({ changes }) => changes.length > 0).length,
    filesRead: model.files.filter(({ reads }) => reads > 0).length,
    linesAdded: model.files.reduce((sum, { added }) => sum + added, 0),
    linesRemoved: model.files.reduce((sum, { removed }) => sum + removed, 0),
    tests: {
      runs: model.tests.length, failedRuns: model.tests.filter(({ failed }) => failed > 0).length,
      ...(last && { last: { passed: last.passed, failed: last.failed, skipped: last.skipped } }),
    },
    errors: Math.max(0, model.errorIds.length - denials), denials,
  };
}

function countOf(steps: readonly Step[]): StepCount {
  return {
    count: steps.length,
    failed: steps.filter(({ status }) => status === 'failed').length,
    denied: steps.filter(({ status }) => status === 'denied').length,
    durationUs: steps.reduce((sum, { durationUs = 0 }) => sum + durationUs, 0),
  };
}

/** Steps by what they have in common, the largest group first; groups of one size by what came first. */
function grouped<Key extends string>(steps: readonly Step[], keyOf: (step: Step) => Key | undefined): readonly (readonly [Key, readonly Step[]])[] {
  const groups = new Map<Key, Step[]>();
  for (const step of steps) {
    const key = keyOf(step);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(step);
    else groups.set(key, [step]);
  }
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}

function byAgent(model: SessionModel, steps: readonly Step[], tokens: ReadonlyMap<string, Tokens>): SessionStatistics['byAgent'] {
  const groups = new Map(grouped(steps, ({ agentId = 'main' }) => agentId));
  return ['main', ...model.subagents.map(({ id }) => id)].map((agentId) => {
    const { inputTokens, outputTokens } = tokens.get(agentId) ?? NO_TOKENS;
    return { agentId, ...countOf(groups.get(agentId) ?? []), inputTokens, outputTokens };
  });
}

function latencyOf(steps: readonly Step[]): readonly ToolLatency[] {
  const timed = steps.filter(({ durationUs }) => durationUs !== undefined);
  return grouped(timed, ({ tool, mcp }) => (mcp ? `${mcp.server} › ${mcp.tool}` : tool)).map(([tool, of]) => {
    const took = of.map(({ durationUs = 0 }) => durationUs).sort((a, b) => a - b);
    const at = (share: number): number => took[Math.min(took.length - 1, Math.ceil(took.length * share) - 1)] ?? 0;
    return { tool, count: took.length, medianUs: at(0.5), p95Us: at(0.95), maxUs: at(1) };
  }).sort((a, b) => b.medianUs - a.medianUs);
}

/** An attempt that went well ends a row of attempts; one that nobody allowed or that goes on is none. */
function retriesOf(steps: readonly Step[]): readonly RetriedCall[] {
  const open = new Map<string, Step[]>();
  const rows: (readonly Step[])[] = [];
  for (const step of steps) {
    if (step.status !== 'failed' && step.status !== 'ok') continue;
    if (step.status === 'ok' && open.size === 0) continue;
    const key = attemptOf(step);
    const row = open.get(key);
    if (row) row.push(step);
    else if (step.status === 'failed') {
      open.set(key, [step]);
      rows.push(open.get(key) ?? []);
    }
    if (step.status === 'ok') open.delete(key);
  }
  return rows.flatMap((row): RetriedCall[] => {
    const [first, last] = [row[0], row.at(-1)];
    return first && last && row.length > 1 ? [{ stepId: first.id, title: first.title, attempts: row.length, succeeded: last.status === 'ok', eventId: lastEventOf(last) }] : [];
  }).sort((a, b) => b.attempts - a.attempts);
}

interface Tokens { readonly inputTokens: number; readonly outputTokens: number; readonly costUsd?: number }
const NO_TOKENS: Tokens = { inputTokens: 0, outputTokens: 0 };

/** Tokens by turn and by agent: of messages, and of a subagent as a whole where no message of it was counted. */
function usageBy(events: readonly ReplayEvent[]): { readonly turns: ReadonlyMap<string, Tokens>; readonly agents: ReadonlyMap<string, Tokens> } {
  const [turns, agents] = [new Map<string, Tokens>(), new Map<string, Tokens>()];
  const add = (to: Map<string, Tokens>, key: string, { record }: ReplayEvent): void => {
    const [data, sum] = [dataOf(record), to.get(key) ?? NO_TOKENS];
    const cost = numberIn(data, 'costUsd');
    const costUsd = cost === undefined ? sum.costUsd : (sum.costUsd ?? 0) + cost;
    to.set(key, {
      inputTokens: sum.inputTokens + (numberIn(data, 'inputTokens') ?? 0), outputTokens: sum.outputTokens + (numberIn(data, 'outputTokens') ?? 0),
      ...(costUsd !== undefined && { costUsd }),
    });
  };
  const usage = events.filter(({ record }) => record.type === 'usage');
  const counts: ReplayEvent[] = [];
  for (const scope of ['message', 'agent']) {
    const counted = new Set(agents.keys());
    for (const event of usage) {
      const { agent = 'main' } = event.record;
      if ((dataOf(event.record)['scope'] ?? 'message') !== scope || (scope === 'agent' && counted.has(agent))) continue;
      counts.push(event);
      add(agents, agent, event);
      if (event.turnId !== undefined) add(turns, event.turnId, event);
    }
  }
  for (const [turn, costUsd] of sharedCost(usage, counts)) turns.set(turn, { ...(turns.get(turn) ?? NO_TOKENS), costUsd });
  return { turns, agents };
}

/** What tokens cost beside one that is read, with the providers whose prices are known, whatever the model: enough to share a sum by. */
const WEIGHTS = { inputTokens: 1, outputTokens: 5, cacheReadTokens: 0.1, cacheWriteTokens: 1.25 } as const;

/** What turns cost where only the session's cost is known: their share, by the tokens that it was told after. Nothing where models of different prices took part. */
function sharedCost(usage: readonly ReplayEvent[], counts: readonly ReplayEvent[]): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  const costOf = ({ record }: ReplayEvent): number | undefined => numberIn(dataOf(record), 'costUsd');
  const whole = usage.findLast((event) => dataOf(event.record)['scope'] === 'session' && costOf(event) !== undefined);
  const paid = counts.filter(({ record }) => whole !== undefined && record.at <= whole.record.at);
  const models = new Set(paid.map(({ record }) => dataOf(record)['model']));
  if (!whole || models.size > 1 || counts.some((event) => costOf(event) !== undefined)) return shares;
  const weightOf = ({ record }: ReplayEvent): number => Object.entries(WEIGHTS).reduce((sum, [field, weight]) => sum + weight * (numberIn(dataOf(record), field) ?? 0), 0);
  const all = paid.reduce((sum, event) => sum + weightOf(event), 0);
  for (const event of paid) if (event.turnId !== undefined && all > 0) shares.set(event.turnId, (shares.get(event.turnId) ?? 0) + ((costOf(whole) ?? 0) * weightOf(event)) / all);
  return shares;
}

function timesOf(events: readonly ReplayEvent[]): { readonly wallMs: number; readonly activeMs: number } {
  let previous = events.at(0)?.record.at ?? 0;
  const first = previous;
  let idleMs = 0;
  for (const { record } of events) {
    const gapMs = (record.at - previous) / 1000;
    if (gapMs > IDLE_FROM_MS) idleMs += gapMs;
    previous = record.at;
  }
  const wallMs = (previous - first) / 1000;
  return { wallMs, activeMs: wallMs - idleMs };
}
