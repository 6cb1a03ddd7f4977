import type { SessionInfo, SessionPage, SessionQuery, SessionStorage } from '@playhead/protocol';
import { projectReview } from './project-review.ts';
import { withReviewedOutcome, type ReviewedOutcome } from './reviewed-outcome.ts';

/** A session of a list, with what reviewers made of it. */
export type ReviewedSession = SessionInfo & {
  /** Whether somebody flagged it. */
  readonly flagged?: true;
  /** Who decided its outcome; absent where its recording did. */
  readonly outcomeBy?: ReviewedOutcome;
};

/** What {@link listReviewedSessions} lists from. */
export type ReviewedStorage = Pick<SessionStorage, 'list' | 'annotations'> & { readonly capabilities: Pick<SessionStorage['capabilities'], 'annotations'> };

/** What a storage gives where nobody says how many. */
const USUAL_LIMIT = 50;
/** So many pages of the storage are looked at for one page of sessions with a tag or an outcome. */
const MOST_PAGES = 40;

/**
 * A page of sessions with the tags, the flag and the outcome that reviewers gave them: `tags` are those of the recording and of reviewers,
 * `outcome` is that of {@link withReviewedOutcome}. A tag or an outcome that is asked for may come from either. What reviewers say is in no
 * index, so a page of sessions with a tag or an outcome may be shorter than `limit` among many sessions without it; only one without
 * `next` is the last.
 *
 * @example
 * ```ts
 * const { sessions } = await listReviewedSessions(storage, { tags: ['auth'] });
 * ```
 */
export async function listReviewedSessions(storage: ReviewedStorage, query: SessionQuery = {}): Promise<SessionPage & { readonly sessions: readonly ReviewedSession[] }> {
  if (!storage.capabilities.annotations) return storage.list(query);
  const { tags: wanted = [], outcome: ended, limit = USUAL_LIMIT, ...rest } = query;
  const found: ReviewedSession[] = [];
  let { cursor } = query;
  for (let pages = 1; ; pages += 1) {
    // Never more than there is room for: a cursor stands behind whole pages only.
    const page = await storage.list({ ...rest, limit: limit - found.length, ...(cursor !== undefined && { cursor }) });
    const reviewed = await Promise.all(page.sessions.map((session) => withReview(storage, session)));
    found.push(...reviewed.filter(({ tags = [], outcome }) => (ended === undefined || outcome === ended) && wanted.every((tag) => tags.includes(tag))));
    if (found.length >= limit || page.next === undefined || pages >= MOST_PAGES) return { ...page, sessions: found };
    cursor = page.next;
  }
}

async function withReview(storage: ReviewedStorage, session: SessionInfo): Promise<ReviewedSession> {
  if (session.dropped) return session;
  // A session that is deleted meanwhile, or whose annotations cannot be read, is listed all the same.
  const annotations = await storage.annotations(session.sessionId).catch(() => []);
  const review = projectReview(annotations);
  const { tags, flag } = review;
  // Recorded headers are untrusted: the field may hold anything.
  const own: readonly string[] = Array.isArray(session.tags) ? session.tags : [];
  return { ...withReviewedOutcome(session, review), ...(tags.length > 0 && { tags: [...new Set([...own, ...tags])] }), ...(flag && { flagged: true }) };
}
