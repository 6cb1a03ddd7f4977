import type { SessionRecord } from '@playhead/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createModel } from '../model/create-model.ts';
import { recordBuilder, sampleSession, START } from '../test-support/build-records.ts';
import { createTally, quantileOf } from './distribution.ts';
import { packMetrics, unpackMetrics } from './packed-metrics.ts';
import { metricsOf } from './session-metrics.ts';
import type { CatalogKind, MetricEntry, SessionMetrics } from './types.ts';

const metrics = (records: readonly SessionRecord[]): SessionMetrics => metricsOf(createModel().add(records));
const entries = (of: SessionMetrics, kind: CatalogKind): readonly MetricEntry[] => of.entries.filter((entry) => entry.kind === kind);

test('a session is measured: calls, tests, files, tokens and how it ended', () => {
  expect(metrics(sampleSession())).toMatchObject({
    startedAt: START, outcome: 'success', turns: 2, steps: { calls: 5, failed: 1, denied: 1, retries: 1 }, errors: 1,
    tests: { runs: 2, failedRuns: 1, firstGreenUs: 11_000_000 }, files: { changed: 1, linesAdded: 2, linesRemoved: 1 }, usage: { inputTokens: 10, outputTokens: 5 },
  });
});

test('an empty session has figures, and none that nobody knows', () => {
  const empty = metrics([]);
  expect(empty).toMatchObject({ turns: 0, steps: { calls: 0 }, tests: { runs: 0, failedRuns: 0 }, entries: [], moreEntries: 0 });
  expect([empty.outcome, empty.iterations, empty.tests.firstGreenUs]).toEqual([undefined, undefined, undefined]);
});

test('tools, MCP servers with their tools and subagents are told apart, each with its calls', () => {
  const of = metrics(sampleSession());
  expect(entries(of, 'tool').map(({ name, calls, failed, retries }) => [name, calls, failed, retries])).toEqual([['Bash', 2, 1, 1], ['Edit', 1, 0, 0]]);
  expect(entries(of, 'mcp_server')).toMatchObject([{ name: 'github', calls: 1 }]);
  expect(entries(of, 'mcp_tool')).toMatchObject([{ name: 'github/create_issue', calls: 1 }]);
  expect(entries(of, 'subagent')).toMatchObject([{ name: 'Explore', calls: 1 }]);
});

test('a skill has its version and the first turn with it, which is accepted unless it failed or the skill had to be used again', () => {
  const accepted = (outcomes: readonly ('success' | 'failed')[], uses: readonly boolean[]): unknown => {
    const record = recordBuilder();
    const of = metrics(outcomes.flatMap((outcome, index) => {
      const turn = `t${index}`;
      return [
        record('prompt', { text: 'go', origin: 'human' }, { turn }),
        ...(uses[index] ? [record('skill_use', { name: 'kit:review', version: '1.2', tool: 'Skill' }, { turn, call: `s${index}` }), record('tool_result', { status: 'ok' }, { turn, call: `s${index}` })] : []),
        record('turn_end', { outcome }, { turn }),
      ];
    }));
    expect(entries(of, 'plugin')).toMatchObject([{ name: 'kit' }]);
    const [skill] = entries(of, 'skill');
    return [skill?.name, skill?.version, skill?.turns?.count, skill?.turns?.first, skill?.turns?.accepted];
  };
  expect(accepted(['success', 'success'], [true, false])).toEqual(['kit:review', '1.2', 1, 1, 1]);
  expect(accepted(['failed', 'success'], [true, false])).toEqual(['kit:review', '1.2', 1, 1, 0]);
  expect(accepted(['success', 'success'], [true, true])).toEqual(['kit:review', '1.2', 2, 1, 0]);
});

test('a model is known by its name, and the day in it is its version', () => {
  const record = recordBuilder();
  const of = metrics([
    record('usage', { model: 'claude-sonnet-4-5-20250929', inputTokens: 7, outputTokens: 2, costUsd: 0.5 }),
    record('usage', { model: 'local/m', inputTokens: 1 }), record('usage', { model: 'local/m', inputTokens: 90, scope: 'session' }),
  ]);
  expect(entries(of, 'model').map(({ name, version, calls, inputTokens, costUsd }) => [name, version, calls, inputTokens, costUsd])).toEqual([
    ['claude-sonnet-4-5', '20250929', 1, 7, 0.5], ['local/m', undefined, 1, 1, undefined],
  ]);
});

test('plugins have the versions that the harness told', () => {
  const record = recordBuilder();
  const of = metrics([
    record('harness_event', { name: 'SessionStart', extra: { plugins: [{ name: 'kit@market', version: '3.1.0' }, 'x', null] } }),
    record('mcp_call', { server: 'plugin:kit:db', tool: 'query', serverVersion: '2' }, { call: 'c1' }),
  ]);
  expect(entries(of, 'plugin')).toMatchObject([{ name: 'kit', version: '3.1.0', calls: 1 }]);
  expect(entries(of, 'mcp_server')).toMatchObject([{ name: 'plugin:kit:db', version: '2' }]);
});

test('names of any length and any number of them leave the figures small', () => {
  const record = recordBuilder();
  const of = metrics(Array.from({ length: 3000 }, (_, index) => record('tool_call', { name: `${index}-${'x'.repeat(5000)}` }, { call: `c${index}` })));
  expect([of.entries.length, of.moreEntries, of.steps.calls]).toEqual([200, 2800, 3000]);
  expect(packMetrics({ events: 1, metrics: of }).length).toBeLessThan(100_000);
});

test('what is kept is read as it was, with all entries or without', () => {
  const of = metrics(sampleSession());
  const bytes = packMetrics({ events: 9, metrics: of });
  expect(unpackMetrics(bytes)).toEqual({ events: 9, metrics: of });
  expect(unpackMetrics(bytes, { kinds: [] })).toEqual({ events: 9, metrics: { ...of, entries: [] } });
  expect(unpackMetrics(packMetrics({ events: 70_000 }))).toEqual({ events: 70_000 });
});

test('whatever stands where figures are kept, reading them breaks nothing', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), fc.json().map((json) => `[1,${json}]\n${json}`)), (text) => {
    const read = unpackMetrics(new TextEncoder().encode(text));
    expect(read === undefined || typeof read.events === 'number').toBe(true);
  }));
});

test('times of several sessions add up to those of all, and quantiles are right to a tenth', () => {
  const times = fc.array(fc.integer({ min: 0, max: 10_000_000_000 }), { minLength: 1, maxLength: 60 });
  fc.assert(fc.property(times, times, (a, b) => {
    const tally = (values: readonly number[]): ReturnType<typeof createTally> => {
      const own = createTally();
      for (const value of values) own.add(value);
      return own;
    };
    const merged = createTally(tally(a).value());
    merged.merge(tally(b).value());
    expect(merged.value()).toEqual(tally([...a, ...b]).value());
    const sorted = [...a, ...b].sort((x, y) => x - y);
    const median = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
    expect(Math.abs((quantileOf(merged.value(), 0.5) ?? 0) - median)).toBeLessThanOrEqual(1 + median * 0.1);
  }));
  expect(quantileOf(createTally().value(), 0.5)).toBeNull();
});

test('rounds between actor and critic are counted with what the critic decided and how long they took', () => {
  const record = recordBuilder();
  expect(metrics([record('session_start', { sessionId: 's', name: 'x', harness: 'loop', agentName: 'a', workspaceName: 'w' }), record('iteration', { index: 1, critic: 'tests fail', decision: 'CONTINUE' }), record('iteration', { index: 2, critic: 'good', decision: 'DONE' })]).iterations)
    .toMatchObject({ count: 2, decided: 2, approved: 1, firstApproved: false, feedbacks: 2, feedbackCharacters: 14, cycleUs: { count: 2, sum: 2_000_000 } });
});
