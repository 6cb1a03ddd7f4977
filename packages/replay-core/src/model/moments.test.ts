import { expect, test } from 'vitest';
import { recordBuilder, sampleSession } from '../test-support/build-records.ts';
import { createModel } from './create-model.ts';

test('a failed test run is one moment, whoever says first that its command failed', () => {
  const { moments } = createModel().add(sampleSession());
  expect(moments.map(({ type, title, eventId }) => [type, title, eventId])).toEqual([
    ['prompt', 'Make the tests pass', 'p1-1'], ['tests_failed', '2 failed, 3 passed', 'p1-4'], ['tests_passed', '0 failed, 3 passed', 'p1-11'],
    ['prompt', 'Deploy', 'p1-16'], ['denied', 'no', 'p1-18'],
  ]);
});

test('a commit is a moment when it went well, and not before', () => {
  const put = recordBuilder();
  const builder = createModel();
  const commits = (): readonly string[] => builder.model.moments.filter(({ type }) => type === 'commit').map(({ title }) => title);
  builder.add([put('terminal_command', { command: 'git commit -m "One"' }, { call: 'a' }), put('terminal_command', { command: 'git commit -m "Two"' }, { call: 'b' })]);
  expect(commits()).toEqual([]);
  builder.add([put('tool_result', { status: 'failed' }, { call: 'a' }), put('tool_result', { status: 'ok' }, { call: 'b' }), put('tool_result', { status: 'ok' }, { call: 'b', via: 'transcript' })]);
  expect(commits()).toEqual(['Two']);
  builder.add([put('terminal_command', { command: 'git commit --amend --no-edit' })]);
  expect(commits()).toEqual(['Two', 'git commit --amend --no-edit']);
});

test('what a recorder noticed in a terminal is a moment of that kind', () => {
  const put = recordBuilder();
  const noticed = (['command', 'tests_failed', 'idle', 'resize', 'exit', 'milestone'] as const).map((category) => put('moment', { title: category, category }, { via: 'pty', call: 't' }));
  const odd = { ...put('moment', { title: 'odd' }), data: { title: 'odd', category: 'prompt' } };
  expect(createModel().add([...noticed, odd]).moments.map(({ type }) => type)).toEqual(['command', 'tests_failed', 'idle', 'resize', 'exit', 'milestone', 'moment']);
});

test('recorded marks are moments with what they say', () => {
  const put = recordBuilder();
  const marks = [put('moment', { title: 'Green', description: 'at last' }), put('session_checkpoint', { title: 'Base', summary: 'clean' }), put('snapshot', { reference: 'abc' })];
  const review = { ...put('milestone', { title: '' }), type: 'needs_review', data: { description: 'Is this right?' } };
  expect(createModel().add([...marks, review]).moments).toMatchObject([
    { type: 'moment', title: 'Green', description: 'at last' }, { type: 'checkpoint', title: 'Base', description: 'clean' }, { type: 'snapshot', title: 'abc' }, { type: 'needs_review', description: 'Is this right?' },
  ]);
});
