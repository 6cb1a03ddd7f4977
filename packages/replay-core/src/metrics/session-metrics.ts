import type { EventKind } from '@playhead/protocol';
import type { SessionModel, Step } from '../model/types.ts';
import { stepsOf } from '../review/attempts.ts';
import { statsOf, type SessionStatistics } from '../stats.ts';
import { countCalls } from './count-calls.ts';
import { createTally } from './distribution.ts';
import { loopMetrics } from './loop-metrics.ts';
import { metricEntries } from './metric-entries.ts';
import { METRICS_VERSION, type SessionMetrics } from './types.ts';

/** Options of {@link metricsOf}. */
export interface MetricsOptions {
  /** The session in figures, where it has been counted. Default: counts it. */
  readonly stats?: SessionStatistics;
}

/**
 * Measures a session in figures that add up over sessions. Looks at every step and event. Each figure is defined in
 * docs/reference/metrics.md.
 *
 * @example
 * ```ts
 * const { tests, entries } = metricsOf(model);
 * entries.filter(({ kind }) => kind === 'skill').map(({ name, version, turns }) => [name, version, turns?.accepted]);
 * ```
 */
export function metricsOf(model: SessionModel, { stats = statsOf(model) }: MetricsOptions = {}): SessionMetrics {
  const steps = stepsOf(model);
  const retries = new Map(stats.retries.map(({ stepId, attempts }) => [stepId, attempts - 1]));
  const retriesOf = (stepId: string): number => retries.get(stepId) ?? 0;
  const { entries, more } = metricEntries(model, stats, retriesOf);
  const iterations = loopMetrics(model);
  const { outcome, startedAt } = model.session;
  const green = model.tests.find(({ passed, failed }) => passed > 0 && failed === 0);
  const turnUs = createTally();
  for (const turn of model.turns) if (turn.prompt && turn.outcome !== undefined) turnUs.add(turn.durationUs);
  return {
    schemaVersion: METRICS_VERSION, startedAt, ...(outcome && { outcome }),
    durationUs: Math.round(stats.wallMs * 1000), activeUs: Math.round(stats.activeMs * 1000),
    turns: model.turns.filter(({ prompt }) => prompt).length, turnUs: turnUs.value(), usage: stats.usage,
    steps: countCalls(steps, retriesOf), kinds: kindsOf(steps, retriesOf), errors: stats.errors,
    tests: { runs: stats.tests.runs, failedRuns: stats.tests.failedRuns, ...(green && { firstGreenUs: Math.max(0, green.at - startedAt) }) },
    files: { changed: stats.filesChanged, read: stats.filesRead, linesAdded: stats.linesAdded, linesRemoved: stats.linesRemoved },
    ...(iterations && { iterations }), entries, moreEntries: more,
  };
}

function kindsOf(steps: readonly Step[], retriesOf: (stepId: string) => number): SessionMetrics['kinds'] {
  const groups = new Map<EventKind, Step[]>();
  for (const step of steps) {
    const group = groups.get(step.kind);
    if (group) group.push(step);
    else groups.set(step.kind, [step]);
  }
  return [...groups].map(([kind, of]) => ({ kind, ...countCalls(of, retriesOf) })).sort((a, b) => b.calls - a.calls);
}
