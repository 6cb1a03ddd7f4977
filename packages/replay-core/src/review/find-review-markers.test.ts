import { expect, test } from 'vitest';
import { isPlayheadError } from '@playhead/protocol';
import { createModel } from '../model/create-model.ts';
import { sampleSession } from '../test-support/build-records.ts';
import { findReviewMarkers } from './find-review-markers.ts';
import { defineReviewRule, type ReviewFinding, type ReviewRule } from './review-rule.ts';

const model = createModel().add(sampleSession());
const finding: ReviewFinding = { anchor: 'session', reason: 'Look.', evidence: ['r1'], at: 1 };
const ruleOf = (name: string, find: ReviewRule['find']): ReviewRule => ({ name, title: name, description: name, severity: 'info', thresholds: {}, find });
const good = ruleOf('good', () => [finding]);

test('a rule of a host that throws costs its own findings only, and says so', () => {
  const failed: [string, unknown][] = [];
  const rules = [ruleOf('bad', () => { throw new Error('no such turn'); }), good];
  const markers = findReviewMarkers(model, { rules, onRuleError: ({ name }, error) => failed.push([name, error]) });
  expect(markers.map(({ id }) => id)).toEqual(['good:session']);
  expect(failed).toEqual([['bad', new Error('no such turn')]]);
  expect(() => findReviewMarkers(model, { rules })).toThrow('no such turn');
});

test.each([
  ['no evidence', { ...finding, evidence: undefined }], ['no time', { ...finding, at: Number.NaN }], ['no anchor', { ...finding, anchor: 7 }], ['no reason', { ...finding, reason: undefined }],
])('a rule that gives a finding with %s has found nothing', (_what, broken) => {
  const failed: unknown[] = [];
  const rules = [ruleOf('bad', () => [broken as unknown as ReviewFinding]), good]; // what plain JavaScript may give
  expect(findReviewMarkers(model, { rules, onRuleError: (_rule, error) => failed.push(error) }).map(({ rule }) => rule)).toEqual(['good']);
  expect(failed.every((error) => isPlayheadError(error, 'usage'))).toBe(true);
  expect(failed).toHaveLength(1);
});

test.each([[Number.NaN, 3], [Number.POSITIVE_INFINITY, 9], [Number.NEGATIVE_INFINITY, 1], [4, 4], ['4' as unknown as number, 3]])('a threshold of %s counts as %s', (given, counts) => {
  const seen: number[] = [];
  const rule = defineReviewRule({
    name: 'own', title: 'Own', description: 'Own.', severity: 'info', thresholds: { most: { title: 'Most', default: 3, min: 1, max: 9 } },
    find: (_model, { most }) => { seen.push(most); return []; },
  });
  findReviewMarkers(model, { rules: [rule], thresholds: { own: { most: given } } });
  expect(seen).toEqual([counts]);
});
