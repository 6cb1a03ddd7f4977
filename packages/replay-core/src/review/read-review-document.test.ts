import { expect, test } from 'vitest';
import type { Annotation } from '@playhead/protocol';
import { readReviewDocument } from './read-review-document.ts';

const session = { sessionId: 's1', harness: 'claude-code', harnessSessionId: 'h1' };
const NOW = 1_760_000_000_000;
const note = (number: number, more: Partial<Annotation> = {}): Annotation => ({ id: `01937d1e-0000-7000-8000-${String(number).padStart(12, '0')}`, at: NOW * 1000, author: 'bob', type: 'note', data: { text: 'Why?' }, ...more });
const read = (annotations: readonly Annotation[], of: object = session) => readReviewDocument(JSON.stringify({ schemaVersion: 1, session: of, annotations }), session, { now: () => NOW });

test('how long a session is kept is not said by a review, and each annotation comes once', () => {
  expect(read([note(1), note(2, { type: 'retention', data: { keepDays: 0 } }), note(3, { type: 'pin' }), note(1, { author: 'eve' })])).toEqual({ annotations: [note(1)] });
});

test('what is added says who added it and from where, whatever the file says of that', () => {
  const text = JSON.stringify({ schemaVersion: 1, session, annotations: [note(1), note(2, { data: { text: 'Mine', imported: { by: 'eve' } } })] });
  const imported = { by: 'ada', file: 'bob.json' };
  expect(readReviewDocument(text, session, { now: () => NOW, imported })).toEqual({ annotations: [note(1, { data: { text: 'Why?', imported } }), note(2, { data: { text: 'Mine', imported } })] });
  expect(readReviewDocument(text, session, { now: () => NOW })).toEqual({ annotations: [note(1), note(2, { data: { text: 'Mine' } })] });
});

test('a review of another session is refused, and one of another import of the same is not', () => {
  expect(read([note(1)], { sessionId: 's2', name: 'Other', harness: 'claude-code', harnessSessionId: 'h2' })).toEqual({ fault: { why: 'other-session', theirs: { sessionId: 's2', name: 'Other' } } });
  expect(read([note(1)], { ...session, sessionId: 's2' })).toEqual({ annotations: [note(1)] });
});

test('what is dated more than a day later would stay the last word, so the review is refused', () => {
  const hour = 3_600_000_000;
  expect(read([note(1, { at: NOW * 1000 + 23 * hour })])).toHaveProperty('annotations.length', 1);
  expect(read([note(1), note(2, { at: NOW * 1000 + 25 * hour })])).toEqual({ fault: { why: 'from-the-future' } });
});
