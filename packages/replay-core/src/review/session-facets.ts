import { PlayheadError } from '@playhead/protocol';
import { countedSessions, type CountedStorage } from './counted-sessions.ts';
import type { ListReviewedOptions, ReviewedQuery } from './reviewed-sessions.ts';
import { FACET_NAMES, facetConditions, meets, type FacetName } from './session-conditions.ts';

/** A value of a facet, with how many sessions have it. */
export interface FacetValue {
  /** As a list takes it; of `hasTerminal`, `needsReview` and `pinned` `true` or `false`. */
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

const USUAL_MOST = 50;
/** Longer values are no names: nobody could choose them. */
const LONGEST = 500;

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
export async function countFacets(storage: CountedStorage, query: Omit<ReviewedQuery, 'limit' | 'cursor'> = {}, { signal, most = USUAL_MOST, ...options }: CountFacetsOptions = {}): Promise<SessionFacets> {
  const { status: _status, outcome: _outcome, project: _project, agentName: _agent, harness: _harness, identity: _identity, task: _task, tags: _tags, hasTerminal: _terminal, needsReview: _review, agreement: _agreement, pinned: _pinned, sort: _sort, order: _order, ...everywhere } = query;
  const facets = facetConditions(query).map((condition) => ({ ...condition, counts: new Map<string, number>() }));
  const conditions = facets.filter(({ wanted }) => wanted.length > 0);
  let sessions = 0;
  for await (const counted of countedSessions(storage, everywhere, { ...options, markers: true })) {
    if (signal?.aborted) throw new PlayheadError('aborted', 'Counting sessions was cancelled.');
    for (const session of counted) {
      const missed = conditions.filter((condition) => !meets(session, condition));
      if (missed.length === 0) sessions += 1;
      if (missed.length > 1) continue;
      for (const facet of missed.length === 0 ? facets : missed) count(facet.counts, facet.of(session));
    }
  }
  const named = await Promise.all(facets.map(async ({ counts }, index) => {
    const facet = largest(counts, most);
    return [FACET_NAMES[index], FACET_NAMES[index] === 'task' ? await withTitles(storage, facet) : facet] as const;
  }));
  return { schemaVersion: 1, sessions, facets: Object.fromEntries(named) as Readonly<Record<FacetName, SessionFacet>> }; // every name has one
}

function count(counts: Map<string, number>, has: string | readonly string[] | undefined): void {
  if (typeof has === 'string') counts.set(has, (counts.get(has) ?? 0) + 1);
  else if (has) for (const value of has) counts.set(value, (counts.get(value) ?? 0) + 1);
}

function largest(counts: ReadonlyMap<string, number>, most: number): SessionFacet {
  const named = [...counts].filter(([value]) => value !== '' && value.length <= LONGEST);
  const sorted = named.sort(([a, countOfA], [b, countOfB]) => countOfB - countOfA || (a < b ? -1 : 1));
  return { values: sorted.slice(0, most).map(([value, count]) => ({ value, count })), more: Math.max(0, sorted.length - most) };
}

/** What people call a task, the last session of it says. */
async function withTitles(storage: CountedStorage, { values, more }: SessionFacet): Promise<SessionFacet> {
  const titles = await Promise.all(values.map(async ({ value }) => (await storage.list({ task: value, limit: 1 })).sessions[0]?.task?.title as unknown)); // headers are untrusted
  return { values: values.map((value, index) => { const title = titles[index]; return typeof title === 'string' ? { ...value, title: title.slice(0, LONGEST) } : value; }), more };
}
