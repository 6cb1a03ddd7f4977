import type { Annotation } from '@playhead/protocol';
import { expect, test } from 'vitest';
import { createModel } from './model/create-model.ts';
import { editOutline } from './review/outline-edits.ts';
import { reviewMarker } from './review/review-annotations.ts';
import { reviewRules } from './review/review-rules.ts';
import { search } from './search.ts';
import { eventsOfStep, stepById } from './selectors.ts';
import { toSessionDocument } from './session-document.ts';
import { recordBuilder, sampleSession } from './test-support/build-records.ts';

const blob = { $blob: `sha256-${'0'.repeat(64)}`, size: 50_000, encoding: 'text' as const, preview: 'begin' };

test('a session is written as one JSON value with large values in place', async () => {
  const record = recordBuilder();
  const model = createModel().add([
    record('prompt', { text: blob, origin: 'human' }, { turn: 't' }),
    record('terminal_command', { command: 'cat big' }, { call: 'c' }),
    record('terminal_output', { text: blob, exitCode: 0 }, { call: 'c' }),
    record('tool_result', { status: 'ok', text: 'short', output: { nested: [{ ...blob, encoding: 'json' }] } }, { call: 'c' }),
    record('iteration', { index: 1, actor: blob, stderr: blob, diff: blob, critic: blob }),
    record('moment', { title: 'Green' }),
    record('milestone', { title: 'Shipped' }),
    record('turn_end', { text: blob, outcome: 'success' }),
    record('final_output', { content: blob, format: 'text' }),
  ]);
  const document = await toSessionDocument(model, { text: async ({ encoding }) => (encoding === 'json' ? '{"big":1}' : 'all of it') });
  expect(JSON.parse(JSON.stringify(document))).toMatchObject({
    schemaVersion: 1,
    turns: [{
      id: 't', prompt: { text: 'all of it', origin: 'human' }, response: 'all of it', outcome: 'success',
      steps: [{ id: 'c', toolUseId: 'c', kind: 'command', status: 'ok', input: { command: 'cat big' }, output: 'all of it', exitCode: 0, result: { nested: [{ big: 1 }] }, witnesses: ['hook'], agreement: 'single' }],
    }],
    iterations: [{ index: 1, actor: 'all of it', stderr: 'all of it', diff: 'all of it', critic: 'all of it', stepIds: ['c'] }], moments: [{ type: 'prompt' }, { type: 'moment', title: 'Green' }, { type: 'milestone', title: 'Shipped' }],
    chapters: [{ eventId: 'p1-0' }], tests: [], files: [], finalOutput: { content: 'all of it' }, usage: { inputTokens: 0 },
  });
});

test('the hunks of a large change stand where those of a small one do', async () => {
  const record = recordBuilder();
  const diff = record('file_diff', { path: 'a.ts', change: 'modified', hunks: [], before: null, after: blob }, { turn: 't', call: 'c' });
  const hunks = [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ['-a', '+b'] }];
  const model = createModel().add([
    record('prompt', { text: 'Rename it', origin: 'human' }, { turn: 't' }),
    { ...diff, data: { ...diff.data, hunks: { ...blob, encoding: 'json', added: 1, removed: 1 } } }, // as a log is read in brief
  ]);
  const { turns } = await toSessionDocument(model, { text: async ({ encoding }) => (encoding === 'json' ? JSON.stringify(hunks) : 'all of it') });
  expect(turns[0]?.steps[0]?.diff).toMatchObject([{ path: 'a.ts', hunks, added: 1, before: null, after: 'all of it' }]);
  expect(turns[0]?.steps[0]?.diff?.[0]).not.toHaveProperty('hunksBlob');
});

test('a document says what asks for a review, what became of it, and how people call the chapters', async () => {
  const model = createModel().add(sampleSession());
  const [prompt] = model.events.filter(({ record }) => record.type === 'prompt');
  const write = (annotations: readonly Annotation[]) => toSessionDocument(model, { text: async () => '', annotations, review: { rules: reviewRules.filter(({ name }) => name === 'denied-action') } });
  const { markers, behaviour } = await write([]);
  expect(markers).toMatchObject([{ id: 'denied-action:c4', rule: 'denied-action', reason: 'rm -rf / was denied by the user.' }]);
  expect(markers[0]).not.toHaveProperty('review');
  expect(behaviour.asked.denied).toBe(1);
  const reviewed = await write([
    { id: 'a1', at: 5, author: 'ada', ...reviewMarker('denied-action:c4', 'dismissed', 'Rightly so') },
    { id: 'a2', at: 6, author: 'ada', ...editOutline('chapter', prompt!, { action: 'rename', title: 'Login' }) }, // the session has a prompt
  ]);
  expect(reviewed.markers[0]?.review).toEqual({ state: 'dismissed', reason: 'Rightly so', author: 'ada', at: 5 });
  expect(reviewed.chapters[0]).toMatchObject({ title: 'Login', editedBy: 'ada' });
});

test('search finds text in commands, results and beginnings of large values, ignoring case', () => {
  const model = createModel().add([...sampleSession(), recordBuilder('p2')('assistant_text', { text: blob })]);
  expect(search(model, 'RM -RF')).toEqual(['p1-17']);
  expect(search(model, 'begin')).toEqual(['p2-0']);
  expect(search(model, '  ')).toEqual([]);
});

test('a step leads to its events and an id to its step', () => {
  const model = createModel().add(sampleSession());
  expect(eventsOfStep(model, 'c2').map(({ id }) => id)).toEqual(stepById(model, 'c2')?.eventIds);
});
