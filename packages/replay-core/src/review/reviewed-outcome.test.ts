import { emptySessionInfo, foldSessionInfo, type Annotation, type JsonObject, type SessionInfo } from '@playhead/protocol';
import { expect, test } from 'vitest';
import { projectReview } from './project-review.ts';
import { withReviewedOutcome, type ReviewedOutcome } from './reviewed-outcome.ts';

const over: SessionInfo = { ...emptySessionInfo('s1'), status: 'completed', outcome: 'success' };
const annotation = (at: number, type: string, data: JsonObject, more: Partial<Annotation> = {}): Annotation => ({ id: `01937d1e-0000-7000-8000-00000000000${at}`, at, author: 'ada', type, data, ...more });
const outcomeOf = (session: SessionInfo, ...said: readonly Annotation[]): SessionInfo & { readonly outcomeBy?: ReviewedOutcome } => withReviewedOutcome(session, projectReview(said));

test('what somebody says a session came to counts instead of what its recording says, with who, when and why', () => {
  expect(outcomeOf(over, annotation(1, 'outcome', { outcome: 'failed', reason: 'It broke the build.' }))).toMatchObject({
    outcome: 'failed', outcomeBy: { from: 'outcome', author: 'ada', at: 1, reason: 'It broke the build.', recorded: 'success' },
  });
  expect(outcomeOf({ ...emptySessionInfo('s1'), status: 'completed' }, annotation(1, 'outcome', { outcome: 'failed' })).outcomeBy).not.toHaveProperty('recorded');
});

test('the last word counts, whoever says it, and taking it back leaves what was recorded', () => {
  const [first, second] = [annotation(1, 'outcome', { outcome: 'failed' }), annotation(2, 'outcome', { outcome: 'interrupted' }, { author: 'bob' })];
  expect(outcomeOf(over, second, first)).toMatchObject({ outcome: 'interrupted', outcomeBy: { author: 'bob', recorded: 'success' } });
  expect(outcomeOf(over, first, second, annotation(3, 'outcome', { outcome: 'none' }))).toEqual(over);
  expect(outcomeOf(over, first, annotation(3, 'outcome', { outcome: 'splendid' }))).toEqual(over);
});

test('a rejection by anybody is a failure, an approval by all a success, and words about the outcome go before', () => {
  const failed: SessionInfo = { ...over, outcome: 'failed' };
  expect(outcomeOf(failed, annotation(1, 'verdict', { verdict: 'approved', text: 'Good enough' }))).toMatchObject({ outcome: 'success', outcomeBy: { from: 'verdict', author: 'ada', reason: 'Good enough', recorded: 'failed' } });
  expect(outcomeOf(over, annotation(1, 'verdict', { verdict: 'rejected' }), annotation(2, 'verdict', { verdict: 'approved' }, { author: 'bob' }))).toMatchObject({ outcome: 'failed', outcomeBy: { author: 'ada' } });
  expect(outcomeOf(failed, annotation(1, 'verdict', { verdict: 'approved' }), annotation(2, 'verdict', { verdict: 'changes-requested' }, { author: 'bob' }))).toEqual(failed);
  expect(outcomeOf(failed, annotation(1, 'verdict', { verdict: 'approved' }, { by: 'agent' }))).toEqual(failed);
  expect(outcomeOf(over, annotation(1, 'outcome', { outcome: 'interrupted' }), annotation(2, 'verdict', { verdict: 'rejected' }))).toMatchObject({ outcome: 'interrupted', outcomeBy: { from: 'outcome' } });
});

test('a session that goes on, and one whose content was removed, have no outcome of reviewers', () => {
  const said = annotation(1, 'outcome', { outcome: 'failed' });
  for (const session of [{ ...emptySessionInfo('s1') }, { ...over, dropped: { reason: 'private' } }]) expect(outcomeOf(session, said)).toEqual(session);
});

test('no recording speaks for a reviewer', () => {
  const info = foldSessionInfo(emptySessionInfo('s1'), { $r: 1, id: 'r1', p: 'p', e: 0, n: 0, at: 1, type: 'session_start', via: 'sdk', data: { name: 'Mine', outcomeBy: { author: 'ada' } } });
  expect(info).toMatchObject({ name: 'Mine' });
  expect(outcomeOf({ ...info, status: 'completed' })).not.toHaveProperty('outcomeBy');
});

test('an outcome that a server worked out already keeps what was recorded', () => {
  const said = annotation(1, 'outcome', { outcome: 'failed' });
  expect(outcomeOf(outcomeOf(over, said), said)).toEqual(outcomeOf(over, said));
});
