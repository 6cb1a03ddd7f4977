import type { TestCase } from '@playhead/protocol';

/** The tests of one file or suite. */
export interface TestGroup {
  /** Its name; `''` for tests that name none. */
  readonly name: string;
  readonly status: TestCase['status'];
  readonly failed: number;
  /** Sum of the tests that say how long they took, in microseconds; absent when none does. */
  readonly durationUs?: number;
  /** Failed ones first, then passed and skipped ones in the order they ran in. */
  readonly cases: readonly TestCase[];
}

const ORDER: Readonly<Record<TestCase['status'], number>> = { failed: 0, passed: 1, skipped: 2 };

/** Tests by file or suite, those with failures first. */
export function groupCases(cases: readonly TestCase[]): readonly TestGroup[] {
  const byName = new Map<string, TestCase[]>();
  for (const test of cases) {
    const name = test.suite ?? '';
    const list = byName.get(name);
    if (list) list.push(test);
    else byName.set(name, [test]);
  }
  const groups = [...byName].map(([name, tests]): TestGroup => {
    const failed = tests.filter(({ status }) => status === 'failed').length;
    const timed = tests.filter(({ durationUs }) => durationUs !== undefined);
    return {
      name, failed, status: failed > 0 ? 'failed' : tests.some(({ status }) => status === 'passed') ? 'passed' : 'skipped',
      ...(timed.length > 0 && { durationUs: timed.reduce((sum, { durationUs }) => sum + (durationUs ?? 0), 0) }),
      cases: [...tests].sort((a, b) => ORDER[a.status] - ORDER[b.status]),
    };
  });
  return groups.sort((a, b) => ORDER[a.status] - ORDER[b.status]);
}
