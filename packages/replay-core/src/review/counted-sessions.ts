import type { Annotation, DerivedStorage, SessionQuery, SessionStorage, SurveyedSession } from '@playhead/protocol';
import { METRICS_NAME } from '../metrics/kept-metrics.ts';
import { lacksOutcome, outcomeInKept } from '../metrics/kept-outcome.ts';
import { METRICS_VERSION } from '../metrics/types.ts';
import { sessionRetentionOf } from '../retention/session-retention.ts';
import { countKeptMarkers, keptMarkersOf, REVIEW_MARKERS_VERSION, REVIEW_NAME } from './kept-markers.ts';
import type { SessionAgreement } from '../witnesses/session-agreement.ts';
import { projectReview } from './project-review.ts';
import { saidOutcome } from './reviewed-outcome.ts';
import type { ReviewedSession } from './reviewed-session.ts';
import { countsOf, listReviewedSessions, type ListReviewedOptions, type ReviewedQuery, type ReviewedStorage } from './reviewed-sessions.ts';
import { meets, reviewConditions } from './session-conditions.ts';

/** A session in what it is counted by, with what reviewers made of it. Internal. */
export interface CountedSession extends SurveyedSession {
  readonly pinned?: boolean;
  /** How many Needs Review markers nobody cleared yet. Absent where it was not looked at. */
  readonly review?: number;
  readonly agreement?: SessionAgreement;
}

/** What is counted from: a survey where the storage has one, else its lists. */
export type CountedStorage = ReviewedStorage & Pick<SessionStorage, 'survey'> & { readonly derived?: Pick<DerivedStorage, 'get' | 'getMany'> };

const PAGE = 1000;
/** So many are looked at at a stretch, after which others have their turn. */
const AT_ONCE = 20_000;

/**
 * All sessions that fit, as {@link listReviewedSessions} would list them, some at a time; no log is read. Internal.
 *
 * @param markers - Whether it is asked how much of them asks for a review, and how they ended where only their logs say so.
 */
export async function* countedSessions(storage: CountedStorage, query: Omit<ReviewedQuery, 'limit' | 'cursor'>, { markers, ...options }: ListReviewedOptions & { readonly markers: boolean }): AsyncGenerator<readonly CountedSession[]> {
  const { survey, derived, capabilities } = storage;
  if (!survey || !derived?.getMany || !capabilities.annotations) {
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const page: Awaited<ReturnType<typeof listReviewedSessions>> = await listReviewedSessions(storage, { ...query, limit: PAGE, ...(cursor !== '' && { cursor }) }, options);
      yield page.sessions.map(countedOf);
      cursor = page.next;
      if (cursor !== undefined) await new Promise((resolve) => setTimeout(resolve)); // others of this process go first
    }
    return;
  }
  const { tags: _tags, outcome: ended, needsReview, agreement, pinned: _pinned, ...narrowed } = query;
  const conditions = reviewConditions(query);
  const surveyed = await survey.call(storage, narrowed satisfies SessionQuery);
  const sessions = surveyed.sessions();
  const annotations = await surveyed.annotations();
  const values = markers || needsReview !== undefined || agreement !== undefined ? await derived.getMany(sessions.map(({ sessionId }) => sessionId), REVIEW_NAME, REVIEW_MARKERS_VERSION) : undefined;
  const open = markers || ended !== undefined ? sessions.filter(lacksOutcome).map(({ sessionId }) => sessionId) : [];
  const figures = open.length > 0 ? await derived.getMany(open, METRICS_NAME, METRICS_VERSION) : undefined;
  for (let start = 0; start < sessions.length; start += AT_ONCE) {
    if (start > 0) await new Promise((resolve) => setTimeout(resolve));
    const found: CountedSession[] = [];
    for (const session of sessions.slice(start, start + AT_ONCE)) {
      const value = session.dropped ? undefined : values?.get(session.sessionId);
      const kept = countKeptMarkers(value);
      if (values && !session.dropped && kept?.events !== session.events) options.onOutdated?.(session);
      const own = session.dropped ? undefined : annotations.get(session.sessionId);
      const counted: CountedSession = own ? withReview(session, own, value) : kept?.markers === undefined ? session : Object.assign(session, { review: kept.markers, agreement: kept.agreement }); // it was made for this call
      const outcome = figures && lacksOutcome(counted) ? outcomeInKept(figures.get(counted.sessionId)) : undefined;
      if (outcome !== undefined) Object.assign(counted, { outcome }); // it was made for this call
      if (conditions.every((condition) => meets(counted, condition))) found.push(counted);
    }
    yield found;
  }
}

function withReview(session: SurveyedSession, annotations: readonly Annotation[], value: Uint8Array | undefined): CountedSession {
  const review = projectReview(annotations);
  const said = saidOutcome(session, review);
  return {
    ...session, ...countsOf(keptMarkersOf(value), review.markers), ...(said && { outcome: said.outcome }), ...(review.tags.length > 0 && { tags: [...new Set([...session.tags ?? [], ...review.tags])] }),
    ...(sessionRetentionOf(annotations).pinned && { pinned: true }),
  };
}

/** Headers are untrusted: fields may hold anything. */
function countedOf(session: ReviewedSession): CountedSession {
  const { sessionId, status, outcome, harness, workspaceName, project, agentName, identity, task, tags, startedAt, updatedAt, events, bytes = 0, terminals = 0, dropped, pinned, review, agreement } = session;
  const texts = { harness, workspaceName, project, agentName, identity: identity?.subject, task: task?.id };
  return {
    sessionId, status, startedAt, updatedAt, events, bytes, ...(outcome !== undefined && { outcome }), ...(Array.isArray(tags) && { tags: tags.filter((tag) => typeof tag === 'string') }),
    ...Object.fromEntries(Object.entries(texts).filter(([, text]) => typeof text === 'string')), ...(terminals > 0 && { hasTerminal: true as const }), ...(dropped && { dropped: true as const }), ...(pinned && { pinned }), ...(review !== undefined && { review }), ...(agreement !== undefined && { agreement }),
  };
}
