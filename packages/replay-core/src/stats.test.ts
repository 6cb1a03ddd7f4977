import { expect, test } from 'vitest';
import { createModel } from './model/create-model.ts';
import { statsOf } from './stats.ts';
import { recordBuilder, sampleSession, START } from './test-support/build-records.ts';

test('a session is counted by kind, tool, agent and turn', () => {
  const stats = statsOf(createModel().add(sampleSession()));
  expect(stats.steps).toEqual({ count: 5, failed: 1, denied: 1, durationUs: 8_000_000 });
  expect(stats.byKind.map(({ kind, count }) => [kind, count])).toEqual([['test', 2], ['edit', 1], ['command', 1], ['mcp', 1]]);
  expect(stats.byTool[0]).toMatchObject({ tool: 'Bash', count: 2, failed: 1 });
  expect(stats.byAgent.map(({ agentId, count }) => [agentId, count])).toEqual([['main', 4], ['a1', 1]]);
  expect(stats.turns).toMatchObject([{ turnId: 't1', steps: 3, failed: 1, inputTokens: 0 }, { steps: 2, inputTokens: 10, outputTokens: 5 }]);
  expect(stats).toMatchObject({ filesChanged: 1, linesAdded: 2, linesRemoved: 1, errors: 1, denials: 1, tests: { runs: 2, failedRuns: 1, last: { passed: 3, failed: 0, skipped: 0 } } });
});

test('time in which nothing happened is no active time', () => {
  const record = recordBuilder();
  const at = (seconds: number): { at: number } => ({ at: START + seconds * 1_000_000 });
  const stats = statsOf(createModel().add([0, 1, 3, 603, 604].map((seconds) => record('milestone', { title: 'x' }, at(seconds)))));
  expect([stats.wallMs, stats.activeMs]).toEqual([604_000, 4000]);
});

test('what a subagent used as a whole counts where no message of it does', () => {
  const record = recordBuilder();
  const builder = createModel();
  builder.add([
    record('prompt', { text: 'go', origin: 'human' }, { turn: 't' }),
    record('usage', { inputTokens: 5, costUsd: 0.5 }, { turn: 't' }),
    record('usage', { inputTokens: 7, scope: 'agent' }, { turn: 't', agent: 'a' }),
    record('usage', { inputTokens: 1 }, { turn: 't', agent: 'b' }),
    record('usage', { inputTokens: 9, scope: 'agent' }, { turn: 't', agent: 'b' }),
  ]);
  const stats = statsOf(builder.model);
  expect(stats.usage).toMatchObject({ inputTokens: 13, costUsd: 0.5 });
  expect(builder.add([record('usage', { inputTokens: 100, scope: 'session' })]).usage).toMatchObject({ inputTokens: 100, costUsd: 0.5 });
  expect(stats.turns).toMatchObject([{ inputTokens: 13, costUsd: 0.5 }]);
  expect(stats.byAgent.map(({ inputTokens }) => inputTokens)).toEqual([5, 7, 1]);
});

test('what a session cost is shared by its turns where no message says what it cost, as prices go', () => {
  const record = recordBuilder();
  const said = (turn: string, data: Record<string, string | number>) => record('usage', { model: 'm', ...data }, { turn });
  const prompts = ['t1', 't2'].map((turn) => record('prompt', { text: 'go', origin: 'human' }, { turn }));
  const first = [said('t1', { inputTokens: 500, outputTokens: 60, cacheReadTokens: 1000, cacheWriteTokens: 80 }), said('t2', { outputTokens: 200 })];
  const other = said('t1', { model: 'other', outputTokens: 1 });
  const whole = record('usage', { costUsd: 0.019, scope: 'session' });
  const costs = (...records: Parameters<ReturnType<typeof createModel>['add']>[0]): unknown => statsOf(createModel().add([...prompts, ...records])).turns.map(({ costUsd }) => costUsd);
  expect(costs(...first, whole)).toEqual([expect.closeTo(0.009), expect.closeTo(0.01)]); // 900 and 1,000 tokens read would have cost that
  expect(costs(...first, whole, said('t2', { outputTokens: 999 }))).toEqual([expect.closeTo(0.009), expect.closeTo(0.01)]); // what came later is not paid for yet
  expect(costs(...first, other, whole)).toEqual([undefined, undefined]);
  expect(costs(...first)).toEqual([undefined, undefined]);
  expect(costs(said('t1', { inputTokens: 1, costUsd: 0.5 }), said('t2', { inputTokens: 1 }), whole)).toEqual([0.5, undefined]);
});

test('an empty session has figures too', () => {
  expect(statsOf(createModel().model)).toMatchObject({ steps: { count: 0 }, wallMs: 0, activeMs: 0, byAgent: [{ agentId: 'main', count: 0 }], tests: { runs: 0 } });
});

test('tools are timed, and calls that were tried again are named', () => {
  const record = recordBuilder();
  const call = (id: string, command: string, status: 'ok' | 'failed') => [record('terminal_command', { command, tool: 'Bash' }, { call: id }), record('tool_result', { status }, { call: id })];
  const { latency, retries } = statsOf(createModel().add([
    ...call('a', 'npm test', 'failed'), ...call('b', 'npm test', 'failed'), ...call('c', 'npm test', 'ok'), ...call('d', 'npm test', 'ok'), ...call('e', 'make', 'failed'), ...call('f', 'make', 'failed'), ...call('g', 'ls', 'failed'),
  ]));
  expect(latency).toEqual([{ tool: 'Bash', count: 7, medianUs: 1_000_000, p95Us: 1_000_000, maxUs: 1_000_000 }]);
  expect(retries).toMatchObject([{ stepId: 'a', title: 'npm test', attempts: 3, succeeded: true, eventId: 'p1-5' }, { stepId: 'e', attempts: 2, succeeded: false }]);
});
