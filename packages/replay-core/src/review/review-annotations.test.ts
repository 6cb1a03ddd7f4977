import type { Annotation } from '@playhead/protocol';
import { expect, test } from 'vitest';
import { createAnnotator, markerReviewsOf, reviewMarker } from './review-annotations.ts';

const written = (id: string, at: number, draft: Pick<Annotation, 'type' | 'data'>): Annotation => ({ id, at, author: 'ada', ...draft });

test('the latest decision about a marker counts, whatever order the annotations come in', () => {
  const all = [
    written('a', 1, reviewMarker('tool-failure:c1', 'done')),
    written('b', 2, reviewMarker('tool-failure:c1', 'dismissed', '  a guess ')),
    written('c', 2, reviewMarker('large-diff:a.ts', 'done')),
    written('d', 3, reviewMarker('large-diff:a.ts', 'open')),
  ];
  const expected = { 'tool-failure:c1': { state: 'dismissed', reason: 'a guess', author: 'ada', at: 2 }, 'large-diff:a.ts': { state: 'open', author: 'ada', at: 3 } };
  for (const order of [all, all.toReversed(), [...all, ...all]]) expect(Object.fromEntries(markerReviewsOf(order))).toEqual(expected);
});

test('of two decisions at one time the one with the later id counts', () => {
  const all = [written('b', 1, reviewMarker('x:1', 'done')), written('a', 1, reviewMarker('x:1', 'open'))];
  expect(markerReviewsOf(all).get('x:1')?.state).toBe('done');
});

test('what is no decision is passed over, and a reason is no book', () => {
  const reviews = markerReviewsOf([
    written('a', 1, { type: 'note', data: { marker: 'x:1', state: 'done' } }),
    written('b', 2, { type: 'marker', data: { marker: 'x:2', state: 'evil' } }),
    written('c', 3, { type: 'marker', data: { marker: { $blob: 'x' }, state: 'done' } }),
    written('d', 4, { type: 'marker', data: { marker: 'x'.repeat(10_000), state: 'done' } }),
    written('e', 5, reviewMarker('x:3', 'dismissed', 'y'.repeat(10_000))),
    written('f', 6, { type: 'marker', data: { marker: '__proto__', state: 'done', reason: 7 } }),
  ]);
  expect([...reviews.keys()]).toEqual(['x:3', '__proto__']);
  expect(reviews.get('x:3')?.reason).toHaveLength(2000);
  expect(reviews.get('__proto__')).toEqual({ state: 'done', author: 'ada', at: 6 });
});

test('of two things that one author says within one millisecond the second counts', () => {
  const annotate = createAnnotator({ now: () => 1_763_683_200_000 });
  const said = [annotate('ada', reviewMarker('x:1', 'done')), annotate('ada', reviewMarker('x:1', 'open'))];
  expect(said[0]).toMatchObject({ at: 1_763_683_200_000_000, author: 'ada', type: 'marker', data: { marker: 'x:1', state: 'done' } });
  expect(markerReviewsOf(said.toReversed()).get('x:1')?.state).toBe('open');
});
