import type { Step, Turn } from '../../model/types.ts';
import { attemptOf, lastEventOf } from '../attempts.ts';
import { defineReviewRule, type ReviewFinding, type ReviewRule } from '../review-rule.ts';

/** Work that goes in circles. */
export const lowProgress: ReviewRule = defineReviewRule({
  name: 'low-progress',
  title: 'Low progress',
  description: 'Within a turn, many calls in a row changed nothing and mostly repeated one another, or tests ran again and again with as many failures.',
  severity: 'warning',
  thresholds: {
    steps: { title: 'Calls in a row', default: 12, min: 4, max: 1000 },
    repeated: { title: 'Per cent of them that repeat an earlier one', default: 50, min: 10, max: 100 },
    runs: { title: 'Runs of tests with as many failures', default: 4, min: 2, max: 100 },
  },
  find: ({ turns }, thresholds) => turns.flatMap((turn) => [...circlesOf(turn, thresholds), ...standstillOf(turn, thresholds.runs)]),
});

/** Stretches without a change in which calls repeat one another. */
function circlesOf(turn: Turn, { steps: most, repeated }: { readonly steps: number; readonly repeated: number }): ReviewFinding[] {
  const stretches: Step[][] = [[]];
  for (const step of turn.steps) {
    if (step.diff && step.diff.length > 0) stretches.push([]);
    else stretches.at(-1)?.push(step);
  }
  return stretches.flatMap((steps) => {
    const again = steps.length - new Set(steps.map(attemptOf)).size;
    const share = Math.round((100 * again) / Math.max(1, steps.length));
    if (steps.length < most || share < repeated) return [];
    return [findingOf(turn, steps, `${steps.length} calls in a row changed nothing, and ${share} % of them repeat an earlier one.`)];
  });
}

/** Runs of tests one after the other, each with as many failures as the one before. */
function standstillOf(turn: Turn, most: number): ReviewFinding[] {
  const rows: Step[][] = [];
  for (const step of turn.steps) {
    if (!step.test) continue;
    const row = rows.at(-1);
    const before = row?.at(-1)?.test?.failed;
    if (row && before === step.test.failed) row.push(step);
    else rows.push([step]);
  }
  return rows.filter((row) => row.length >= most && (row[0]?.test?.failed ?? 0) > 0)
    .map((row) => findingOf(turn, row, `${row.length} runs of tests in a row ended with ${row[0]?.test?.failed} failing.`));
}

function findingOf(turn: Turn, steps: readonly Step[], reason: string): ReviewFinding {
  const [first] = steps;
  return { anchor: first?.id ?? turn.id, at: first?.startedAt ?? turn.startedAt, turnId: turn.id, evidence: steps.map(lastEventOf), reason, ...(first && { stepId: first.id }) };
}
