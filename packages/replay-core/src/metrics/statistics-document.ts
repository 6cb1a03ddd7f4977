import type { FiguresCover } from './session-figures.ts';

/** The version of {@link StatisticsDocument}. */
export const STATISTICS_DOCUMENT_VERSION = 1;

/** A stretch of the calendar, in UTC. A week begins on Monday. */
export type StatisticsPeriod = 'day' | 'week' | 'month';

/** What sessions add up to. Times are integer microseconds; what is not defined for them is null: see docs/reference/metrics.md. */
export interface StatisticsSums {
  readonly sessions: number;
  /** How many of them are measured: what follows `outcomes` speaks of those. */
  readonly measured: number;
  /** How they ended; `none` goes on, or nobody can tell. */
  readonly outcomes: { readonly success: number; readonly failed: number; readonly interrupted: number; readonly max_iterations_reached: number; readonly none: number };
  /** Of those that ended, the share with `success`. */
  readonly successRate: number | null;
  readonly durationUs: { readonly total: number; readonly mean: number | null; readonly median: number | null; readonly p95: number | null };
  readonly activeUs: number;
  readonly turns: number;
  /** How long a turn took. */
  readonly turnUs: { readonly median: number | null; readonly p95: number | null };
  readonly steps: number;
  readonly failedSteps: number;
  readonly deniedSteps: number;
  readonly retries: number;
  readonly retriesPerStep: number | null;
  readonly tokens: { readonly input: number; readonly output: number; readonly cacheRead: number; readonly cacheWrite: number };
  /** In US dollars; null where no session says what it cost. */
  readonly costUsd: number | null;
  /** How many sessions say what they cost. */
  readonly priced: number;
  readonly filesChanged: number;
  readonly linesAdded: number;
  readonly linesRemoved: number;
  readonly testRuns: number;
  readonly failedTestRuns: number;
  /** From the start of a session to its first green test run, the median. */
  readonly firstGreenUs: number | null;
  /** Loops of actor and critic. */
  readonly loops: {
    readonly sessions: number;
    readonly iterations: number;
    readonly meanIterations: number | null;
    readonly firstTryRate: number | null;
    readonly wasteRate: number | null;
    readonly criticApprovalRate: number | null;
    readonly improvementRate: number | null;
    /** How long a round took, the median. */
    readonly cycleUs: number | null;
  };
}

/** The sums of a project, an agent or a harness. */
export interface StatisticsGroup extends StatisticsSums { readonly name: string }

/** The sums of a stretch of the calendar. Stretches without a session are left out. */
export interface StatisticsSpan extends StatisticsSums {
  /** When it begins: microseconds since the Unix epoch. */
  readonly from: number;
}

/** A tool or a model over sessions. */
export interface StatisticsUse {
  readonly name: string;
  readonly sessions: number;
  /** Calls of a tool, messages of a model. */
  readonly calls: number;
  readonly failed: number;
  readonly denied: number;
  readonly retries: number;
  readonly latencyUs: { readonly median: number | null; readonly p95: number | null };
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number | null;
}

/** The largest groups, and how many others there are. */
export interface StatisticsTop<Item> {
  readonly top: readonly Item[];
  readonly more: number;
}

/** Sessions in figures: what `playhead sessions stats --json` prints and `GET /api/v1/stats` answers. */
export interface StatisticsDocument {
  readonly schemaVersion: typeof STATISTICS_DOCUMENT_VERSION;
  readonly cover: FiguresCover;
  readonly totals: StatisticsSums;
  readonly projects: StatisticsTop<StatisticsGroup>;
  readonly agents: StatisticsTop<StatisticsGroup>;
  /** The tools of harnesses, and of MCP servers as `server/tool`. */
  readonly tools: StatisticsTop<StatisticsUse>;
  readonly models: StatisticsTop<StatisticsUse>;
  readonly period: StatisticsPeriod;
  /** By time. */
  readonly spans: readonly StatisticsSpan[];
}
