import type { DerivedStorage, SessionInfo, SessionPage, SessionQuery, SessionStorage } from '@playhead/protocol';
import { lacksOutcome, withKeptOutcome } from '../metrics/kept-outcome.ts';
import { sessionRetentionOf } from '../retention/session-retention.ts';
import type { SessionAgreement } from '../witnesses/session-agreement.ts';
import { keptMarkers, printOfMarker, type KeptMarkers } from './kept-markers.ts';
import { projectReview } from './project-review.ts';
import { asReviewed, withoutReviewed, type ReviewedSession } from './reviewed-session.ts';
import { meets, reviewConditions } from './session-conditions.ts';

/** Which sessions to list, by what reviewers made of them too. All conditions must hold. */
export interface ReviewedQuery extends SessionQuery {
  /** True: only sessions with an open Needs Review marker. False: only sessions that were looked at and have none. */
  readonly needsReview?: boolean;
  /** Only sessions that were looked at and whose witnesses tell this. */
  readonly agreement?: SessionAgreement;
  /** True: only sessions that somebody pinned. False: only others. */
  readonly pinned?: boolean;
}

/** Options of {@link listReviewedSessions}. */
export interface ListReviewedOptions {
  /** Hears of sessions of which it is not kept how much of them asks for a review or how they ended, or no longer. Default: nobody. */
  readonly onOutdated?: (session: Pick<SessionInfo, 'sessionId'>) => void;
}

/** What {@link listReviewedSessions} lists from. */
export type ReviewedStorage = Pick<SessionStorage, 'list' | 'annotations'> & {
  readonly capabilities: Pick<SessionStorage['capabilities'], 'annotations'> & Partial<Pick<SessionStorage['capabilities'], 'derived'>>;
  readonly derived?: Pick<DerivedStorage, 'get'>;
};

/** What a storage gives where nobody says how many. */
const USUAL_LIMIT = 50;
/** So many pages of the storage are looked at for one page of sessions with a tag or an outcome. */
const MOST_PAGES = 40;

/**
 * A page of sessions with the tags, the flag and the outcome that reviewers gave them, and with how much of them asks for a review: `tags`
 * are those of the recording and of reviewers, `outcome` is that of {@link withReviewedOutcome}, else that of {@link withKeptOutcome}. A tag
 * or an outcome that is asked for may come from any of them. What reviewers say is in no index, so a page of sessions with a tag, an outcome or a marker may be shorter than `limit`
 * among many sessions without it; only one without `next` is the last. No log is read.
 *
 * @example
 * ```ts
 * const { sessions } = await listReviewedSessions(storage, { tags: ['auth'] });
 * ```
 */
export async function listReviewedSessions(storage: ReviewedStorage, query: ReviewedQuery = {}, options: ListReviewedOptions = {}): Promise<SessionPage & { readonly sessions: readonly ReviewedSession[] }> {
  const { needsReview, agreement, pinned: held, ...plain } = query;
  const { annotations, derived = false } = storage.capabilities;
  // Where nothing can be said of sessions, none is pinned.
  if (!annotations && !derived) return needsReview === undefined && agreement === undefined && held !== true ? storage.list(plain) : { sessions: [] };
  const { tags, outcome: _outcome, limit = USUAL_LIMIT, ...rest } = plain;
  // Without annotations nobody but the recording says what a session is tagged with. What it came to follows from what is kept, too.
  const narrowed = annotations || !tags ? rest : { ...rest, tags };
  const conditions = reviewConditions(query);
  const found: ReviewedSession[] = [];
  let { cursor } = query;
  for (let pages = 1; ; pages += 1) {
    // Never more than there is room for: a cursor stands behind whole pages only.
    const page = await storage.list({ ...narrowed, limit: limit - found.length, ...(cursor !== undefined && { cursor }) });
    const reviewed = await Promise.all(page.sessions.map((session) => withReview(storage, session, query, options)));
    found.push(...reviewed.filter((session) => session !== undefined).filter((session) => conditions.every((condition) => meets(session, condition))));
    if (found.length >= limit || page.next === undefined || pages >= MOST_PAGES) return { ...page, sessions: found };
    cursor = page.next;
  }
}

/** @returns undefined where it is known before its annotations are read that it is not wanted. */
async function withReview(storage: ReviewedStorage, listed: SessionInfo, { needsReview, agreement }: ReviewedQuery, { onOutdated }: ListReviewedOptions): Promise<ReviewedSession | undefined> {
  const session = withoutReviewed(listed);
  if (session.dropped) return session;
  const kept = storage.capabilities.derived === true && storage.derived ? await keptMarkers({ derived: storage.derived }, session.sessionId) : undefined;
  if (kept?.events !== session.events) onOutdated?.(session);
  if (needsReview !== undefined && (!kept?.markers || (needsReview && kept.markers.length === 0))) return undefined;
  if (agreement !== undefined && kept?.agreement !== agreement) return undefined;
  // A session that is deleted meanwhile, or whose annotations cannot be read, is listed all the same.
  const annotations = storage.capabilities.annotations ? await storage.annotations(session.sessionId).catch(() => []) : [];
  const review = projectReview(annotations);
  const ended = await withKeptOutcome(storage, asReviewed(session, review, sessionRetentionOf(annotations)));
  if (kept?.events === session.events && lacksOutcome(ended)) onOutdated?.(session);
  return { ...ended, ...countsOf(kept, review.markers) };
}

/** How many markers there are, how many of them nobody cleared, and what the witnesses tell. Internal. */
export function countsOf(kept: KeptMarkers | undefined, cleared: readonly { readonly marker: string }[]): Pick<ReviewedSession, 'review' | 'reviewAll' | 'agreement'> {
  if (!kept?.markers) return {};
  const gone = new Set(cleared.map(({ marker }) => printOfMarker(marker)));
  return { review: kept.markers.filter((marker) => !gone.has(marker)).length, reviewAll: kept.markers.length, ...(kept.agreement && { agreement: kept.agreement }) };
}
