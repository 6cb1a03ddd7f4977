import { PlayheadError } from '@playhead/protocol';
import { listReviewedSessions, type ListReviewedOptions, type ReviewedQuery, type ReviewedStorage } from './reviewed-sessions.ts';
import type { ReviewedSession } from './reviewed-session.ts';

/**
 * What sessions are counted by: each is a condition that a list of sessions takes too.
 *
 * @example
 * ```ts
 * const { facets } = await countFacets(storage);
 * for (const name of FACET_NAMES) console.log(name, facets[name].values);
 * ```
 */
export const FACET_NAMES = ['status', 'outcome', 'project', 'agentName', 'harness', 'identity', 'task', 'tag', 'needsReview', 'pinned'] as const;

/** A name of {@link FACET_NAMES}. */
export type FacetName = (typeof FACET_NAMES)[number];

/** A value of a facet, with how many sessions have it. */
export interface FacetValue {
  /** As a list takes it; of `needsReview` and `pinned` `true` or `false`. */
  readonly value: string;
  readonly count: number;
  /** What people call it, of a task. */
  readonly title?: string;
}

/** What sessions have of one kind. */
export interface SessionFacet {
  /** Those that most sessions have come first. */
  readonly values: readonly FacetValue[];
  /** How many further values there are. */
  readonly more: number;
}

/** How many sessions there are of each kind. */
export interface SessionFacets {
  readonly schemaVersion: 1;
  /** How many sessions fit all conditions. */
  readonly sessions: number;
  readonly facets: Readonly<Record<FacetName, SessionFacet>>;
}

/** Options of {@link countFacets}. */
export interface CountFacetsOptions extends ListReviewedOptions {
  readonly signal?: AbortSignal;
  /** How many values of a facet are named. Default 50. */
  readonly most?: number;
}

const PAGE = 1000;
const USUAL_MOST = 50;
/** Longer values are no names: nobody could choose them. */
const LONGEST = 500;

/** What a session has of each facet, and what a query wants of it. Headers are untrusted: fields may hold anything. */
const FACETS: Readonly<Record<FacetName, { readonly of: (session: ReviewedSession) => unknown; readonly wanted: (query: ReviewedQuery) => unknown }>> = {
  status: { of: ({ status }) => status, wanted: ({ status }) => status },
  outcome: { of: ({ outcome }) => outcome, wanted: ({ outcome }) => outcome },
  project: { of: ({ project }) => project, wanted: ({ project }) => project },
  agentName: { of: ({ agentName }) => agentName, wanted: ({ agentName }) => agentName },
  harness: { of: ({ harness }) => harness, wanted: ({ harness }) => harness },
  identity: { of: ({ identity }) => identity?.subject, wanted: ({ identity }) => identity },
  task: { of: ({ task }) => task?.id, wanted: ({ task }) => task },
  tag: { of: ({ tags }) => tags, wanted: ({ tags }) => tags },
  needsReview: { of: ({ review }) => (review === undefined ? undefined : String(review > 0)), wanted: ({ needsReview }) => needsReview?.toString() },
  pinned: { of: ({ pinned = false }) => String(pinned), wanted: ({ pinned }) => pinned?.toString() },
};

/**
 * Counts sessions by what lists can be narrowed to, in one walk over all that fit; no log is read. Each facet is counted without its own
 * condition, so that it says what another choice would leave.
 *
 * @param query - As of a list, without its pages.
 * @throws PlayheadError `aborted`, and whatever the storage reports.
 *
 * @example
 * ```ts
 * const { sessions, facets } = await countFacets(storage, { outcome: 'failed' });
 * console.log(sessions, facets.project.values);
 * ```
 */
export async function countFacets(storage: ReviewedStorage, query: Omit<ReviewedQuery, 'limit' | 'cursor'> = {}, { signal, most = USUAL_MOST, ...options }: CountFacetsOptions = {}): Promise<SessionFacets> {
  const { status: _status, outcome: _outcome, project: _project, agentName: _agent, harness: _harness, identity: _identity, task: _task, tags: _tags, needsReview: _review, pinned: _pinned, sort: _sort, order: _order, ...everywhere } = query;
  const wanted = FACET_NAMES.map((name) => textsOf(FACETS[name].wanted(query)));
  const counts = FACET_NAMES.map(() => new Map<string, FacetValue>());
  let sessions = 0;
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    if (signal?.aborted) throw new PlayheadError('aborted', 'Counting sessions was cancelled.');
    const page: Awaited<ReturnType<typeof listReviewedSessions>> = await listReviewedSessions(storage, { ...everywhere, limit: PAGE, ...(cursor !== '' && { cursor }) }, options);
    for (const session of page.sessions) {
      const has = FACET_NAMES.map((name) => textsOf(FACETS[name].of(session)));
      const missed = FACET_NAMES.flatMap((_, index) => (wanted[index]?.every((value) => has[index]?.includes(value)) ? [] : [index]));
      if (missed.length === 0) sessions += 1;
      if (missed.length > 1) continue;
      for (const [index, values] of has.entries()) if (missed.length === 0 || missed[0] === index) count(counts[index], values, FACET_NAMES[index] === 'task' ? session.task?.title : undefined);
    }
    cursor = page.next;
    if (cursor !== undefined) await new Promise((resolve) => setTimeout(resolve)); // others of this process go first
  }
  const facets = FACET_NAMES.map((name, index) => [name, largest([...(counts[index]?.values() ?? [])], most)] as const);
  return { schemaVersion: 1, sessions, facets: Object.fromEntries(facets) as Readonly<Record<FacetName, SessionFacet>> }; // every name has one
}

function count(counts: Map<string, FacetValue> | undefined, values: readonly string[], title: unknown): void {
  for (const value of values) {
    const known = counts?.get(value);
    counts?.set(value, { value, count: (known?.count ?? 0) + 1, ...((known?.title ?? title) !== undefined && { title: known?.title ?? String(title).slice(0, LONGEST) }) });
  }
}

function largest(values: readonly FacetValue[], most: number): SessionFacet {
  const sorted = [...values].sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return { values: sorted.slice(0, most), more: Math.max(0, sorted.length - most) };
}

function textsOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return [...new Set(list.filter((text): text is string => typeof text === 'string' && text !== '' && text.length <= LONGEST))];
}
