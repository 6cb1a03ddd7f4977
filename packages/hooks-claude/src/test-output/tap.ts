import type { TestCase } from '@playhead/protocol';
import { lastMatch, messageBelow, testRun, type TestParser } from './test-run.ts';

const CASE = /^\s*(not ok|ok) \d{1,9}(?: -)? ?(.*)$/;

/** The Test Anything Protocol, as `node --test` writes it into a pipe in older versions. */
export const parseTap: TestParser = (lines) => {
  if (!lines.some((line) => /^TAP version \d+$/.test(line) || /^\d{1,9}\.\.\d{1,9}$/.test(line))) return undefined;
  const cases = lines.flatMap((line, index): TestCase[] => {
    const match = CASE.exec(line);
    if (!match) return [];
    const [name = '', directive] = (match[2] ?? '').split(' # ', 2);
    const skipped = directive !== undefined && /^(skip|todo)/i.test(directive);
    const failed = match[1] === 'not ok' && !skipped;
    const message = failed ? messageBelow(lines, index) : undefined;
    return [{ name, status: skipped ? 'skipped' : failed ? 'failed' : 'passed', ...(message !== undefined && { message }) }];
  });
  if (cases.length === 0) return undefined;
  const count = (name: string, status: TestCase['status']): number =>
    Number(lastMatch(lines, new RegExp(`^# ${name} (\\d{1,9})$`))?.[1] ?? cases.filter((one) => one.status === status).length);
  return testRun('tap', { passed: count('pass', 'passed'), failed: count('fail', 'failed'), skipped: count('skipped', 'skipped') }, cases);
};
