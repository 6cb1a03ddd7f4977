/** How many tests passed and failed. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
}

/** What a line says of a run of tests: all of it, or one half of what the next line completes. */
export type TestSummary = TestCounts | { readonly half: 'passed' | 'failed'; readonly count: number };

type Reader = readonly [pattern: RegExp, read: (found: readonly string[]) => TestSummary | undefined];

const number = (text: string | undefined): number => Number(text ?? 0);
/** The number before a word, as in `2 failed, 3 passed`. */
const before = (line: string, word: string): number => number(new RegExp(`\\b(\\d{1,9}) ${word}`).exec(line)?.[1]);
const both = (line: string): TestCounts => ({ passed: before(line, 'passed'), failed: before(line, 'failed') + before(line, 'errors?\\b') });

/** The lines by which runners sum up. Each pattern is anchored and linear. */
const READERS: readonly Reader[] = [
  [/^Tests:? {1,8}(?=\d)([\d a-z|,()]{1,200})$/, ([, rest = '']) => (/\d (?:passed|failed)/.test(rest) ? both(rest) : undefined)], // vitest, jest
  [/^=+ (\d{1,9} (?:passed|failed|error)[^=]{0,200}) in [\d.]+s\b/, ([, rest = '']) => both(rest)], // pytest
  [/^(\d{1,9} (?:passed|failed)[a-z\d, ]{0,200}) in [\d.]+s/, ([, rest = '']) => both(rest)], // pytest -q
  [/^test result: (?:ok|FAILED)\. (\d{1,9}) passed; (\d{1,9}) failed/, ([, passed, failed]) => (number(passed) + number(failed) > 0 ? { passed: number(passed), failed: number(failed) } : undefined)], // cargo
  [/^(?:ok|FAILED) \| (\d{1,9}) passed(?: \(\d+ steps?\))? \| (\d{1,9}) failed/, ([, passed, failed]) => ({ passed: number(passed), failed: number(failed) })], // deno
  [/^(\d{1,9}) examples?, (\d{1,9}) failures?/, ([, all, failed]) => ({ passed: number(all) - number(failed), failed: number(failed) })], // rspec
  [/^OK \((\d{1,9}) tests?, /, ([, passed]) => ({ passed: number(passed), failed: 0 })], // phpunit
  [/^(?:\[[A-Z]+\] )?Tests run: (\d{1,9}), Failures: (\d{1,9}), Errors: (\d{1,9}),? (?:Skipped: \d+)?$/, ([, all, failures, errors]) => ({ passed: number(all) - number(failures) - number(errors), failed: number(failures) + number(errors) })], // maven
  [/^(?:#|ℹ) (pass|fail) (\d{1,9})$/, ([, word, count]) => ({ half: word === 'pass' ? 'passed' : 'failed', count: number(count) })], // node:test
  [/^(\d{1,9}) (passing|failing)\b/, ([, count, word]) => ({ half: word === 'passing' ? 'passed' : 'failed', count: number(count) })], // mocha
  [/^(\d{1,9}) (pass|fail)$/, ([, count, word]) => ({ half: word === 'pass' ? 'passed' : 'failed', count: number(count) })], // bun
  [/^ok {1,4}\t\S{1,200}\t(?:[\d.]+s|\(cached\))/, () => ({ passed: 0, failed: 0 })], // go, which does not count
  [/^FAIL\t\S{1,200}\t/, () => ({ passed: 0, failed: 1 })],
];

/** Reads a line of the output of a test runner. @returns undefined for one that sums nothing up. */
export function readTestSummary(line: string): TestSummary | undefined {
  if (!/^(?:\d|[=#ℹ[OF]|Tests|test result|ok)/.test(line)) return undefined; // of most lines the first character tells
  for (const [pattern, read] of READERS) {
    const found = pattern.exec(line);
    if (found) return read(found);
  }
  return undefined;
}

/** What people read of it. */
export function testTitle({ passed, failed }: TestCounts): string {
  if (passed === 0 && failed <= 1) return failed === 0 ? 'Tests passed' : 'Tests failed';
  return failed === 0 ? `${passed} passed` : `${failed} failed, ${passed} passed`;
}
