import type { TestCase } from '@playhead/protocol';
import { indentOf, lastMatch, messageBelow, testRun, type TestParser } from './test-run.ts';

const CASE = /^\s*([✔✖﹣✓✗]) (\S.*)$/;
const TIME = /\s+\(?(\d+(?:\.\d+)?) ?ms\)?$/;

/** `node:test` in its spec style, and reporters that mark tests like it and end in `7 passed, 0 failed`. */
export const parseNodeTest: TestParser = (lines) => {
  const passed = lastMatch(lines, /^ℹ pass (\d{1,9})$/) ?? lastMatch(lines, /^(\d{1,9}) passed, (\d{1,9}) failed\b/);
  if (!passed) return undefined;
  const spec = passed[2] === undefined;
  const failed = passed[2] ?? lastMatch(lines, /^ℹ fail (\d{1,9})$/)?.[1] ?? '0';
  const skipped = spec ? lastMatch(lines, /^ℹ skipped (\d{1,9})$/)?.[1] : undefined;
  const milliseconds = spec ? Number(lastMatch(lines, /^ℹ duration_ms (\d+(?:\.\d+)?)$/)?.[1]) : Number(/ in (\d+(?:\.\d+)?) s\b/.exec(passed.input)?.[1]) * 1000;
  const end = spec ? lines.findIndex((line) => line === '✖ failing tests:') : -1;
  return testRun('node:test', {
    passed: Number(passed[1]), failed: Number(failed), skipped: skipped === undefined ? undefined : Number(skipped),
    durationUs: Number.isFinite(milliseconds) ? Math.round(milliseconds * 1000) : undefined,
  }, casesOf(end < 0 ? lines : lines.slice(0, end)));
};

function casesOf(lines: readonly string[]): readonly TestCase[] {
  const cases: TestCase[] = [];
  let suite: string | undefined;
  for (const [index, line] of lines.entries()) {
    const match = CASE.exec(line);
    if (!match) {
      if (line !== '' && indentOf(line) === 0) suite = /^▶ (.+)$/.exec(line)?.[1] ?? (line.startsWith('>') ? undefined : line);
      continue;
    }
    const [, mark, rest = ''] = match;
    const time = TIME.exec(rest.slice(-40));
    const name = (time ? rest.slice(0, -time[0].length) : rest).replace(/ # SKIP$/, '').trim();
    if (indentOf(line) === 0 && name === suite) { suite = undefined; continue; } // the spec reporter closes a suite with its own line
    const failed = mark === '✖' || mark === '✗';
    const message = failed ? messageBelow(lines, index) : undefined;
    cases.push({
      name, status: failed ? 'failed' : mark === '﹣' ? 'skipped' : 'passed',
      ...(indentOf(line) > 0 && suite !== undefined && { suite }),
      ...(message !== undefined && { message }),
      ...(time && { durationUs: Math.round(Number(time[1]) * 1000) }),
    });
  }
  return cases;
}
