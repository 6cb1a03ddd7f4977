import type { Outcome, SessionInfo } from '@playhead/protocol';

/** More tags than anybody reads. */
const MOST_TAGS = 50;

/** Columns that rows can be sorted by. */
export type SessionSortKey = 'outcome' | 'session' | 'project' | 'agent' | 'identity' | 'started' | 'duration' | 'iterations' | 'changes' | 'tests' | 'review' | 'cost' | 'size';

/** How rows are ordered. */
export interface SessionSort {
  readonly by: SessionSortKey;
  readonly descending: boolean;
}

/**
 * A session of the list: what the server knows, and what a host knows beyond it.
 * A column whose figures no row carries is left out.
 */
export type SessionListItem = SessionInfo & {
  /** Lines added and removed. */
  readonly changes?: { readonly added: number; readonly removed: number };
  readonly tests?: { readonly passed: number; readonly failed: number };
  /** Events per stretch of the session, oldest first, at most 48; with the stretches in which something went wrong. */
  readonly activity?: { readonly counts: readonly number[]; readonly errors?: readonly number[] };
  /** Points that need a review and that nobody cleared yet. */
  readonly review?: number;
  /** Points that need a review, those that were cleared too. */
  readonly reviewAll?: number;
  /** What the witnesses of its calls tell; absent where nobody looked. */
  readonly agreement?: 'disagree' | 'agree' | 'single';
  /** Whether somebody flagged it for a look. */
  readonly flagged?: boolean;
  /** Whether somebody pinned it: then no retention policy removes it. */
  readonly pinned?: boolean;
  readonly costUsd?: number;
  /** Time in which something happened: integer microseconds. */
  readonly activeUs?: number;
};

/** How a session ended, or that it goes on. */
export type SessionOutcomeFilter = Outcome | 'live';

/** Since when sessions are shown. */
export type SessionPeriod = 'today' | '7d' | '30d';

/** What the list is narrowed to. What is absent leaves nothing out. */
export interface SessionFilters {
  /** Words that name, prompt, project, agent, identity or summary hold, in any order. */
  readonly search?: string | undefined;
  readonly outcome?: SessionOutcomeFilter | undefined;
  readonly period?: SessionPeriod | undefined;
  readonly project?: string | undefined;
  readonly agent?: string | undefined;
  /** The name of the agent's harness, such as `claude-code`. */
  readonly harness?: string | undefined;
  /** The id of a task. */
  readonly task?: string | undefined;
  readonly tag?: string | undefined;
  /** `only`: only sessions with a recorded terminal. */
  readonly terminal?: 'only' | undefined;
  /** `only`: only sessions that somebody pinned. */
  readonly pinned?: 'only' | undefined;
  /** `open`: only sessions with a point that needs a review. */
  readonly review?: 'open' | undefined;
  /** `disagree`: only sessions with a call that the agent's own recording and the one at the boundary tell differently. */
  readonly agreement?: 'disagree' | undefined;
}

/** What sessions are counted by, beside their outcomes: each is a filter of {@link SessionFilters}. */
export type SessionFacetName = 'project' | 'agent' | 'harness' | 'task' | 'tag';

/** A value that sessions can be narrowed to. */
export interface SessionFacetValue {
  readonly value: string;
  readonly count: number;
  /** What people call it. Default the value. */
  readonly title?: string;
}

/**
 * How many sessions there are of each kind, where the list has not all of them: each count without its own filter, so that it says what
 * another choice would leave.
 */
export interface SessionFacetCounts extends Readonly<Partial<Record<SessionFacetName, readonly SessionFacetValue[]>>> {
  /** How many sessions the filters leave. */
  readonly sessions: number;
  /** How many there are of any outcome. */
  readonly ofAnyOutcome: number;
  readonly outcomes: Readonly<Partial<Record<SessionOutcomeFilter, number>>>;
  /** How many have a recorded terminal. */
  readonly withTerminal?: number | undefined;
  readonly toReview?: number | undefined;
  readonly pinned?: number | undefined;
  /** How many have witnesses that disagree. */
  readonly disagreeing?: number | undefined;
}

/** What the session worked on: its project, else its workspace; absent when neither is known. */
export function projectOf(session: SessionInfo): string | undefined {
  return known(session.project) ?? known(session.workspaceName);
}

/** What the session is called: one whose content was removed has no name of its own. */
export function nameOf(session: SessionInfo, { private: hidden }: { readonly private: string }): string {
  return session.dropped ? hidden : session.name;
}

/** Who did the work; absent when it is not known. */
export function agentOf(session: SessionInfo): string | undefined {
  return known(session.agentName) ?? known(session.harness);
}

/** What runs the agent; absent when it is not known. */
export function harnessOf(session: SessionInfo): string | undefined {
  return known(session.harness);
}

/** What it is for; absent when it is not known. */
export function taskOf(session: SessionInfo): string | undefined {
  return known(session.task?.id);
}

/** Who is behind it; absent when it is not known. */
export function identityOf(session: SessionInfo): string | undefined {
  return known(session.identity?.subject);
}

/** What it is tagged with, by recorder and reviewers. Recorded headers are untrusted: the field may hold anything. */
export function tagsOf({ tags }: SessionInfo): readonly string[] {
  const value: unknown = tags;
  return Array.isArray(value) ? [...new Set(value.filter((tag) => typeof tag === 'string' && tag !== ''))].slice(0, MOST_TAGS) : [];
}

/** How long it went on so far: microseconds, active time where it is known. */
export function durationOf(session: SessionListItem): number {
  return session.activeUs ?? Math.max(0, (session.stoppedAt ?? session.updatedAt) - session.startedAt);
}

/** What the outcome column says: how it ended, else where it stands. */
export function standingOf(session: SessionInfo): Outcome | 'live' | 'processing' | 'completed' {
  if (session.outcome) return session.outcome;
  if (session.status === 'recording') return 'live';
  return session.status;
}

function known(text: unknown): string | undefined {
  return typeof text === 'string' && text !== '' && text !== 'unknown' ? text : undefined;
}
