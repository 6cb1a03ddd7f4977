import { lastEventOf, nameOf, stepsOf } from '../attempts.ts';
import { defineReviewRule, type ReviewRule } from '../review-rule.ts';

/** What the agent wanted to do and was not allowed to. */
export const deniedAction: ReviewRule = defineReviewRule({
  name: 'denied-action',
  title: 'Denied action',
  description: 'A call was denied by a user, a rule, a policy or a mode.',
  severity: 'denied',
  thresholds: {},
  find: (model) => stepsOf(model).filter(({ status }) => status === 'denied').map((step) => ({
    anchor: step.id, stepId: step.id, at: step.startedAt, evidence: [lastEventOf(step)], ...(step.turnId !== undefined && { turnId: step.turnId }),
    reason: `${nameOf(step)} was denied${step.permission?.by === undefined ? '' : ` by ${step.permission.by === 'user' ? 'the user' : `a ${step.permission.by}`}`}.`,
  })),
});
