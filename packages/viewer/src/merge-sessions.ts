import type { SessionInfo } from '@playhead/protocol';
import type { ReviewedSession } from '@playhead/replay-core';

/**
 * Adds what a server just said of sessions to what is known. Sessions that did not change stay the same objects,
 * and the list stays the same when none did.
 *
 * @param covers - From when on the news are complete, in microseconds: known sessions since then that are not among them are gone.
 */
export function mergeSessions(known: readonly SessionInfo[], news: readonly SessionInfo[], covers: number = Infinity): readonly SessionInfo[] {
  const fresh = new Map(news.map((session) => [session.sessionId, session]));
  let changed = false;
  const kept: SessionInfo[] = [];
  for (const session of known) {
    const now = fresh.get(session.sessionId);
    fresh.delete(session.sessionId);
    if (now === undefined && session.startedAt >= covers) changed = true;
    else if (now === undefined || isSame(session, now)) kept.push(session);
    else {
      kept.push(now);
      changed = true;
    }
  }
  return changed || fresh.size > 0 ? [...kept, ...fresh.values()] : known;
}

/** Tags, the flag, the pin, who decided the outcome and what asks for a review come from beside the recording, and change without it. */
function sameReview(a: ReviewedSession, b: ReviewedSession): boolean {
  return a.flagged === b.flagged && a.pinned === b.pinned && a.review === b.review && a.reviewAll === b.reviewAll && a.agreement === b.agreement && JSON.stringify(a.outcomeBy) === JSON.stringify(b.outcomeBy) && JSON.stringify(a.tags) === JSON.stringify(b.tags);
}

function isSame(a: SessionInfo, b: SessionInfo): boolean {
  return a.events === b.events && a.updatedAt === b.updatedAt && a.status === b.status && a.outcome === b.outcome && a.name === b.name && a.prompt === b.prompt && sameReview(a, b);
}
