import type { Outcome, Review, ReviewEntry, SessionInfo } from '@playhead/protocol';

/** Who says what a session came to, in place of its recording. */
export type ReviewedOutcome = ReviewEntry & {
  /** `outcome`: they said it in so many words; `verdict`: it follows from their verdict. */
  readonly from: 'outcome' | 'verdict';
  readonly reason?: string;
  /** What the recording says; absent where it says nothing. */
  readonly recorded?: Outcome;
};

/**
 * A session with the outcome that reviewers give it. What somebody says it came to counts first. Else a verdict of people: `rejected` by
 * anybody means `failed`, `approved` by all who say something means `success`. Else what the recording says. While a session is
 * recording it has no outcome, whatever was said of it. Pure; the recording stays as it is.
 *
 * @returns The session with its `outcome`, and with `outcomeBy` where a reviewer decided it.
 *
 * @example
 * ```ts
 * const { outcome, outcomeBy } = withReviewedOutcome(session, projectReview(annotations));
 * ```
 */
export function withReviewedOutcome<Session extends SessionInfo & { readonly outcomeBy?: ReviewedOutcome }>(session: Session, review: Pick<Review, 'outcome' | 'verdicts'>): Session {
  const said = saidOutcome(session, review);
  if (!said) return withoutOwn(session);
  const { outcome, ...outcomeBy } = said;
  // A list of a server has this done already.
  const recorded = session.outcomeBy ? session.outcomeBy.recorded : session.outcome;
  return { ...session, outcome, outcomeBy: { ...outcomeBy, ...(recorded !== undefined && { recorded }) } };
}

/** What reviewers say that a session came to. Internal. */
export function saidOutcome({ status, dropped }: Pick<SessionInfo, 'status'> & { readonly dropped?: unknown }, review: Pick<Review, 'outcome' | 'verdicts'>): Said | undefined {
  return status === 'recording' || dropped ? undefined : (inWords(review) ?? byVerdict(review));
}

type Said = Omit<ReviewedOutcome, 'recorded'> & { readonly outcome: Outcome };

function inWords({ outcome }: Pick<Review, 'outcome'>): Said | undefined {
  return outcome && { ...outcome, from: 'outcome' };
}

/** Agents may say what they think, but an approval by one makes no success of its work. */
function byVerdict({ verdicts }: Pick<Review, 'verdicts'>): Said | undefined {
  const people = verdicts.filter(({ by }) => by === undefined);
  const rejected = people.findLast(({ verdict }) => verdict === 'rejected');
  const last = rejected ?? people.at(-1);
  if (!last || (!rejected && people.some(({ verdict }) => verdict !== 'approved'))) return undefined;
  const { author, at, text } = last;
  return { author, at, from: 'verdict', outcome: rejected ? 'failed' : 'success', ...(text !== undefined && { reason: text }) };
}

/** Recorded headers may hold any key: none of them speaks for a reviewer. */
function withoutOwn<Session extends SessionInfo>(session: Session): Session {
  if (!Object.hasOwn(session, 'outcomeBy')) return session;
  return Object.fromEntries(Object.entries(session).filter(([key]) => key !== 'outcomeBy')) as Session; // less a key that may be absent
}
