import type { SessionFigures } from './session-figures.ts';
import { outcomeOfFigures } from './session-figures.ts';
import { createTally, meanOf, quantileOf } from './distribution.ts';
import type { StatisticsSums } from './statistics-document.ts';
import type { LoopMetrics } from './types.ts';

/** Adds up sessions. Internal. */
export interface Sums {
  add(figures: SessionFigures): void;
  value(): StatisticsSums;
}

/** Sums of nothing. */
export function createSums(): Sums {
  const outcomes = { success: 0, failed: 0, interrupted: 0, max_iterations_reached: 0, none: 0 };
  const tokens = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  const counts = { sessions: 0, measured: 0, activeUs: 0, turns: 0, steps: 0, failedSteps: 0, deniedSteps: 0, retries: 0, priced: 0, filesChanged: 0, linesAdded: 0, linesRemoved: 0, testRuns: 0, failedTestRuns: 0 };
  let costUsd = 0;
  const [duration, turnUs, firstGreen] = [createTally(), createTally(), createTally()];
  const loops = createLoops();
  return {
    add(figures) {
      const { session, metrics } = figures;
      const outcome = outcomeOfFigures(figures);
      counts.sessions += 1;
      // A header may say anything.
      if (outcome !== undefined && Object.hasOwn(outcomes, outcome)) outcomes[outcome] += 1;
      else outcomes.none += 1;
      duration.add(metrics?.durationUs ?? session.updatedAt - session.startedAt);
      if (!metrics) return;
      const { usage, steps, files, tests } = metrics;
      counts.measured += 1;
      counts.activeUs += metrics.activeUs;
      counts.turns += metrics.turns;
      turnUs.merge(metrics.turnUs);
      counts.steps += steps.calls;
      counts.failedSteps += steps.failed;
      counts.deniedSteps += steps.denied;
      counts.retries += steps.retries;
      tokens.input += usage.inputTokens;
      tokens.output += usage.outputTokens;
      tokens.cacheRead += usage.cacheReadTokens;
      tokens.cacheWrite += usage.cacheWriteTokens;
      if (usage.costUsd !== undefined) counts.priced += 1;
      costUsd += usage.costUsd ?? 0;
      counts.filesChanged += files.changed;
      counts.linesAdded += files.linesAdded;
      counts.linesRemoved += files.linesRemoved;
      counts.testRuns += tests.runs;
      counts.failedTestRuns += tests.failedRuns;
      if (tests.firstGreenUs !== undefined) firstGreen.add(tests.firstGreenUs);
      if (metrics.iterations) loops.add(metrics.iterations, outcome);
    },
    value() {
      const took = duration.value();
      const turn = turnUs.value();
      const { sessions, measured, activeUs, turns, steps, failedSteps, deniedSteps, retries, priced, ...rest } = counts;
      return {
        sessions, measured, outcomes: { ...outcomes }, successRate: shareOf(outcomes.success, sessions - outcomes.none),
        durationUs: { total: took.sum, mean: rounded(meanOf(took)), median: quantileOf(took, 0.5), p95: quantileOf(took, 0.95) }, activeUs,
        turns, turnUs: { median: quantileOf(turn, 0.5), p95: quantileOf(turn, 0.95) }, steps, failedSteps, deniedSteps, retries, retriesPerStep: shareOf(retries, steps),
        tokens: { ...tokens }, costUsd: priced > 0 ? costUsd : null, priced, ...rest,
        firstGreenUs: quantileOf(firstGreen.value(), 0.5), loops: loops.value(),
      };
    },
  };
}

/** What a share is of; null of nothing. */
export function shareOf(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

function createLoops(): { add(loop: LoopMetrics, outcome: string | undefined): void; value(): StatisticsSums['loops'] } {
  const counts = { sessions: 0, iterations: 0, ended: 0, firstTry: 0, endedIterations: 0, wasted: 0, decided: 0, approved: 0, refused: 0, improved: 0 };
  const cycle = createTally();
  return {
    add({ count, decided, approved, firstApproved, cycleUs }, outcome) {
      counts.sessions += 1;
      counts.iterations += count;
      counts.decided += decided;
      counts.approved += approved;
      cycle.merge(cycleUs);
      if (outcome === undefined) return;
      const success = outcome === 'success';
      counts.ended += 1;
      counts.endedIterations += count;
      if (success && count === 1) counts.firstTry += 1;
      if (!success) counts.wasted += count;
      if (firstApproved !== false) return;
      counts.refused += 1;
      if (success) counts.improved += 1;
    },
    value: () => ({
      sessions: counts.sessions, iterations: counts.iterations, meanIterations: shareOf(counts.iterations, counts.sessions),
      firstTryRate: shareOf(counts.firstTry, counts.ended), wasteRate: shareOf(counts.wasted, counts.endedIterations), criticApprovalRate: shareOf(counts.approved, counts.decided),
      improvementRate: shareOf(counts.improved, counts.refused), cycleUs: quantileOf(cycle.value(), 0.5),
    }),
  };
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}
