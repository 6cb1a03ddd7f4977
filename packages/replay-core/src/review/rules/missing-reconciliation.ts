import { isOver } from '../../model/outcome.ts';
import type { Step } from '../../model/types.ts';
import { lastEventOf, nameOf, stepsOf } from '../attempts.ts';
import { defineReviewRule, type ReviewFinding, type ReviewRule } from '../review-rule.ts';

/** What only one witness tells, or several tell differently. */
export const missingReconciliation: ReviewRule = defineReviewRule({
  name: 'missing-reconciliation',
  title: 'Missing reconciliation',
  description: 'Hooks and transcript tell a call differently, calls never got a result though nobody interrupted the session, or a finished session recorded by hooks was never compared with its transcript.',
  severity: 'warning',
  thresholds: {},
  find(model) {
    const { session, events } = model;
    const over = isOver(session);
    // Of a session that somebody ended in the middle, calls have no end. What ended, and how, has a duration.
    const open = ({ status, durationUs }: Step): boolean => over && session.outcome !== 'interrupted' && status === 'interrupted' && durationUs === undefined;
    const calls = stepsOf(model).flatMap((step): ReviewFinding[] => {
      if (step.disagreement) return []; // a rule of its own
      const why = step.agreement === 'differs' ? 'its witnesses tell it differently' : open(step) ? 'nobody says how it ended' : undefined;
      if (why === undefined) return [];
      return [{ anchor: step.id, stepId: step.id, at: step.startedAt, evidence: [lastEventOf(step)], ...(step.turnId !== undefined && { turnId: step.turnId }), reason: `${nameOf(model, step)}: ${why}.` }];
    });
    const last = events.at(-1);
    const witnesses = new Set(events.map(({ record }) => record.via));
    if (!over || !last || !witnesses.has('hook') || ['transcript', 'module', 'import', 'gateway'].some((via) => witnesses.has(via as typeof last.record.via))) return calls; // a word of the list
    return [...calls, { anchor: 'session', at: last.record.at, evidence: [last.id], reason: 'Only hooks tell this session: it was not compared with its transcript.' }];
  },
});
