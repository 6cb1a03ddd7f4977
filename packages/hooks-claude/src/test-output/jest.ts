import type { TestCase } from '@playhead/protocol';
import { lastMatch, testRun, type TestParser } from './test-run.ts';

const CASE = /^\s+([✓✕○]) (\S.*)$/;

/** Jest. */
export const parseJest: TestParser = (lines) => {
  const sum = lastMatch(lines, /^Tests:\s+(\d.*total)$/)?.[1];
  if (sum === undefined) return undefined;
  const count = (word: string): number => Number(new RegExp(`(\\d{1,9}) ${word}\\b`).exec(sum)?.[1] ?? 0);
  const seconds = Number(lastMatch(lines, /^Time:\s+(\d+(?:\.\d+)?) ?s\b/)?.[1]);
  const cases = lines.flatMap((line): TestCase[] => {
    const match = CASE.exec(line);
    if (!match) return [];
    const name = (match[2] ?? '').replace(/ \(\d+(?:\.\d+)? m?s\)$/, '');
    return [{ name, status: match[1] === '✓' ? 'passed' : match[1] === '○' ? 'skipped' : 'failed' }];
  });
  return testRun('jest', { passed: count('passed'), failed: count('failed'), skipped: count('skipped'), durationUs: Number.isFinite(seconds) ? Math.round(seconds * 1_000_000) : undefined }, cases);
};
