import type { TestCase } from '@playhead/protocol';
import { messageBelow, testRun, type TestParser, lastMatch } from './test-run.ts';

const CASE = /^\s*([✓×✗↓]) (\S.*)$/;

/** Vitest's default and verbose reporters. */
export const parseVitest: TestParser = (lines) => {
  const sum = lastMatch(lines, /^\s+Tests\s+(\d.*)\(\d{1,9}\)\s*$/)?.[1];
  if (sum === undefined) return undefined;
  const count = (word: string): number => Number(new RegExp(`(\\d{1,9}) ${word}\\b`).exec(sum)?.[1] ?? 0);
  const seconds = lastMatch(lines, /^\s+Duration\s+(\d+(?:\.\d+)?)(m?s)\b/);
  const durationUs = seconds ? Math.round(Number(seconds[1]) * (seconds[2] === 's' ? 1_000_000 : 1000)) : undefined;
  const cases = lines.flatMap((line, index): TestCase[] => {
    const match = CASE.exec(line);
    if (!match || / \(\d+ tests?\b/.test(match[2] ?? '')) return []; // a file, not a test
    const name = (match[2] ?? '').replace(/ \d+ ?ms$/, '').trim();
    const message = match[1] === '×' ? messageBelow(lines, index) : undefined;
    return [{ name, status: match[1] === '✓' ? 'passed' : match[1] === '↓' ? 'skipped' : 'failed', ...(message !== undefined && { message }) }];
  });
  return testRun('vitest', { passed: count('passed'), failed: count('failed'), skipped: count('skipped'), durationUs }, cases);
};
