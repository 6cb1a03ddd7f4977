import type { SessionModel, Step } from '../../model/types.ts';
import { disagreementText } from '../../witnesses/disagreement-text.ts';
import type { Disagreement } from '../../witnesses/disagreement.ts';
import { nameOf, stepsOf } from '../attempts.ts';
import { defineReviewRule, type ReviewFinding, type ReviewRule } from '../review-rule.ts';

/** So many events of a call are named. */
const MOST_EVIDENCE = 20;

/** Calls of which the agent's own recording and the boundary do not tell the same. */
export const witnessDisagreement: ReviewRule = defineReviewRule({
  name: 'witness-disagreement',
  title: 'Witnesses disagree',
  description: 'The agent\'s own recording and the one at the boundary tell a call differently, or one of them does not know of it.',
  severity: 'error',
  thresholds: {},
  find: (model) => stepsOf(model).flatMap((step): ReviewFinding[] => (step.disagreement ? [findingOf(model, step, step.disagreement)] : [])),
});

function findingOf(model: SessionModel, step: Step, disagreement: Disagreement): ReviewFinding {
  const { id, startedAt, turnId, eventIds } = step;
  return { anchor: id, stepId: id, at: startedAt, evidence: eventIds.slice(0, MOST_EVIDENCE), ...(turnId !== undefined && { turnId }), reason: `${nameOf(model, step)}: ${disagreementText(disagreement)}.` };
}
