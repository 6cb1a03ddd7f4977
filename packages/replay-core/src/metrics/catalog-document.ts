import type { FiguresCover } from './session-figures.ts';
import type { CatalogKind } from './types.ts';

/** The version of {@link CatalogDocument} and {@link ComparisonDocument}. */
export const CATALOG_DOCUMENT_VERSION = 1;

/** A session that used something. */
export interface CatalogSession {
  readonly sessionId: string;
  readonly name: string;
  /** Microseconds since the Unix epoch. */
  readonly startedAt: number;
}

/** One version of something that sessions used. Times are integer microseconds; what is not defined is null: see docs/reference/metrics.md. */
export interface CatalogVersion {
  /** Null where nobody told it. */
  readonly version: string | null;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly sessions: number;
  /** Calls; of a model its messages, of a subagent its runs. */
  readonly calls: number;
  readonly failed: number;
  readonly denied: number;
  readonly retries: number;
  readonly failureRate: number | null;
  readonly retriesPerCall: number | null;
  readonly latencyUs: { readonly median: number | null; readonly p95: number | null };
  /** What models and subagents themselves read and wrote. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number | null;
  /** The turns with it: how many, and of how many sessions the first such turn was accepted. Null of tools. */
  readonly turns: {
    readonly count: number;
    readonly first: number;
    readonly accepted: number;
    readonly acceptance: number | null;
    readonly durationUs: number | null;
    /** Tokens read and written by such a turn, the median. */
    readonly tokens: number | null;
    /** The share of their steps that failed. */
    readonly failedSteps: number | null;
  } | null;
  /** The latest five sessions with it, the latest first. Absent where nobody asked for one name. */
  readonly latest?: readonly CatalogSession[];
}

/** Something that sessions used, with its versions, the one first seen last at the beginning. */
export interface CatalogItem {
  readonly kind: CatalogKind;
  readonly name: string;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly calls: number;
  readonly failed: number;
  readonly versions: readonly CatalogVersion[];
}

/** What sessions used: what `playhead catalog --json` prints and `GET /api/v1/catalog` answers. */
export interface CatalogDocument {
  readonly schemaVersion: typeof CATALOG_DOCUMENT_VERSION;
  readonly cover: FiguresCover;
  /** The most used first. */
  readonly items: readonly CatalogItem[];
  /** How many items were left out. */
  readonly more: number;
}

/** What two versions are compared by. */
export type ComparedMeasure = 'acceptance' | 'failure_rate' | 'retry_rate' | 'latency' | 'turn_duration' | 'turn_tokens' | 'failed_steps';

/** One of two sides of a {@link ComparedFigure}. */
export interface ComparedSide {
  /** A share from 0 to 1; of times microseconds and of tokens their number, the median. Null where there is nothing to tell it from. */
  readonly value: number | null;
  /** What it was told from: sessions, calls, turns or steps. */
  readonly count: number;
  /** Of a share the interval that holds it. */
  readonly low?: number;
  readonly high?: number;
}

/** A measure of two versions beside each other. */
export interface ComparedFigure {
  readonly measure: ComparedMeasure;
  readonly unit: 'share' | 'us' | 'tokens';
  /** What counts as good. */
  readonly better: 'higher' | 'lower';
  /** What is counted. */
  readonly of: 'sessions' | 'calls' | 'turns' | 'steps';
  readonly a: ComparedSide;
  readonly b: ComparedSide;
  /**
   * Of shares `b` less `a`; of times and tokens how likely one of `b` is larger than one of `a`, from 0 to 1, 0.5 where neither is. With the
   * interval that holds it. Absent where there is too little.
   */
  readonly difference?: { readonly value: number; readonly low: number; readonly high: number };
  /** What `b` is, measured by `a`. `unclear`: the interval holds both. `too_few`: below 5 on a side. */
  readonly verdict: 'better' | 'worse' | 'unclear' | 'too_few';
}

/** Two versions beside each other: what `playhead catalog compare --json` prints and `GET /api/v1/catalog/compare` answers. */
export interface ComparisonDocument {
  readonly schemaVersion: typeof CATALOG_DOCUMENT_VERSION;
  readonly cover: FiguresCover;
  readonly kind: CatalogKind;
  readonly name: string;
  /** The earlier version, or the one that was asked for first. */
  readonly a: CatalogVersion;
  readonly b: CatalogVersion;
  readonly figures: readonly ComparedFigure[];
  /** How sure the intervals are together: in so many of all comparisons each of them holds its figure. */
  readonly confidence: number;
  /** What to keep in mind, for people. */
  readonly notes: readonly string[];
}
