import type { TestRun } from '../../model/types.ts';
import { defineReviewRule, type ReviewFinding, type ReviewRule } from '../review-rule.ts';

/** Tests that the session leaves failing. */
export const failingTests: ReviewRule = defineReviewRule({
  name: 'failing-tests',
  title: 'Failing tests at the end',
  description: 'The last run of tests failed, or a test that failed did not pass in any later run.',
  severity: 'error',
  thresholds: {
    tests: { title: 'Failing tests', default: 1, min: 1, max: 10_000 },
  },
  find({ tests }, { tests: most }) {
    const last = tests.at(-1);
    const left = [...failuresLeft(tests)].filter(([, run]) => run !== last);
    const earlier = left.length >= most ? left.slice(0, 1).map(([, run]) => findingOf(run, `${left.length === 1 ? `The test "${left[0]?.[0]}"` : `${left.length} tests`} failed, and did not pass in any later run.`, 'earlier')) : [];
    const failing = last && last.failed >= most ? [findingOf(last, `The last run of tests failed: ${last.failed} of ${last.passed + last.failed}.`, 'last')] : [];
    return [...earlier, ...failing];
  },
});

/** The tests that failed when they last ran, with the run that says so. */
function failuresLeft(tests: readonly TestRun[]): ReadonlyMap<string, TestRun> {
  const failing = new Map<string, TestRun>();
  for (const run of tests) {
    for (const { name, status } of run.cases) {
      if (status === 'failed') failing.set(name, run);
      else if (status === 'passed') failing.delete(name);
    }
    if (run.failed > 0) continue;
    // A file that could not run is a test while it fails, and none when it passes: a green run of as many tests speaks for it too.
    for (const [name, { passed, failed }] of failing) if (run.passed >= passed + failed) failing.delete(name);
  }
  return failing;
}

function findingOf({ stepId, eventId, at }: TestRun, reason: string, which: string): ReviewFinding {
  return { anchor: stepId ?? which, at, evidence: [eventId], reason, ...(stepId !== undefined && { stepId }) };
}
