import type { Annotation } from '@playhead/protocol';
import type { ReviewRule, ReviewThresholds } from '@playhead/replay-core';

/** What is said of a session beside its recording, and what asks for a review. */
export interface ReplayRootReview {
  /** What was said so far, in any order: the host keeps it. */
  readonly annotations?: readonly Annotation[] | undefined;
  /** What was said before, where the replay keeps what is added, for as long as it is open. */
  readonly defaultAnnotations?: readonly Annotation[] | undefined;
  /** Takes what somebody says. Without this and without `defaultAnnotations` nobody is asked to say anything. */
  readonly onAnnotate?: ((annotation: Annotation) => void) | undefined;
  /** Who says it. Default `reviewer`. */
  readonly author?: string | undefined;
  /** What asks for a review. Default: `reviewRules` of replay-core. Keep its identity between renders. */
  readonly reviewRules?: readonly ReviewRule[] | undefined;
  /** Changed thresholds of the rules, by rule and threshold. Controlled, as all that is given without `default`. */
  readonly reviewThresholds?: ReviewThresholds | undefined;
  /** Default: nothing is changed. */
  readonly defaultReviewThresholds?: ReviewThresholds | undefined;
  /** Hears of a changed threshold, for a host that keeps it. */
  readonly onReviewThresholdsChange?: ((thresholds: ReviewThresholds) => void) | undefined;
}
