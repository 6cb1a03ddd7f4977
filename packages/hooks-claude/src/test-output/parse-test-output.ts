import type { TestResultData } from '@playhead/protocol';
import { parseGoTest } from './go-test.ts';
import { parseJest } from './jest.ts';
import { parseNodeTest } from './node-test.ts';
import { parsePytest } from './pytest.ts';
import { parseTap } from './tap.ts';
import type { TestParser } from './test-run.ts';
import { parseVitest } from './vitest.ts';

/** Longer outputs are read from their end, where reporters sum up. */
const READ_CHARACTERS = 4 * 1024 * 1024;
const LINE_CHARACTERS = 1024;

const parsers: readonly TestParser[] = [parseVitest, parseJest, parsePytest, parseNodeTest, parseTap, parseGoTest];

/**
 * Recognises the output of a test run.
 *
 * @param output - What a command printed; ANSI sequences may be in it.
 * @returns Undefined when no known reporter wrote it. Time is linear in the output.
 */
export function parseTestOutput(output: string): TestResultData | undefined {
  if (!/pass|ok|fail/i.test(output)) return undefined;
  const lines = stripAnsi(output.slice(-READ_CHARACTERS)).split('\n').map((line) => line.slice(0, LINE_CHARACTERS).trimEnd());
  for (const parse of parsers) {
    const found = parse(lines);
    if (found) return found;
  }
  return undefined;
}

/** Leaves out control sequences. Each alternative starts at an escape and ends before the next: linear. */
function stripAnsi(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what it is about
  return text.replace(/\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\^_])/g, '');
}
