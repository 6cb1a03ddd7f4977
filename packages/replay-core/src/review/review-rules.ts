import type { ReviewRule } from './review-rule.ts';
import { deniedAction } from './rules/denied-action.ts';
import { failingTests } from './rules/failing-tests.ts';
import { largeDiff } from './rules/large-diff.ts';
import { lowProgress } from './rules/low-progress.ts';
import { markedForReview } from './rules/marked-for-review.ts';
import { missingReconciliation } from './rules/missing-reconciliation.ts';
import { recordingGap } from './rules/recording-gap.ts';
import { redactedSecret } from './rules/redacted-secret.ts';
import { repeatedRetries } from './rules/repeated-retries.ts';
import { riskyChange } from './rules/risky-change.ts';
import { toolFailure } from './rules/tool-failure.ts';
import { witnessDisagreement } from './rules/witness-disagreement.ts';

/** What asks for a review unless a host says otherwise, the gravest first. */
export const reviewRules: readonly ReviewRule[] = [
  failingTests, witnessDisagreement, recordingGap, deniedAction, redactedSecret, riskyChange, toolFailure, repeatedRetries, lowProgress, largeDiff, missingReconciliation, markedForReview,
];
