import type { SessionRecord } from '@playhead/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordBuilder, sampleSession, START } from '../test-support/build-records.ts';
import { createModel } from './create-model.ts';
import type { SessionModel, Step } from './types.ts';

const project = (records: readonly SessionRecord[]): SessionModel => createModel().add(records);
const stepOf = (model: SessionModel, id: string): Step | undefined => model.turns.flatMap(({ steps }) => steps).find((step) => step.id === id);

test('a call shows as one step with command, output, exit code, tests and what the model was told', () => {
  const model = project(sampleSession());
  expect(stepOf(model, 'c1')).toMatchObject({
    kind: 'test', title: 'npm test', tool: 'Bash', toolUseId: 'c1', status: 'failed', turnId: 't1', command: 'npm test',
    input: { command: 'npm test', description: 'Run tests', timeout: 5 }, output: '2 failed',
    terminal: { exitCode: 1, chunks: [{ text: '2 failed\n' }] }, test: { passed: 3, failed: 2 }, durationUs: 3_000_000,
    witnesses: ['hook'], agreement: 'single',
  });
});

test('turns have their prompt, their steps in order and the last thing the assistant said', () => {
  const [first, second] = project(sampleSession()).turns;
  expect(first).toMatchObject({ id: 't1', prompt: { text: 'Make the tests pass', origin: 'human' }, response: 'All green.', outcome: 'success' });
  expect(first?.steps.map(({ id }) => id)).toEqual(['c1', 'c2', 'c3']);
  expect(second?.steps.map(({ id, status }) => [id, status])).toEqual([['c4', 'denied'], ['c5', 'interrupted']]);
});

test('an MCP call shows its real names, a subagent the step that started it', () => {
  const model = project(sampleSession());
  expect(stepOf(model, 'c5')).toMatchObject({ kind: 'mcp', title: 'github › create_issue', mcp: { server: 'github', tool: 'create_issue' }, agentId: 'a1', startedAgentId: 'a1' });
  expect(model.subagents).toEqual([expect.objectContaining({ id: 'a1', type: 'Explore', parentStepId: 'c5' })]);
});

test('files, tests, usage and the answer add up without counting twice', () => {
  const model = project(sampleSession());
  expect(model.files).toEqual([expect.objectContaining({ path: 'src/login.ts', status: 'modified', added: 2, removed: 1 })]);
  expect(model.tests.map(({ failed }) => failed)).toEqual([2, 0]);
  expect(model.usage).toMatchObject({ inputTokens: 10, outputTokens: 5 });
  expect(model.finalOutput).toEqual({ title: 'Done', content: 'Works', format: 'markdown' });
  expect(model.session).toMatchObject({ sessionId: 's1', name: 'Add login', status: 'completed', outcome: 'success', events: 27 });
});

test('a step that says several times that it went wrong is one error', () => {
  const model = project(sampleSession());
  const steps = model.errorIds.map((id) => model.events.find((event) => event.id === id)?.stepId);
  expect(steps).toEqual(['c1', 'c4']);
});

test('the 42 kB that the model saw only a part of show whole', () => {
  const record = recordBuilder();
  const whole = 'x'.repeat(42_000);
  const model = project([
    record('terminal_command', { command: 'cat big' }, { call: 'c' }),
    record('terminal_output', { text: whole, exitCode: 0 }, { call: 'c' }),
    record('tool_result', { status: 'ok', text: 'Output too large, saved' }, { call: 'c' }),
  ]);
  expect(stepOf(model, 'c')?.output).toBe(whole);
  expect(model.turns[0]).toMatchObject({ id: 'before-first-prompt', steps: [{ id: 'c' }] });
});

test('a command shows what was seen while it printed, once, and only who tells how it ended is asked whether they agree', () => {
  const record = recordBuilder();
  const model = project([
    record('terminal_command', { command: 'make', tool: 'Bash' }, { call: 'c' }),
    record('terminal_output', { text: 'one\n', stream: 'stdout' }, { call: 'c', via: 'pty', p: 'shell' }),
    record('terminal_output', { text: 'two\n', stream: 'stdout' }, { call: 'c', via: 'pty', p: 'shell' }),
    record('terminal_output', { text: 'one\ntwo', exitCode: 0 }, { call: 'c' }),
    record('tool_result', { status: 'ok', text: 'one\ntwo' }, { call: 'c' }),
  ]);
  expect(stepOf(model, 'c')).toMatchObject({ terminal: { exitCode: 0, chunks: [{ text: 'one\n' }, { text: 'two\n' }] }, output: 'one\ntwo', agreement: 'single', witnesses: ['hook', 'pty'] });
});

test('witnesses that contradict each other are shown as differing', () => {
  const record = recordBuilder();
  const model = project([
    record('terminal_command', { command: 'ls' }, { call: 'c' }),
    record('tool_result', { status: 'ok' }, { call: 'c' }),
    record('tool_result', { status: 'failed' }, { call: 'c', via: 'transcript' }),
  ]);
  expect(stepOf(model, 'c')).toMatchObject({ status: 'failed', agreement: 'differs', witnesses: ['hook', 'transcript'] });
});

test('events recorded without a call stand as steps of their own', () => {
  const record = recordBuilder();
  const model = project([record('prompt', { text: 'go', origin: 'human' }), record('terminal_command', { command: 'ls' }), record('test_result', { passed: 0, failed: 1 })]);
  expect(model.turns[0]?.steps.map(({ title, status }) => [title, status])).toEqual([['ls', 'ok'], ['1 failed, 0 passed', 'failed']]);
});

test('a late prompt takes what follows it', () => {
  const record = recordBuilder();
  const early = record('prompt', { text: 'one', origin: 'human' });
  const late = record('prompt', { text: 'two', origin: 'human' });
  const call = record('terminal_command', { command: 'ls' }, { call: 'c' });
  const builder = createModel();
  builder.add([early, call]);
  expect(builder.add([late]).turns.map(({ steps }) => steps.length)).toEqual([0, 1]);
});

test('an older model stays as it was, and what did not change is shared', () => {
  const records = sampleSession();
  const builder = createModel();
  const before = builder.add(records.slice(0, 17));
  const turns = structuredClone(before.turns);
  const after = builder.add(records.slice(17));
  expect(before.turns).toEqual(turns);
  expect(before.events.length).toBe(17);
  expect(after.turns[0]?.steps[0]).toBe(before.turns[0]?.steps[0]);
});

test('damaged, wrong and unknown records never break the model', () => {
  const record = recordBuilder();
  const wrong = sampleSession().map((one) => ({ ...record('milestone', { title: '' }), type: one.type, ...(one.call !== undefined && { call: one.call }), data: { text: 5, hunks: [{ lines: 3 }, null], cases: [null], tasks: 1, path: {}, status: [] } }));
  expect(project(wrong).events.length).toBe(wrong.length);
  expect(project([{ ...record('milestone', { title: '' }), type: 'from_the_future' }]).events[0]?.title).toBe('from the future');
});

const types = ['prompt', 'turn_end', 'assistant_text', 'terminal_command', 'terminal_output', 'tool_call', 'tool_result', 'file_diff', 'file_read', 'test_result',
  'permission_decision', 'subagent_start', 'usage', 'final_output', 'session_start', 'session_update', 'session_stop', 'session_status', 'failure', 'chapter'];
const anyRecord = fc.record({
  p: fc.constantFrom('a', 'b'), n: fc.nat(40), at: fc.nat(30), type: fc.constantFrom(...types), via: fc.constantFrom('hook' as const, 'transcript' as const),
  key: fc.option(fc.constantFrom('k1', 'k2', 'k3', 'k4'), { nil: undefined }), turn: fc.option(fc.constantFrom('t1', 't2'), { nil: undefined }),
  call: fc.option(fc.constantFrom('c1', 'c2', 'c3'), { nil: undefined }), agent: fc.option(fc.constantFrom('g1', 'g2'), { nil: undefined }),
  data: fc.record({
    text: fc.constantFrom('', 'one', 'two'), status: fc.constantFrom('ok', 'failed', 'completed'), path: fc.constantFrom('x', 'y'), name: fc.constantFrom('n1', 'n2'),
    content: fc.constantFrom('', 'answer'), passed: fc.nat(3), failed: fc.nat(2), messageId: fc.constantFrom('m1', 'm2'), inputTokens: fc.nat(9),
    scope: fc.constantFrom('message', 'session', 'agent'), hunks: fc.constant([]), decision: fc.constantFrom('allowed', 'denied'),
  }),
}).map(({ key, turn, call, agent, ...rest }): SessionRecord => ({
  $r: 1, id: `${rest.p}${rest.n}`, e: 0, ...rest, at: START + rest.at,
  ...(key !== undefined && { key }), ...(turn !== undefined && { turn }), ...(call !== undefined && { call }), ...(agent !== undefined && { agent }),
}));
const anyLog = fc.uniqueArray(anyRecord, { selector: ({ p, n }) => `${p}${n}`, maxLength: 40 });

function inPieces(records: readonly SessionRecord[], order: readonly number[], sizes: readonly number[]): SessionModel {
  const builder = createModel();
  const arriving = order.map((index) => records[index % Math.max(1, records.length)]).filter((record) => record !== undefined);
  const all = [...arriving, ...records]; // repeats some and misses none
  for (let start = 0, turn = 0; start < all.length; turn += 1) {
    const size = sizes[turn % Math.max(1, sizes.length)] ?? 1;
    builder.add(all.slice(start, start + size));
    start += size;
  }
  return builder.model;
}

test('any order, repetition and splitting of a log shows the same session', () => {
  fc.assert(fc.property(anyLog, fc.array(fc.nat(60), { maxLength: 60 }), fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 8 }), (records, order, sizes) => {
    expect(structuredClone(inPieces(records, order, sizes))).toEqual(structuredClone(project(records)));
  }), { numRuns: 300 });
}, 300_000);

test('any order, repetition and splitting of a real log shows the same session', () => {
  const records = sampleSession();
  fc.assert(fc.property(fc.array(fc.nat(60), { maxLength: 60 }), fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 8 }), (order, sizes) => {
    expect(structuredClone(inPieces(records, order, sizes))).toEqual(structuredClone(project(records)));
  }));
}, 300_000);

test('a session of 12,000 records added one by one costs as much per record at its end as at its beginning', () => {
  const record = recordBuilder();
  const builder = createModel();
  const times: number[] = [];
  for (let part = 0; part < 4; part += 1) {
    const started = performance.now();
    for (let index = part * 1000; index < (part + 1) * 1000; index += 1) {
      if (index % 100 === 0) builder.add([record('prompt', { text: 'go', origin: 'human' })]);
      builder.add([record('terminal_command', { command: `ls ${index}` }, { call: `c${index}` })]);
      builder.add([record('terminal_output', { text: 'a' }, { call: `c${index}` })]);
      builder.add([record('tool_result', { status: 'ok' }, { call: `c${index}` })]);
    }
    times.push(performance.now() - started);
  }
  expect(builder.model.events.length).toBe(12_040);
  expect(Math.min(...times.slice(2))).toBeLessThan(6 * Math.max(...times.slice(0, 2)));
}, 300_000);
