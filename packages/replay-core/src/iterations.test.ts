import type { SessionRecord } from '@playhead/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { iterationsOf } from './iterations.ts';
import { createModel } from './model/create-model.ts';
import { recordBuilder } from './test-support/build-records.ts';

function loop(): SessionRecord[] {
  const record = recordBuilder();
  const records = [
    record('session_checkpoint', { title: 'Begin' }),
    record('prompt', { text: 'Make it green', origin: 'human' }, { turn: 't' }),
    record('terminal_command', { command: 'node actor.mjs' }, { call: 'c1' }),
    record('terminal_output', { text: 'tried', exitCode: 0 }, { call: 'c1' }),
    record('iteration', { index: 1, actor: 'tried', stderr: 'warn', exitCode: 0, durationUs: 1200, diff: 'diff --git a/a b/a\n', filesChanged: 1, critic: 'Not yet.', decision: 'CONTINUE' }),
    record('terminal_command', { command: 'node actor.mjs' }, { call: 'c2' }),
    record('tool_result', { status: 'ok' }, { call: 'c2' }),
    record('iteration', { index: 2, decision: 'DONE' }),
  ];
  return [...records, { ...record('iteration', { index: 3 }), data: { index: 3, exitCode: null, diff: 7, decision: null } }]; // whatever a recording holds
}

test('a round has what was recorded of it, and the steps that were begun since the round before', () => {
  const model = createModel().add(loop());
  const [first, second, third] = iterationsOf(model);
  expect(first).toEqual({
    eventId: 'p1-4', firstEventId: 'p1-0', index: 1, at: model.events[4]?.record.at, startedAt: model.events[0]?.record.at, stepIds: ['c1'],
    actor: 'tried', stderr: 'warn', exitCode: 0, durationUs: 1200, diff: 'diff --git a/a b/a\n', filesChanged: 1, critic: 'Not yet.', decision: 'CONTINUE',
  });
  expect(second).toEqual({ eventId: 'p1-7', firstEventId: 'p1-5', index: 2, at: model.events[7]?.record.at, startedAt: first?.at, stepIds: ['c2'], decision: 'DONE' });
  expect(third).toEqual({ eventId: 'p1-8', firstEventId: 'p1-8', index: 3, at: model.events[8]?.record.at, startedAt: second?.at, stepIds: [] });
  expect(model.session.iterations).toBe(3);
  expect(model.errorIds).toEqual([]);
});

test('an actor that fails and a critic that gives up count among the errors', () => {
  const record = recordBuilder();
  const model = createModel().add([record('iteration', { index: 1, exitCode: 2, decision: 'CONTINUE' }), record('iteration', { index: 2, decision: 'ERROR', critic: 'No compiler.' })]);
  expect(model.errorIds).toEqual(['p1-0', 'p1-1']);
  expect(model.events.map(({ summary }) => summary)).toEqual(['1 CONTINUE', '2 ERROR No compiler.']);
});

test('rounds are the same in whatever order and pieces their records arrive', () => {
  const records = loop();
  const whole = iterationsOf(createModel().add(records));
  fc.assert(fc.property(fc.shuffledSubarray(records, { minLength: records.length }), fc.nat(records.length), (shuffled, cut) => {
    const builder = createModel();
    builder.add(shuffled.slice(0, cut));
    expect(iterationsOf(builder.add(shuffled.slice(cut)))).toEqual(whole);
  }));
});
