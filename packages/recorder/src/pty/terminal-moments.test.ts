import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTerminalMoments, type TerminalMoment } from './terminal-moments.ts';

const SECOND = 1_000_000;

/** What is found in an output, printed in pieces, ten seconds for each line. */
function momentsOf(text: string, cut: (text: string) => readonly string[] = (whole) => whole.split(/(?<=\n)/)): readonly TerminalMoment[] {
  const moments = createTerminalMoments();
  return cut(text).flatMap((piece, place) => moments.output(place * 10 * SECOND, piece));
}
const shown = (moments: readonly TerminalMoment[]): unknown => moments.map(({ category, title, exitCode }) => [category, title, ...(exitCode === undefined ? [] : [exitCode])]);

test.each([
  ['vitest', '\u001b[2m      Tests \u001b[22m \u001b[31m2 failed\u001b[39m | \u001b[32m3 passed\u001b[39m (5)\r\n', 'tests_failed', '2 failed, 3 passed'],
  ['jest', 'Tests:       1 failed, 2 passed, 3 total\r\n', 'tests_failed', '1 failed, 2 passed'],
  ['pytest', '\u001b[32m========== \u001b[1m12 passed\u001b[0m, 1 warning in 0.12s ==========\r\n', 'tests_passed', '12 passed'],
  ['pytest -q', '1 failed, 2 passed in 0.10s\r\n', 'tests_failed', '1 failed, 2 passed'],
  ['cargo', 'test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\r\n', 'tests_failed', '1 failed, 3 passed'],
  ['go', 'ok  \texample.com/shop\t0.012s\r\n', 'tests_passed', 'Tests passed'],
  ['go', 'FAIL\texample.com/shop\t0.012s\r\n', 'tests_failed', 'Tests failed'],
  ['node:test', '# tests 4\r\n# suites 0\r\n# pass 3\r\n# fail 1\r\n', 'tests_failed', '1 failed, 3 passed'],
  ['mocha', '  3 passing (12ms)\r\n  1 pending\r\n\r\n  2 failing\r\n', 'tests_failed', '2 failed, 3 passed'],
  ['mocha', '  3 passing (12ms)\r\n$ \r\n', 'tests_passed', '3 passed'],
  ['rspec', '10 examples, 0 failures\r\n', 'tests_passed', '10 passed'],
  ['maven', '[INFO] Tests run: 5, Failures: 1, Errors: 1, Skipped: 0\r\n', 'tests_failed', '2 failed, 3 passed'],
])('the summary of %s is a moment', (_runner, text, category, title) => {
  expect(shown(momentsOf(text))).toEqual([[category, title]]);
});

test('a failure is one moment, however many lines tell it, and prose about errors is none', () => {
  const moments = createTerminalMoments();
  const burst = 'TypeError: x is not a function\r\n    at a.js:1\r\nError: again\r\nerror: and again\r\n';
  expect(shown(moments.output(0, burst))).toEqual([['error', 'TypeError: x is not a function']]);
  expect(shown(moments.output(5 * SECOND, 'bash: nope: command not found\r\n'))).toEqual([['error', 'bash: nope: command not found']]);
  expect(momentsOf('How to handle an Error: read the guide\r\n0 errors\r\nno error: fine\r\nerrors.ts\r\n')).toEqual([]);
});

test('what was reached is a moment, and only where a line begins with it', () => {
  expect(shown(momentsOf('✓ Successfully provisioned db-1\r\nApply complete! Resources: 1 added\r\nWe have not successfully deployed\r\nif Successfully deployed\r\n'))).toEqual([['milestone', 'Successfully provisioned db-1'], ['milestone', 'Apply complete! Resources: 1 added']]);
});

const mark = (text: string): string => `\u001b]133;${text}\u0007`;

test('a command is a moment when the shell says that it ended, with its exit code', () => {
  const session = `${mark('D;0')}${mark('A')}$ ${mark('B')}npm tesk\b\u001b[Kt\r\n${mark('C')}no tests\r\n${mark('D;1')}${mark('A')}$ ${mark('B')}`;
  expect(shown(momentsOf(session))).toEqual([['command', 'npm test', 1]]);
  expect(shown(momentsOf(session.replaceAll('\u0007', '\u001b\\')))).toEqual([['command', 'npm test', 1]]);
});

test('an empty line and a prompt that is drawn again are no commands', () => {
  const prompt = `${mark('A')}$ ${mark('B')}`;
  expect(momentsOf(`${prompt}\r\n${mark('D')}${prompt}\r\n${mark('D;0')}${prompt}${mark('C')}${mark('D')}${prompt}`)).toEqual([]);
});

test('silence, a new size and the end are moments, at times that never run back', () => {
  const moments = createTerminalMoments();
  const found = [
    ...moments.output(0, 'a'), ...moments.input(29 * SECOND), ...moments.output(60 * SECOND, 'b'),
    ...moments.resize(61 * SECOND, 90, 20), ...moments.resize(61.2 * SECOND, 100, 30), ...moments.output(62 * SECOND, 'c'), ...moments.output(50 * SECOND, 'the clock was set'),
    ...moments.exit(500 * SECOND, 143, 'SIGTERM'),
  ];
  expect(found).toEqual([
    { at: 60 * SECOND, category: 'idle', title: 'Nothing for 31 s' }, { at: 62 * SECOND, category: 'resize', title: 'Resized to 100 × 30' },
    { at: 500 * SECOND, category: 'exit', title: 'Ended by SIGTERM', exitCode: 143 },
  ]);
});

test('a program that paints the whole screen says nothing by what it paints', () => {
  expect(momentsOf('\u001b[?1049hError: in an editor\r\nTests  1 failed (1)\r\n\u001b[?1049l')).toEqual([]);
  expect(shown(momentsOf('\u001b[?1049h\u001b[?1049lError: after it\r\n'))).toEqual([['error', 'Error: after it']]);
});

test('where an output is cut apart does not change what is found', () => {
  const text = `${mark('A')}$ ${mark('B')}npm test\r\n${mark('C')}\u001b[31mError: one\u001b[0m\r\nprogress 10%\rprogress 99%\r      Tests  1 failed | 2 passed (3)\r\n\u001b]0;title\u001b\\Deployed to prod\r\n${mark('D;1')}`;
  const whole = (cut: (text: string) => readonly string[]): unknown => {
    const moments = createTerminalMoments();
    return shown(cut(text).flatMap((piece) => moments.output(0, piece)));
  };
  const expected = whole((all) => [all]);
  expect(expected).toEqual([['error', 'Error: one'], ['tests_failed', '1 failed, 2 passed'], ['milestone', 'Deployed to prod'], ['command', 'npm test', 1]]);
  fc.assert(fc.property(fc.array(fc.nat({ max: text.length })), (places) => {
    const cuts = [...new Set(places)].sort((a, b) => a - b);
    expect(whole((all) => [...cuts, all.length].map((end, place) => all.slice(cuts[place - 1] ?? 0, end)))).toEqual(expected);
  }));
});

test.each([
  ['one endless line', 'Error: '.repeat(200_000)], ['an endless title', `\u001b]133;${'x'.repeat(1_000_000)}`], ['an endless sequence', `\u001b[${'1;'.repeat(500_000)}`],
  ['escapes alone', '\u001b'.repeat(1_000_000)], ['blanks before a number', `Tests ${' '.repeat(1_000_000)}1`], ['marks alone', `${mark('C')}${mark('D')}`.repeat(50_000)], ['lines like summaries', '=== 1 passed '.repeat(80_000)],
])('hostile output costs no more than its length: %s', (_name, text) => {
  const began = performance.now();
  const moments = createTerminalMoments();
  for (let start = 0; start < text.length; start += 4096) moments.output(start, text.slice(start, start + 4096));
  moments.exit(text.length);
  expect(performance.now() - began).toBeLessThan(5000); // a second or less; minutes where the time is not linear
});
