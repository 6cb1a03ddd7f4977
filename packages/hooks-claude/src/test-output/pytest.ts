import type { TestCase } from '@playhead/protocol';
import { lastMatch, testRun, type TestParser } from './test-run.ts';

/** pytest. */
export const parsePytest: TestParser = (lines) => {
  const sum = lastMatch(lines, /^=* ?(\d{1,9} (?:passed|failed|error|errors|skipped)\b.*) in (\d+(?:\.\d+)?)s\b/);
  if (!sum) return undefined;
  const count = (word: string): number => Number(new RegExp(`(\\d{1,9}) ${word}\\b`).exec(sum[1] ?? '')?.[1] ?? 0);
  const cases = new Map<string, TestCase>();
  for (const line of lines) {
    const verbose = /^(\S+::\S.*?) (PASSED|FAILED|SKIPPED|ERROR)\b/.exec(line);
    const brief = verbose ? undefined : /^(FAILED|ERROR) (\S+::[^ ]+)(?: - (.*))?$/.exec(line);
    const name = verbose?.[1] ?? brief?.[2];
    if (name === undefined) continue;
    const word = verbose?.[2] ?? brief?.[1];
    const message = brief?.[3];
    cases.set(name, { name, status: word === 'PASSED' ? 'passed' : word === 'SKIPPED' ? 'skipped' : 'failed', ...(message !== undefined && { message }) });
  }
  const failed = count('failed') + Math.max(count('error'), count('errors'));
  return testRun('pytest', { passed: count('passed'), failed, skipped: count('skipped'), durationUs: Math.round(Number(sum[2]) * 1_000_000) }, [...cases.values()]);
};
