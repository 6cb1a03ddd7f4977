import fc from 'fast-check';
import { OUTCOMES } from '@playhead/protocol';
import { expect, test } from 'vitest';
import { packMetrics, unpackMetrics } from './packed-metrics.ts';
import { CATALOG_KINDS, METRICS_VERSION, type SessionMetrics } from './types.ts';

const number = fc.nat({ max: 2 ** 40 });
const distribution = fc.oneof(
  fc.constant({ count: 0, sum: 0, max: 0, buckets: [] }),
  fc.record({ count: fc.integer({ min: 1, max: 9999 }), sum: number, max: number, buckets: fc.array(fc.tuple(fc.nat(151), fc.nat(9999))).map((pairs) => pairs.flat()) }),
);
const figures = { calls: number, failed: number, denied: number, interrupted: number, retries: number, latencyUs: distribution };
const name = fc.string({ unit: 'binary', maxLength: 30 });
const turns = fc.record({ count: number, first: number, accepted: number, steps: number, failedSteps: number, durationUs: distribution, tokens: distribution });
const entry = fc.record({ kind: fc.constantFrom(...CATALOG_KINDS), name, firstAt: number, lastAt: number, inputTokens: number, outputTokens: number, ...figures, version: name, costUsd: fc.nat(10_000_000).map((cents) => cents / 1e6), turns }, { requiredKeys: ['kind', 'name', 'firstAt', 'lastAt', 'inputTokens', 'outputTokens', 'calls', 'failed', 'denied', 'interrupted', 'retries', 'latencyUs'] })
  .map((made) => ({ ...made, lastAt: made.firstAt + made.lastAt }));
const metrics: fc.Arbitrary<SessionMetrics> = fc.record({
  schemaVersion: fc.constant(METRICS_VERSION), startedAt: number, outcome: fc.constantFrom(...OUTCOMES), durationUs: number, activeUs: number, turns: number, turnUs: distribution,
  usage: fc.record({ inputTokens: number, outputTokens: number, cacheReadTokens: number, cacheWriteTokens: number }), steps: fc.record(figures),
  kinds: fc.array(fc.record({ kind: fc.constantFrom('read', 'edit', 'command'), ...figures }), { maxLength: 4 }) as fc.Arbitrary<SessionMetrics['kinds']>, // some of the words
  errors: number, tests: fc.record({ runs: number, failedRuns: number, firstGreenUs: number }, { requiredKeys: ['runs', 'failedRuns'] }),
  files: fc.record({ changed: number, read: number, linesAdded: number, linesRemoved: number }), entries: fc.array(entry, { maxLength: 12 }), moreEntries: number,
  iterations: fc.record({ count: number, decided: number, approved: number, firstApproved: fc.boolean(), feedbacks: number, feedbackCharacters: number, cycleUs: distribution }, { requiredKeys: ['count', 'decided', 'approved', 'feedbacks', 'feedbackCharacters', 'cycleUs'] }),
}, { requiredKeys: ['schemaVersion', 'startedAt', 'durationUs', 'activeUs', 'turns', 'turnUs', 'usage', 'steps', 'kinds', 'errors', 'tests', 'files', 'entries', 'moreEntries'] });

test('figures are read as they were kept, whatever things are named', () => {
  fc.assert(fc.property(metrics, number, (made, events) => {
    expect(unpackMetrics(packMetrics({ events, bytes: 7, metrics: made }))).toEqual({ events, bytes: 7, metrics: made });
    const models = unpackMetrics(packMetrics({ events, metrics: made }), { kinds: ['model'] })?.metrics?.entries;
    expect(models).toEqual(made.entries.filter(({ kind }) => kind === 'model'));
  }), { numRuns: 100 });
  expect(unpackMetrics(packMetrics({ events: 5 }))).toEqual({ events: 5 });
});

test('what was cut off or damaged is read to its end, and nothing hangs', () => {
  fc.assert(fc.property(metrics, fc.nat(), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 20 }), (made, cut, changes) => {
    const bytes = packMetrics({ events: 1, metrics: made });
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
    unpackMetrics(bytes.subarray(0, cut % (bytes.length + 1)));
  }), { numRuns: 300 });
});
