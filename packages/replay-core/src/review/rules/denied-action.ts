import type { Step } from '../../model/types.ts';
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
    reason: `${nameOf(model, step)} was denied${deciderOf(step)}.`,
  })),
});

function deciderOf({ permission: { by, approver, rule, state } = {} }: Step): string {
  const asked = rule === undefined ? '' : ` (rule ${rule})`;
  if (state === 'expired') return `: nobody approved it in time${asked}`;
  return by === undefined ? asked : ` by ${approver ?? (by === 'user' ? 'the user' : `a ${by}`)}${asked}`;
}
