import { dataOf, stringIn } from '../../model/read-data.ts';
import { defineReviewRule, type ReviewRule } from '../review-rule.ts';

/** What the recording itself asks to look at. */
export const markedForReview: ReviewRule = defineReviewRule({
  name: 'marked-for-review',
  title: 'Marked for review',
  description: 'The agent, its harness or a person marked a place while recording.',
  severity: 'warning',
  thresholds: {},
  find: ({ events }) => events.filter(({ record }) => record.type === 'needs_review').map(({ id, record, stepId, turnId, summary, title }) => ({
    anchor: record.key ?? record.call ?? id, at: record.at, evidence: [id], ...(stepId !== undefined && { stepId }), ...(turnId !== undefined && { turnId }),
    reason: ['reason', 'description', 'text', 'title'].map((name) => stringIn(dataOf(record), name)).find(Boolean) ?? (summary || title),
  })),
});
