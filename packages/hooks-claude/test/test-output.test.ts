import { expect, test } from 'vitest';
import { parseTestOutput } from '../src/test-output/parse-test-output.ts';

test.each([
  ['node:test', '✔ adds (1.5ms)\n▶ math\n  ✖ divides (0.2ms)\n    boom\n✖ math (2ms)\nℹ tests 2\nℹ pass 1\nℹ fail 1\nℹ skipped 0\nℹ duration_ms 40.5\n\n✖ failing tests:\n\n✖ divides (0.2ms)', { framework: 'node:test', passed: 1, failed: 1, durationUs: 40_500, cases: [{ name: 'adds', status: 'passed', durationUs: 1500 }, { name: 'divides', suite: 'math', status: 'failed', message: 'boom', durationUs: 200 }] }],
  ['tap', 'TAP version 13\nok 1 - adds\nnot ok 2 - divides\n1..2\n# pass 1\n# fail 1', { framework: 'tap', passed: 1, failed: 1, cases: [{ name: 'adds', status: 'passed' }, { name: 'divides', status: 'failed' }] }],
  ['vitest', ' ✓ src/a.test.ts (2 tests) 3ms\n   × divides 2ms\n     → boom\n\n Test Files  1 failed (1)\n      Tests  1 failed | 3 passed (4)\n   Duration  1.50s (transform 1ms)', { framework: 'vitest', passed: 3, failed: 1, durationUs: 1_500_000, cases: [{ name: 'divides', status: 'failed', message: '→ boom' }] }],
  ['jest', 'FAIL a.test.js\n  ✓ adds (2 ms)\n  ✕ divides\n\nTests:       1 failed, 1 passed, 2 total\nTime:        0.5 s', { framework: 'jest', passed: 1, failed: 1, durationUs: 500_000, cases: [{ name: 'adds', status: 'passed' }, { name: 'divides', status: 'failed' }] }],
  ['pytest', 'FAILED test_a.py::test_x - assert 1 == 2\n===== 1 failed, 2 passed in 0.12s =====', { framework: 'pytest', passed: 2, failed: 1, durationUs: 120_000, cases: [{ name: 'test_a.py::test_x', status: 'failed', message: 'assert 1 == 2' }] }],
  ['go test', '=== RUN   TestX\n--- PASS: TestX (0.01s)\n--- FAIL: TestY (0.00s)\nFAIL\nFAIL\tpkg\t0.1s', { framework: 'go test', passed: 1, failed: 1, cases: [{ name: 'TestX', status: 'passed', durationUs: 10_000 }, { name: 'TestY', status: 'failed', durationUs: 0 }] }],
])('a run of %s is recognised', (_name, output, expected) => {
  expect(parseTestOutput(output)).toEqual(expected);
});

test('other output is not a test run', () => {
  expect(parseTestOutput('ok, all passed through the gate\nfailed to fail')).toBeUndefined();
});

test('hostile output takes linear time', () => {
  const started = performance.now();
  for (const hostile of ['\u001b['.repeat(400_000), '\u001b]'.repeat(400_000), `\u001b[${'0'.repeat(800_000)}`, ' '.repeat(800_000), '✔ '.repeat(400_000), `${'1 passed '.repeat(80_000)}`]) parseTestOutput(`pass ${hostile}`);
  expect(performance.now() - started).toBeLessThan(3000);
});
