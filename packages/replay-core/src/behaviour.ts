import type { EventKind } from '@playhead/protocol';
import type { SessionModel, Step, TouchedFile, UsageTotals } from './model/types.ts';
import { statsOf, type SessionStatistics } from './stats.ts';

/** A file with how often it was read. */
export interface FileReads { readonly path: string; readonly reads: number }

/** A file with how much of it changed. */
export interface FileLines { readonly path: string; readonly status: TouchedFile['status']; readonly added: number; readonly removed: number }

/** Something that ran several times under one name. */
export interface RunCount { readonly name: string; readonly count: number; readonly failed: number }

/** What an agent did in a session, and what it spent. Lists hold the largest first, at most as many as were asked for. */
export interface SessionBehaviour {
  readonly read: { readonly files: number; readonly searches: number; readonly fetches: number; readonly most: readonly FileReads[] };
  readonly changed: { readonly files: number; readonly linesAdded: number; readonly linesRemoved: number; readonly commits: number; readonly most: readonly FileLines[] };
  readonly ran: {
    /** Shell commands, runs of tests among them. */
    readonly commands: number;
    readonly failedCommands: number;
    readonly testRuns: number;
    readonly failedTestRuns: number;
    readonly mcpCalls: number;
    readonly skills: number;
    readonly subagents: number;
    /** Commands by their text, MCP tools as `server › tool`, skills by name. */
    readonly most: readonly RunCount[];
  };
  readonly asked: {
    /** What people asked of the agent. */
    readonly prompts: number;
    /** What a machine, such as a schedule, asked of it. */
    readonly machinePrompts: number;
    /** What the agent asked of people: permissions and questions. */
    readonly permissions: number;
    readonly questions: number;
    /** Calls that were not allowed. */
    readonly denied: number;
  };
  readonly time: {
    readonly wallMs: number;
    readonly activeMs: number;
    /** Time of steps by kind in microseconds, the longest first; steps side by side count each. */
    readonly byKind: readonly { readonly kind: EventKind; readonly durationUs: number }[];
    /** The steps that took longest. */
    readonly longest: readonly { readonly stepId: string; readonly title: string; readonly kind: EventKind; readonly durationUs: number }[];
  };
  readonly tokens: {
    readonly usage: UsageTotals;
    /** The turns that took most, in tokens read and written. */
    readonly most: readonly { readonly turnId: string; readonly tokens: number; readonly costUsd?: number }[];
    /** `main`, then subagents that used any. */
    readonly byAgent: readonly { readonly agentId: string; readonly tokens: number }[];
  };
}

/** Options of {@link behaviourOf}. */
export interface BehaviourOptions {
  /** How many entries a list has at most. Default 5. */
  readonly most?: number;
  /** The session in figures, where it has been counted. Default: counts it. */
  readonly stats?: SessionStatistics;
}

const LONGEST_NAME = 200;

/**
 * Sums up what an agent did: what it read, changed, ran and asked, and where time and tokens went. Looks at every step and event: ask
 * for it when it is shown, not for every event that arrives.
 *
 * @example
 * ```ts
 * const { changed, ran } = behaviourOf(model);
 * `${changed.files} files changed, ${ran.failedTestRuns} of ${ran.testRuns} test runs failed`;
 * ```
 */
export function behaviourOf(model: SessionModel, { most = 5, stats = statsOf(model) }: BehaviourOptions = {}): SessionBehaviour {
  const steps = model.turns.flatMap((turn) => turn.steps);
  const commands = steps.filter(({ command, kind }) => command !== undefined || kind === 'command');
  const count = (type: string): number => model.events.reduce((sum, { record }) => sum + (record.type === type ? 1 : 0), 0);
  const origins = model.turns.flatMap(({ prompt }) => (prompt ? [prompt.origin] : []));
  const machine = origins.filter((origin) => origin === 'machine').length;
  const changed = model.files.filter(({ changes }) => changes.length > 0);
  const top = <Item>(items: readonly Item[], weightOf: (item: Item) => number): readonly Item[] => items.filter((item) => weightOf(item) > 0).sort((a, b) => weightOf(b) - weightOf(a)).slice(0, most);
  return {
    read: {
      files: stats.filesRead, searches: count('search'), fetches: count('web_fetch'),
      most: top(model.files, ({ reads }) => reads).map(({ path, reads }) => ({ path, reads })),
    },
    changed: {
      files: changed.length, linesAdded: stats.linesAdded, linesRemoved: stats.linesRemoved, commits: model.moments.filter(({ type }) => type === 'commit').length,
      most: top(changed, ({ added, removed }) => added + removed).map(({ path, status, added, removed }) => ({ path, status, added, removed })),
    },
    ran: {
      commands: commands.length, failedCommands: failed(commands), testRuns: stats.tests.runs, failedTestRuns: stats.tests.failedRuns,
      mcpCalls: steps.filter(({ mcp }) => mcp).length, skills: steps.filter(({ skill }) => skill).length, subagents: model.subagents.length,
      most: top(runs(steps), (run) => run.count),
    },
    asked: {
      prompts: origins.length - machine, machinePrompts: machine, permissions: count('permission_request'),
      questions: model.events.reduce((sum, { record }) => sum + (record.type === 'elicitation' && record.data['phase'] === 'request' ? 1 : 0), 0),
      denied: steps.filter(({ status }) => status === 'denied').length,
    },
    time: {
      wallMs: stats.wallMs, activeMs: stats.activeMs,
      byKind: stats.byKind.filter(({ durationUs }) => durationUs > 0).map(({ kind, durationUs }) => ({ kind, durationUs })).sort((a, b) => b.durationUs - a.durationUs),
      longest: top(steps, ({ durationUs = 0 }) => durationUs).map(({ id, title, kind, durationUs = 0 }) => ({ stepId: id, title: title.slice(0, LONGEST_NAME), kind, durationUs })),
    },
    tokens: {
      usage: stats.usage,
      most: top(stats.turns.map(({ turnId, inputTokens, outputTokens, costUsd }) => ({ turnId, tokens: inputTokens + outputTokens, ...(costUsd !== undefined && { costUsd }) })), ({ tokens }) => tokens),
      byAgent: stats.byAgent.map(({ agentId, inputTokens, outputTokens }) => ({ agentId, tokens: inputTokens + outputTokens })).filter(({ tokens }) => tokens > 0),
    },
  };
}

function failed(steps: readonly Step[]): number {
  return steps.filter(({ status }) => status === 'failed').length;
}

function runs(steps: readonly Step[]): readonly RunCount[] {
  const counts = new Map<string, RunCount>();
  for (const { command, mcp, skill, status } of steps) {
    const name = (command ?? (mcp ? `${mcp.server} › ${mcp.tool}` : skill?.name))?.slice(0, LONGEST_NAME);
    if (name === undefined) continue;
    const { count = 0, failed: wrong = 0 } = counts.get(name) ?? {};
    counts.set(name, { name, count: count + 1, failed: wrong + (status === 'failed' ? 1 : 0) });
  }
  return [...counts.values()];
}
