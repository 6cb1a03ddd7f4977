import type { TestCase } from '@playhead/protocol';
import { testRun, type TestParser } from './test-run.ts';

/** `go test -v`; without `-v` only failures are named, so a run of passing packages has no tests to count. */
export const parseGoTest: TestParser = (lines) => {
  const ended = lines.some((line) => /^(?:ok|FAIL)\s+\S+\s+\(?[\d.a-z]+\)?/.test(line) || line === 'PASS' || line === 'FAIL');
  const cases = lines.flatMap((line): TestCase[] => {
    const match = /^\s*--- (PASS|FAIL|SKIP): (\S+) \((\d+(?:\.\d+)?)s\)$/.exec(line);
    if (!match) return [];
    const status = match[1] === 'PASS' ? 'passed' : match[1] === 'FAIL' ? 'failed' : 'skipped';
    return [{ name: match[2] ?? '', status, durationUs: Math.round(Number(match[3]) * 1_000_000) }];
  });
  if (!ended || cases.length === 0) return undefined;
  const count = (status: TestCase['status']): number => cases.filter((one) => one.status === status).length;
  return testRun('go test', { passed: count('passed'), failed: count('failed'), skipped: count('skipped') }, cases);
};
