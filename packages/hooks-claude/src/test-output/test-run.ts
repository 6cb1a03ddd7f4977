import type { TestCase, TestResultData } from '@playhead/protocol';

/** Reads the lines of one reporter; undefined when the output is not its. */
export type TestParser = (lines: readonly string[]) => TestResultData | undefined;

/** No more single tests than this are kept of a run; the counts stay right. */
export const CASES_KEPT = 5000;

/** No more of a failure's message than this many lines is kept. */
const MESSAGE_LINES = 40;

/** The last match of a pattern in lines: reporters sum up at the end. */
export function lastMatch(lines: readonly string[], pattern: RegExp): RegExpExecArray | undefined {
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const match = pattern.exec(lines[index] ?? '');
    if (match) return match;
  }
  return undefined;
}

/** Puts a run together; counts decide, single tests are there as far as they are named. */
export function testRun(framework: string, counts: { passed: number; failed: number; skipped?: number | undefined; durationUs?: number | undefined }, cases: readonly TestCase[]): TestResultData {
  const { passed, failed, skipped, durationUs } = counts;
  return {
    framework, passed, failed,
    ...(skipped !== undefined && skipped > 0 && { skipped }),
    ...(durationUs !== undefined && Number.isSafeInteger(durationUs) && { durationUs }),
    ...(cases.length > 0 && { cases: cases.slice(0, CASES_KEPT) }),
  };
}

/** The lines below a failed test that are indented deeper than it, as its message. */
export function messageBelow(lines: readonly string[], index: number): string | undefined {
  const depth = indentOf(lines[index] ?? '');
  const below: string[] = [];
  for (const line of lines.slice(index + 1, index + 1 + MESSAGE_LINES)) {
    if (line.trim() !== '' && indentOf(line) <= depth) break;
    below.push(line.trim());
  }
  return below.join('\n').trim() || undefined;
}

/** How far a line is indented. */
export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
