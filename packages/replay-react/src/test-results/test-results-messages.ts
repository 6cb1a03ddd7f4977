/** Words of tests. */
export interface TestResultsMessages {
  /** What assistive technology calls it. */
  readonly label: string;
  readonly failed: (count: number, written: string) => string;
  readonly passed: (count: number, written: string) => string;
  readonly skipped: (count: number, written: string) => string;
  readonly failedWord: string;
  readonly passedWord: string;
  readonly skippedWord: string;
  readonly runs: string;
  readonly run: (place: number, of: number) => string;
  readonly previousRun: string;
  readonly nextRun: string;
  readonly running: string;
  readonly runningTitle: string;
  readonly runningText: string;
  readonly noneTitle: string;
  readonly none: string;
  readonly noCasesTitle: string;
  readonly noCases: string;
  readonly noFile: string;
  readonly more: (count: number, written: string) => string;
}

/** The English words. */
export const testResultsMessages: TestResultsMessages = {
  label: 'Test results',
  failed: (_count, written) => `${written} failed`,
  passed: (_count, written) => `${written} passed`,
  skipped: (_count, written) => `${written} skipped`,
  failedWord: 'Failed',
  passedWord: 'Passed',
  skippedWord: 'Skipped',
  runs: 'Test runs',
  run: (place, of) => `Run ${place} of ${of}`,
  previousRun: 'Previous run',
  nextRun: 'Next run',
  running: 'Running',
  runningTitle: 'The tests are running',
  runningText: 'Their results appear here when they are done.',
  noneTitle: 'No tests yet',
  none: 'Results of test runs appear here.',
  noCasesTitle: 'Only the counts are known',
  noCases: 'The output of this run names no single tests.',
  noFile: 'Tests without a file',
  more: (count, written) => `${written} more test${count === 1 ? '' : 's'}`,
};
