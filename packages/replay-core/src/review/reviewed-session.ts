import type { Annotation, Review, SessionInfo } from '@playhead/protocol';
import { ownEnd, sessionRetentionOf } from '../retention/session-retention.ts';
import type { SessionRetention } from '../retention/types.ts';
import type { SessionAgreement } from '../witnesses/session-agreement.ts';
import { projectReview } from './project-review.ts';
import { withReviewedOutcome, type ReviewedOutcome } from './reviewed-outcome.ts';

/** A session with what reviewers made of it. */
export type ReviewedSession = SessionInfo & {
  /** Whether somebody flagged it. */
  readonly flagged?: true;
  /** Whether somebody pinned it: then no retention policy removes it. */
  readonly pinned?: true;
  /** Until when it is kept in place of the policy, and removed after: microseconds since the Unix epoch. */
  readonly keepUntil?: number;
  /** Who decided its outcome; absent where its recording did. */
  readonly outcomeBy?: ReviewedOutcome;
  /**
   * How many Needs Review markers nobody cleared yet, by the rules as they are when nobody changed them. Of a session that goes on it is
   * what it had when it was last looked at; absent of one that nobody looked at: see `keepFigures`.
   */
  readonly review?: number;
  /** How many Needs Review markers it has, those that were cleared too. */
  readonly reviewAll?: number;
  /** What the witnesses of its calls tell, whoever cleared a marker; known of the sessions of which `review` is. */
  readonly agreement?: SessionAgreement;
};

/**
 * A session with the outcome, the tags and the flag that reviewers gave it, and how long they want it kept: what a list says of it, without
 * how much of it asks for a review. Pure; the recording stays as it is.
 *
 * @example
 * ```ts
 * const { tags, pinned } = withReview(session, await storage.annotations(session.sessionId));
 * ```
 */
export function withReview(session: SessionInfo, annotations: readonly Annotation[]): ReviewedSession {
  const own = withoutReviewed(session);
  return own.dropped ? own : asReviewed(own, projectReview(annotations), sessionRetentionOf(annotations));
}

/** The same of annotations that were put together already. */
export function asReviewed(session: SessionInfo, review: Pick<Review, 'outcome' | 'verdicts' | 'tags' | 'flag'>, retention: SessionRetention): ReviewedSession {
  const { tags, flag } = review;
  // Recorded headers are untrusted: the field may hold anything.
  const own: readonly string[] = Array.isArray(session.tags) ? session.tags : [];
  const keepUntil = ownEnd(retention, session.updatedAt);
  return {
    ...withReviewedOutcome(session, review), ...(tags.length > 0 && { tags: [...new Set([...own, ...tags])] }), ...(flag && { flagged: true }),
    ...(retention.pinned && { pinned: true }), ...(keepUntil !== undefined && { keepUntil }),
  };
}

const OURS = ['flagged', 'review', 'reviewAll', 'agreement', 'pinned', 'keepUntil'];

/** Recorded headers may hold any key: none of them says who flagged it, how much asks for a review, what its witnesses tell, or how long it is kept. */
export function withoutReviewed(session: SessionInfo): SessionInfo {
  if (!OURS.some((key) => Object.hasOwn(session, key))) return session;
  return Object.fromEntries(Object.entries(session).filter(([key]) => !OURS.includes(key))) as unknown as SessionInfo; // less keys of an open map
}
