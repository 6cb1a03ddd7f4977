import { listReviewedSessions, type ReviewedQuery, type ReviewedStorage } from './review/reviewed-sessions.ts';
import type { ReviewedSession } from './review/reviewed-session.ts';

/** The most sessions that a storage gives at once. */
const PAGE = 1000;
const USUAL_PAGE = 50;

/** Which sessions {@link listSessions} gives: a query without its pages. */
export interface SessionFilter extends Omit<ReviewedQuery, 'cursor'> {
  /** How many sessions at most. Default all that fit. */
  readonly limit?: number;
}

/**
 * Every session of a storage that fits a filter, newest first unless it sorts otherwise, with what reviewers made of it. Reads a page when its
 * first session is asked for, so a loop may end early; no log is read.
 *
 * @param storage - Where the recordings live.
 * @param filter - All conditions must hold. Default all sessions.
 * @throws PlayheadError whatever the storage reports, at the session where it happens.
 *
 * @example
 * ```ts
 * for await (const { sessionId, name } of listSessions(storage, { outcome: 'failed', sort: 'duration', limit: 10 })) {
 *   console.log(sessionId, name);
 * }
 * ```
 */
export async function* listSessions(storage: ReviewedStorage, filter: SessionFilter = {}): AsyncGenerator<ReviewedSession, void, void> {
  const { limit = Infinity, ...query } = filter;
  let left = limit;
  for (let cursor: string | undefined = ''; cursor !== undefined && left > 0;) {
    const page: Awaited<ReturnType<typeof listReviewedSessions>> = await listReviewedSessions(storage, { ...query, limit: left === Infinity ? USUAL_PAGE : Math.min(PAGE, left), ...(cursor !== '' && { cursor }) });
    for (const session of page.sessions) {
      yield session;
      left -= 1;
    }
    cursor = page.next;
  }
}
