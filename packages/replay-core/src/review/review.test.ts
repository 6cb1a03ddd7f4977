import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Annotation, JsonObject, ReviewAnnotationType } from '@playhead/protocol';
import { toHash } from '../location.ts';
import { createModel } from '../model/create-model.ts';
import { sampleSession } from '../test-support/build-records.ts';
import { outlineEditor } from './outline-edits.ts';
import { projectReview } from './project-review.ts';
import { markerReviewsOf } from './review-annotations.ts';
import { toReviewDocument } from './review-document.ts';
import { reviewToMarkdown } from './review-markdown.ts';
import type { ReviewMarker } from './review-rule.ts';

let count = 0;
const id = (number: number): string => `01937d1e-0000-7000-8000-${String(number).padStart(12, '0')}`;
const write = (type: ReviewAnnotationType | 'other', data: JsonObject, more: Partial<Annotation> = {}): Annotation => {
  count += 1;
  return { id: id(count), at: count * 1000, author: 'ada', type, data, ...more };
};
/** A chapter or moment that somebody called otherwise. */
const editOf = (type: 'chapter' | 'moment'): Annotation => ({ ...write('other', { action: 'rename', title: 'Mine', anchor: { on: 'event', at: 1 } }), type });
function modelOfSample(): ReturnType<typeof createModel>['model'] {
  const builder = createModel();
  builder.add(sampleSession());
  return builder.model;
}

test('notes, answers, edits and resolving make one thread', () => {
  const first = write('note', { text: 'Why?', anchor: { on: 'event', key: 'k1' } });
  const answer = write('note', { text: 'Because', replyTo: first.id }, { author: 'bot', by: 'agent' });
  const edit = write('note_edit', { note: first.id, text: 'Why so?' });
  const { threads } = projectReview([first, answer, edit, write('note_resolve', { note: first.id, resolved: true }, { author: 'bob' })]);
  expect(threads).toEqual([{
    id: first.id, anchor: { on: 'event', key: 'k1' }, resolved: true,
    notes: [{ id: first.id, author: 'ada', at: first.at, text: 'Why so?', editedAt: edit.at }, { id: answer.id, author: 'bot', by: 'agent', at: answer.at, text: 'Because' }],
  }]);
});

test('only its author changes a note or takes it back', () => {
  const note = write('note', { text: 'Mine' });
  const others = [write('note_edit', { note: note.id, text: 'Yours' }, { author: 'eve' }), write('note_delete', { note: note.id }, { by: 'agent' })];
  expect(projectReview([note, ...others]).threads[0]?.notes).toMatchObject([{ text: 'Mine' }]);
  expect(projectReview([note, write('note_delete', { note: note.id })]).threads).toEqual([]);
});

test('a note that was taken back comes back with the next change of its author', () => {
  const note = write('note', { text: 'Mine' });
  const gone = write('note_delete', { note: note.id });
  const back = [write('note_edit', { note: note.id, text: 'Yours' }, { author: 'eve' }), write('note_edit', { note: note.id, text: 'Mine' })];
  expect(projectReview([note, gone, ...back.slice(0, 1)]).threads).toEqual([]);
  expect(projectReview([note, gone, ...back]).threads[0]?.notes).toEqual([{ id: note.id, author: 'ada', at: note.at, text: 'Mine' }]);
});

test('what is no annotation at all is left out', () => {
  const good = write('note', { text: 'Mine' });
  const broken: unknown[] = [null, 7, 'note', [], { ...good, id: 3 }, { ...good, id: id(901), data: null }, { ...good, id: id(902), at: 'now' }, { ...good, id: id(903), author: undefined }, { id: id(904) }];
  const annotations = [...broken, good] as Annotation[]; // what a host may have kept
  expect(projectReview(annotations).threads).toMatchObject([{ notes: [{ text: 'Mine' }] }]);
  expect(toReviewDocument(modelOfSample(), annotations).annotations).toEqual([good]);
  expect(markerReviewsOf(annotations)).toEqual(new Map());
  const model = modelOfSample();
  expect(outlineEditor(annotations)(model)).toBe(model);
});

test('who reads decisions about markers, and who reads the whole review, take the same one of two under one id', () => {
  const done = write('marker', { marker: 'm', state: 'done' });
  const other = { ...done, data: { marker: 'm', state: 'dismissed' } };
  for (const both of [[done, other], [other, done]]) expect(markerReviewsOf(both).get('m')?.state).toBe(projectReview(both).markers[0]?.state);
});

test('ten thousand answers to one note, and a chain of answers, keep every note', () => {
  const note = write('note', { text: 'First' });
  const answers = Array.from({ length: 10_000 }, () => write('note', { text: 'Answer', replyTo: note.id }));
  expect(projectReview([note, ...answers]).threads.map(({ notes }) => notes.length)).toEqual([10_001]);
  const chain = answers.reduce<Annotation[]>((before, each) => [...before.slice(-1000), { ...each, data: { text: 'Answer', replyTo: before.at(-1)?.id ?? note.id } }], []);
  expect(projectReview([note, ...chain]).threads.reduce((sum, { notes }) => sum + notes.length, 0)).toBe(chain.length + 1);
});

test('a thread whose first note was taken back, or is not there, keeps its answers', () => {
  const note = write('note', { text: 'Gone', anchor: { on: 'event', key: 'k1' } });
  const answer = write('note', { text: 'Still here', replyTo: note.id });
  expect(projectReview([note, answer, write('note_delete', { note: note.id })]).threads).toMatchObject([{ id: note.id, anchor: { key: 'k1' }, notes: [{ text: 'Still here' }] }]);
  expect(projectReview([answer]).threads).toMatchObject([{ id: note.id, anchor: { on: 'session' }, notes: [{ text: 'Still here' }] }]);
});

test('the last word of each author counts, and the gravest verdict is that of the session', () => {
  const turn = { on: 'turn', turn: 't1' };
  const review = projectReview([
    write('verdict', { verdict: 'rejected' }), write('verdict', { verdict: 'approved', text: 'Fine now' }), write('verdict', { verdict: 'changes-requested' }, { author: 'bob' }),
    write('rating', { anchor: turn, rating: 'wrong' }), write('rating', { anchor: turn, rating: 'good' }), write('rating', { anchor: turn, rating: 'none' }, { author: 'bob' }),
    write('tag', { tag: 'auth', set: true }), write('tag', { tag: 'slow', set: true }), write('tag', { tag: 'slow', set: false }, { author: 'bob' }),
    write('flag', { set: true, reason: 'Look' }), write('viewed', { path: 'a.ts', hash: 'h1', viewed: true }), write('viewed', { path: 'a.ts', hash: 'h2', viewed: true }), write('viewed', { path: 'a.ts', hash: 'h1', viewed: false }),
    write('marker', { marker: 'large-diff:a.ts', state: 'dismissed', reason: 'Generated' }),
  ]);
  expect(review).toMatchObject({
    verdict: 'changes-requested', verdicts: [{ author: 'ada', verdict: 'approved', text: 'Fine now' }, { author: 'bob', verdict: 'changes-requested' }],
    ratings: [{ author: 'ada', rating: 'good' }], tags: ['auth'], flag: { reason: 'Look' }, viewed: [{ path: 'a.ts', hash: 'h2' }], markers: [{ marker: 'large-diff:a.ts', state: 'dismissed', reason: 'Generated' }],
  });
});

test('an agent that calls itself as a person does takes back nothing that the person said', () => {
  const turn = { on: 'turn', turn: 't1' };
  const said = (word: boolean, more: Partial<Annotation>): readonly Annotation[] => [
    write('verdict', { verdict: word ? 'rejected' : 'approved' }, more), write('rating', { anchor: turn, rating: word ? 'wrong' : 'good' }, more), write('viewed', { path: 'a.ts', hash: 'h', viewed: word }, more),
  ];
  const review = projectReview([...said(true, {}), ...said(false, { by: 'agent' })]);
  expect(review.verdicts).toMatchObject([{ author: 'ada', verdict: 'rejected' }, { author: 'ada', by: 'agent', verdict: 'approved' }]);
  expect(review.ratings).toMatchObject([{ author: 'ada', rating: 'wrong' }, { author: 'ada', by: 'agent', rating: 'good' }]);
  expect(review.viewed).toMatchObject([{ author: 'ada', path: 'a.ts' }]);
  expect(review.verdict).toBe('rejected');
});

test('a rating of a turn stands in place of one that was given before the session was imported again', () => {
  const rated = (turn: string, rating: string): Annotation => write('rating', { anchor: { on: 'turn', turn, key: 'prompt:1' }, rating });
  expect(projectReview([rated('t1', 'wrong'), rated('other', 'good')]).ratings).toMatchObject([{ rating: 'good' }]);
});

test('annotations that say nothing are left out, and whatever is in them breaks nothing', () => {
  fc.assert(fc.property(fc.array(fc.record({
    type: fc.constantFrom('note', 'note_edit', 'note_delete', 'note_resolve', 'rating', 'tag', 'flag', 'viewed', 'verdict', 'outcome', 'marker', 'other'),
    data: fc.dictionary(fc.constantFrom('text', 'anchor', 'note', 'replyTo', 'rating', 'tag', 'set', 'path', 'hash', 'viewed', 'verdict', 'outcome', 'reason', 'marker', 'state', 'resolved'), fc.jsonValue()),
  })), (list) => {
    const review = projectReview(list.map(({ type, data }, at) => ({ id: id(at), at, author: 'x', type, data: data as JsonObject }))); // values of JSON in an object are one
    expect(review.threads.every(({ notes }) => notes.every(({ text }) => text !== ''))).toBe(true);
  }));
});

test('reviews of several authors merge in any order, and what comes twice counts once', () => {
  const target = fc.integer({ min: 1, max: 12 }).map(id);
  const entry = fc.oneof(
    fc.record({ type: fc.constant('note'), data: fc.record({ text: fc.constantFrom('a', 'b'), replyTo: target }, { requiredKeys: ['text'] }) }),
    fc.record({ type: fc.constantFrom('note_edit', 'note_delete'), data: fc.record({ note: target, text: fc.constantFrom('c', 'd') }) }),
    fc.record({ type: fc.constant('note_resolve'), data: fc.record({ note: target, resolved: fc.boolean() }) }),
    fc.record({ type: fc.constant('tag'), data: fc.record({ tag: fc.constantFrom('x', 'y'), set: fc.boolean() }) }),
    fc.record({ type: fc.constant('verdict'), data: fc.record({ verdict: fc.constantFrom('approved', 'rejected', 'none') }) }),
    fc.record({ type: fc.constant('outcome'), data: fc.record({ outcome: fc.constantFrom('failed', 'success', 'none') }) }),
    fc.record({ type: fc.constant('rating'), data: fc.record({ anchor: fc.constantFrom({ on: 'turn', turn: 't1' }, { on: 'turn', turn: 't2' }), rating: fc.constantFrom('good', 'wrong', 'none') }) }),
  );
  const annotation = fc.tuple(entry, target, fc.integer({ min: 0, max: 3 }), fc.constantFrom('ada', 'bob')).map(([{ type, data }, own, at, author]): Annotation => ({ id: own, at, author, type, data: data as JsonObject })); // as above
  fc.assert(fc.property(fc.array(annotation, { maxLength: 20 }), fc.infiniteStream(fc.nat()), (list, dice) => {
    const shuffled = [...list, ...list.slice(0, 3)].map((each) => ({ each, by: dice.next().value ?? 0 })).sort((a, b) => a.by - b.by).map(({ each }) => each);
    expect(projectReview(shuffled)).toEqual(projectReview(list));
  }));
});

test('an exported review holds where its notes stand and how chapters are called, and makes the same review again', () => {
  const model = modelOfSample();
  const annotations = [
    write('note', { text: 'Name it', anchor: { on: 'line', path: 'src/login.ts', side: 'new', line: 2, quote: 'c', before: ['b'], after: [] } }),
    write('note', { text: 'Gone', anchor: { on: 'line', path: 'src/login.ts', side: 'new', line: 9, quote: 'never there' } }), write('other', {}), editOf('chapter'), editOf('moment'),
  ];
  const document = toReviewDocument(model, annotations);
  expect(document).toMatchObject({ schemaVersion: 1, session: { sessionId: 's1', name: 'Add login', harness: 'claude-code' }, threads: [{ state: 'found' }, { state: 'outdated' }] });
  expect(document.annotations.map(({ type }) => type)).toEqual(['note', 'note', 'chapter', 'moment']);
  expect(toReviewDocument(model, document.annotations)).toEqual(document);
});

test('an export as Markdown reads well, and nothing in it becomes markup', () => {
  const note = write('note', { text: '<img src=x onerror=alert(1)> [click](javascript:x)\n# Title\n1. one', anchor: { on: 'line', path: 'src/login.ts', side: 'new', line: 2, quote: 'c```', before: [], after: [] } }, { author: '**eve**' });
  const text = reviewToMarkdown(toReviewDocument(modelOfSample(), [
    note, write('verdict', { verdict: 'approved', text: 'Good' }), write('tag', { tag: 'a`b', set: true }), write('rating', { anchor: { on: 'turn', turn: 't1', quote: 'Make' }, rating: 'good' }),
    write('note', { text: 'Why?', anchor: { on: 'event', eventId: 'e1', quote: 'npm test <b>' } }),
  ]));
  expect(text.split('\n')).toEqual(expect.arrayContaining([
    '# Review of Add login', '- Verdict: Approved', '  - ada: Approved. Good', '- Tags: ``a`b``', '- Good: Turn “Make” (ada)', '### `src/login.ts`, line 2 (outdated)', '````diff', '+ c```', '````',
    String.raw`> \<img src=x onerror=alert(1)\> \[click\](javascript:x)`, String.raw`### Event “npm test \<b\>” (outdated)`, String.raw`> \# Title`, String.raw`> 1\. one`,
  ]));
  expect(text).toContain(String.raw`**\*\*eve\*\***`);
});

test('an export as Markdown lists what the rules found in their words, what is open first', () => {
  const model = modelOfSample();
  const found = (id: string, reason: string): ReviewMarker => ({ id, anchor: id, rule: 'own', title: 'Own <rule>', severity: 'info', reason, evidence: ['e1'], at: 1 });
  const markers = [found('own:1', 'First.'), found('own:2', '72 lines of a_b.ts changed.')];
  const decisions = [write('marker', { marker: 'own:1', state: 'dismissed', reason: 'A guess' }), write('marker', { marker: 'gone:1', state: 'done' })];
  const after = (text: string): readonly string[] => text.split('## Needs Review')[1]?.trim().split('\n') ?? [];
  const review = toReviewDocument(model, decisions);
  expect(after(reviewToMarkdown(review, { markers }))).toEqual([String.raw`- [ ] Own \<rule\>: 72 lines of a\_b.ts changed.`, String.raw`- [x] Own \<rule\>: First. Dismissed (ada): A guess`, '- [x] `gone:1` Done (ada)']);
  expect(after(reviewToMarkdown(review))).toEqual(['- [x] `own:1` Dismissed (ada): A guess', '- [x] `gone:1` Done (ada)']);
  const many = after(reviewToMarkdown(review, { markers: Array.from({ length: 200 }, (_, index) => found(`own:many-${index}`, 'One.')) }));
  expect([many.length, many.at(-1)]).toEqual([101, '- and 102 more']);
});

test('places in Markdown lead to their moment, and are written as people of the project say them', () => {
  const model = modelOfSample();
  const [first] = model.events;
  const at = first?.record.at ?? 0;
  const review = toReviewDocument(model, [
    write('note', { text: 'Name it', anchor: { on: 'line', path: '/w/src/login.ts', side: 'new', line: 2, quote: 'c' } }), write('note', { text: 'Slow', anchor: { on: 'range', at, until: at + 2_500_000 } }), write('note', { text: 'All in all', anchor: { on: 'session' } }),
    write('viewed', { path: '/w/src/login.ts', hash: 'h', viewed: true }),
  ]);
  const text = reviewToMarkdown(review, { directory: '/w', linkTo: (location) => `https://replay.example/sessions/s1${toHash(location)}` });
  const headings = text.split('\n').filter((line) => line.startsWith('### '));
  expect(headings[0]).toMatch(/^### \[`src\/login\.ts`, line 2\]\(<https:\/\/replay\.example\/sessions\/s1#(?:e=[^&]+&)?tab=diff>\) \(outdated\)$/);
  expect(headings[1]).toMatch(/^### \[Stretch from \d{4}-\d\d-\d\d \d\d:\d\d:\d\d to \d\d:\d\d:\d\d UTC\]\(<https:\/\/replay\.example\/sessions\/s1#e=[^&]+&r=\d+-\d+>\)$/);
  expect(headings[2]).toBe('### [The session](<https://replay.example/sessions/s1>)');
  expect(text).toContain('- Session: [`s1`](<https://replay.example/sessions/s1>)');
  expect(text).toContain('- `src/login.ts`');
  for (const url of ['http://127.0.0.1:7433/sessions/s1', 'http://localhost:7433/sessions/s1', 'http://[::1]:7433/x', 'javascript:alert(1)', 'https://x.example/> <b>']) expect(reviewToMarkdown(review, { linkTo: () => url })).not.toContain('](');
});

test('code in a note stays code, and nothing around it becomes markup', () => {
  const lines = (text: string): readonly string[] => reviewToMarkdown(toReviewDocument(modelOfSample(), [write('note', { text })])).split('\n').filter((line) => line.startsWith('>'));
  expect(lines('Use `a*b*c` and *not* this\n```ts\nconst x = `*`;\n\n# no title\n```\n- done')).toEqual(['> Use `a*b*c` and \\*not\\* this', '> ```ts', '> const x = `*`;', '>', '> # no title', '> ```', '> \\- done']);
  expect(lines('```\nnever closed <b>')).toEqual(['> \\`\\`\\`', '> never closed \\<b\\>']);
  expect(lines('a ` b <i>')).toEqual(['> a \\` b \\<i\\>']);
  expect(lines('``x`` `<b>`')).toEqual(['> \\`\\`x\\`\\` `<b>`']);
});

test('an export as Markdown shows what would hide in a note or turn what stands after it around', () => {
  const text = reviewToMarkdown(toReviewDocument(modelOfSample(), [write('note', { text: 'see \u202etxt.exe and \u200bthis `\u2066code`, \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645' })]));
  expect(text).toContain('> see U+202Etxt.exe and U+200Bthis `U+2066code`, \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645');
});

test('whatever a note says, each of its lines stays in its quotation', () => {
  const piece = fc.constantFrom('`', '```', '````', '\n', '\r', '\r\n', '\u2028', '> ', '# ', '<b>', '[a](b)', 'x', ' ', '\\', '~~~', '    ');
  fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
    const text = reviewToMarkdown(toReviewDocument(modelOfSample(), [write('note', { text: `x${pieces.join('')}` })]));
    const [, note = ''] = text.split('UTC\n\n');
    const written = note.trimEnd().split('\n');
    expect(written.every((line) => line.startsWith('>'))).toBe(true);
    const open = written.reduce<string>((fence, line) => (fence === '' ? /^> (`{3,})[^`]*$/.exec(line)?.[1] ?? '' : line.trim() === `> ${fence}` ? '' : fence), '');
    expect(open).toBe('');
  }));
});
