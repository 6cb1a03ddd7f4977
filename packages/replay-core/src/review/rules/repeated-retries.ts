import type { Step } from '../../model/types.ts';
import { attemptOf, lastEventOf, nameOf, stepsOf } from '../attempts.ts';
import { defineReviewRule, type ReviewRule } from '../review-rule.ts';

/** The same call, tried again and again. */
export const repeatedRetries: ReviewRule = defineReviewRule({
  name: 'repeated-retries',
  title: 'Repeated retries',
  description: 'The same call with the same input failed several times, with no success in between.',
  severity: 'warning',
  thresholds: {
    attempts: { title: 'Failed attempts', default: 3, min: 2, max: 100 },
  },
  find(model, { attempts }) {
    const failing = new Map<string, Step[]>();
    const found = new Set<Step[]>();
    for (const step of stepsOf(model)) {
      if (step.status === 'running' || step.status === 'interrupted') continue;
      if (step.status === 'ok' && failing.size === 0) continue;
      const key = attemptOf(step); // which is all of its input
      if (step.status === 'ok') {
        failing.delete(key);
        continue;
      }
      const tried = failing.get(key) ?? [];
      tried.push(step);
      failing.set(key, tried);
      if (tried.length >= attempts) found.add(tried); // and grows with every further attempt
    }
    return [...found].flatMap((tried) => {
      const [first] = tried;
      if (!first) return [];
      return [{
        anchor: first.id, stepId: first.id, at: first.startedAt, evidence: tried.map(lastEventOf), ...(first.turnId !== undefined && { turnId: first.turnId }),
        reason: `${nameOf(model, first)} failed ${tried.length} times with the same input.`,
      }];
    });
  },
});
