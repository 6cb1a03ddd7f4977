import type { CountedSession } from './counted-sessions.ts';
import type { ReviewedQuery } from './reviewed-sessions.ts';

/**
 * What sessions are counted by: each is a condition that a list of sessions takes too.
 *
 * @example
 * ```ts
 * const { facets } = await countFacets(storage);
 * for (const name of FACET_NAMES) console.log(name, facets[name].values);
 * ```
 */
export const FACET_NAMES = ['status', 'outcome', 'project', 'agentName', 'harness', 'identity', 'task', 'tag', 'hasTerminal', 'needsReview', 'agreement', 'pinned'] as const;

/** A name of {@link FACET_NAMES}. */
export type FacetName = (typeof FACET_NAMES)[number];

/** What a session has of a facet, and what a query wants of it: all of that must be there. Internal. */
export interface Condition<Session> {
  readonly of: (session: Session) => string | readonly string[] | undefined;
  readonly wanted: readonly string[];
}

interface Facet<Session> {
  readonly of: Condition<Session>['of'];
  readonly wanted: (query: ReviewedQuery) => string | readonly string[] | undefined;
}

/** What reviewers say and what is kept of a session: no index of a storage knows it. */
type Beside = Pick<CountedSession, 'outcome' | 'tags' | 'review' | 'agreement' | 'pinned'>;

const BESIDE: Readonly<Record<'outcome' | 'tag' | 'needsReview' | 'agreement' | 'pinned', Facet<Beside>>> = {
  outcome: { of: ({ outcome }) => outcome, wanted: ({ outcome }) => outcome },
  // Headers are untrusted: the field may hold anything.
  tag: { of: ({ tags }) => (!Array.isArray(tags) ? undefined : new Set(tags).size < tags.length ? [...new Set(tags)] : tags), wanted: ({ tags }) => tags },
  needsReview: { of: ({ review }) => (review === undefined ? undefined : review > 0 ? 'true' : 'false'), wanted: ({ needsReview }) => needsReview?.toString() },
  agreement: { of: ({ agreement }) => agreement, wanted: ({ agreement }) => agreement },
  pinned: { of: ({ pinned }) => (pinned === true ? 'true' : 'false'), wanted: ({ pinned }) => pinned?.toString() },
};

const FACETS: Readonly<Record<FacetName, Facet<CountedSession>>> = {
  status: { of: ({ status }) => status, wanted: ({ status }) => status },
  project: { of: ({ project }) => project, wanted: ({ project }) => project },
  agentName: { of: ({ agentName }) => agentName, wanted: ({ agentName }) => agentName },
  harness: { of: ({ harness }) => harness, wanted: ({ harness }) => harness },
  identity: { of: ({ identity }) => identity, wanted: ({ identity }) => identity },
  task: { of: ({ task }) => task, wanted: ({ task }) => task },
  hasTerminal: { of: ({ hasTerminal }) => (hasTerminal === true ? 'true' : 'false'), wanted: ({ hasTerminal }) => hasTerminal?.toString() },
  ...BESIDE,
};

/** What sessions are counted by, in the order of {@link FACET_NAMES}, with what a query wants of each. Internal. */
export function facetConditions(query: ReviewedQuery): readonly Condition<CountedSession>[] {
  return FACET_NAMES.map((name) => conditionOf(FACETS[name], query));
}

/** What a query wants that only reviewers, and what is kept of a session, can say. Internal. */
export function reviewConditions(query: ReviewedQuery): readonly Condition<Beside>[] {
  return Object.values(BESIDE).map((facet) => conditionOf(facet, query)).filter(({ wanted }) => wanted.length > 0);
}

/** Whether a session has what is wanted. Internal. */
export function meets<Session>(session: Session, { of, wanted }: Condition<Session>): boolean {
  const has = of(session);
  return wanted.every((value) => (typeof has === 'string' ? has === value : has?.includes(value) === true));
}

function conditionOf<Session>({ of, wanted }: Facet<Session>, query: ReviewedQuery): Condition<Session> {
  const value = wanted(query);
  return { of, wanted: value === undefined ? [] : typeof value === 'string' ? [value] : value };
}
