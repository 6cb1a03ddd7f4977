import type { EventKind, Outcome } from '@playhead/protocol';
import type { UsageTotals } from '../model/types.ts';
import type { Distribution } from './distribution.ts';

/** The version of {@link SessionMetrics}, and of how they are kept. */
export const METRICS_VERSION = 3;

/** What a catalog tells apart. `mcp_tool` is named `server/tool`. */
export type CatalogKind = 'tool' | 'mcp_server' | 'mcp_tool' | 'skill' | 'plugin' | 'subagent' | 'model';

/** Every {@link CatalogKind}. What is kept goes by this order: add at the end. */
export const CATALOG_KINDS: readonly CatalogKind[] = ['tool', 'mcp_server', 'mcp_tool', 'skill', 'plugin', 'subagent', 'model'];

/** Calls counted together. */
export interface CallMetrics {
  readonly calls: number;
  readonly failed: number;
  readonly denied: number;
  readonly interrupted: number;
  /** Calls that tried again, with the same input, what had failed. */
  readonly retries: number;
  /** How long calls took, in microseconds, where it is known. */
  readonly latencyUs: Distribution;
}

/** The turns in which something was used. */
export interface UsedTurns {
  readonly count: number;
  /** Sessions of which the first turn with it is over. */
  readonly first: number;
  /** How many of those first turns were accepted: see docs/reference/metrics.md. */
  readonly accepted: number;
  /** All steps of these turns, and how many failed. */
  readonly steps: number;
  readonly failedSteps: number;
  readonly durationUs: Distribution;
  /** Tokens read and written by these turns, those of the cache left out. */
  readonly tokens: Distribution;
}

/** A tool, an MCP server or tool, a skill, a plugin, a subagent or a model, in one version, as a session used it. */
export interface MetricEntry extends CallMetrics {
  readonly kind: CatalogKind;
  /** At most 200 characters. */
  readonly name: string;
  /** At most 100 characters. Absent where nobody told it. */
  readonly version?: string;
  /** Microseconds since the Unix epoch. */
  readonly firstAt: number;
  /** Microseconds since the Unix epoch. */
  readonly lastAt: number;
  /** Of models and subagents: what they themselves read and wrote. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Absent where no record names a cost. */
  readonly costUsd?: number;
  /** Absent of tools. */
  readonly turns?: UsedTurns;
}

/** The rounds of an actor-critic loop. */
export interface LoopMetrics {
  readonly count: number;
  /** Rounds that a critic decided on. */
  readonly decided: number;
  /** Rounds that it approved of. */
  readonly approved: number;
  /** Whether the first decision approved. Absent where there was none. */
  readonly firstApproved?: boolean;
  /** Rounds with feedback, and how many characters that had. */
  readonly feedbacks: number;
  readonly feedbackCharacters: number;
  /** How long rounds took, in microseconds. */
  readonly cycleUs: Distribution;
}

/** A session in figures that add up over sessions: small, whatever the session is like. */
export interface SessionMetrics {
  readonly schemaVersion: typeof METRICS_VERSION;
  /** Microseconds since the Unix epoch. */
  readonly startedAt: number;
  /** How it ended, derived where nobody said so. Absent while it goes on. */
  readonly outcome?: Outcome;
  /** From the first event to the last, in microseconds. */
  readonly durationUs: number;
  /** The same without the gaps of more than 2 s in which nothing happened. */
  readonly activeUs: number;
  readonly turns: number;
  /** How long turns took that have an end, from the prompt. */
  readonly turnUs: Distribution;
  readonly usage: UsageTotals;
  /** All steps. */
  readonly steps: CallMetrics;
  /** By kind of step, the most frequent first. */
  readonly kinds: readonly (CallMetrics & { readonly kind: EventKind })[];
  /** Things that went wrong outside of steps count, too. */
  readonly errors: number;
  readonly tests: {
    readonly runs: number;
    readonly failedRuns: number;
    /** From the start of the session to the first run in which tests passed and none failed. Absent where there is none. */
    readonly firstGreenUs?: number;
  };
  readonly files: { readonly changed: number; readonly read: number; readonly linesAdded: number; readonly linesRemoved: number };
  /** Absent where there are none. */
  readonly iterations?: LoopMetrics;
  /** At most 200 of each kind, the most used first. */
  readonly entries: readonly MetricEntry[];
  /** How many entries had no place. */
  readonly moreEntries: number;
}
