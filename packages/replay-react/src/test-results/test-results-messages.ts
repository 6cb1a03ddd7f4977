/** Words of tests. */
export interface TestResultsMessages {
  /** What assistive technology calls it. */
  readonly label: string;
}

/** The English words. */
export const testResultsMessages: TestResultsMessages = {
  label: 'Tests',
};
