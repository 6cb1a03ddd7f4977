import type { Step } from '../../model/types.ts';
import { attemptOf, lastEventOf, nameOf, stepsOf } from '../attempts.ts';
import { defineReviewRule, type ReviewRule } from '../review-rule.ts';

/** Calls that failed and were left at that. */
export const toolFailure: ReviewRule = defineReviewRule({
  name: 'tool-failure',
  title: 'Tool failure',
  description: 'A call failed, and the same call did not succeed later. Runs of tests have a rule of their own, and commands count from an exit code on, since many end with 1 to say no.',
  severity: 'warning',
  thresholds: {
    exitCode: { title: 'Lowest exit code of a command that counts', default: 2, min: 1, max: 255 },
  },
  find(model, { exitCode }) {
    const open = new Map<string, Step>();
    for (const step of stepsOf(model)) {
      const succeeded = step.status === 'ok' && open.size > 0;
      if (!succeeded && !(step.status === 'failed' && counts(step, exitCode))) continue;
      const key = attemptOf(step); // which is all of its input: few are asked
      if (succeeded) open.delete(key);
      else if (!open.has(key)) open.set(key, step);
    }
    return [...open.values()].map((step) => ({
      anchor: step.id, stepId: step.id, at: step.startedAt, evidence: [lastEventOf(step)], ...(step.turnId !== undefined && { turnId: step.turnId }),
      reason: `${nameOf(model, step)} failed${step.terminal?.exitCode === undefined ? '' : ` with exit code ${step.terminal.exitCode}`}, and was left at that.`,
    }));
  },
});

function counts({ kind, command, terminal, test }: Step, exitCode: number): boolean {
  if (kind === 'test' || test) return false;
  return command === undefined || terminal?.exitCode === undefined || terminal.exitCode >= exitCode;
}
