/** Words of outline. */
export interface OutlineMessages {
  /** What assistive technology calls it. */
  readonly label: string;
  readonly empty: string;
  readonly beforeFirstPrompt: string;
  /** A turn that goes on in another chapter. */
  readonly continued: (title: string) => string;
  readonly readFiles: (count: number, written: string) => string;
  readonly failed: string;
  readonly denied: string;
  readonly interrupted: string;
  readonly running: string;
  readonly testsFailed: (count: number, written: string) => string;
  readonly testsPassed: (count: number, written: string) => string;
  readonly needsReview: string;
}

/** The English words. */
export const outlineMessages: OutlineMessages = {
  label: 'Outline',
  empty: 'Chapters and turns appear here as the agent works.',
  beforeFirstPrompt: 'Before the first prompt',
  continued: (title) => `${title}, continued`,
  readFiles: (count, written) => `Read ${written} ${count === 1 ? 'file' : 'files'}`,
  failed: 'Failed',
  denied: 'Denied',
  interrupted: 'Interrupted',
  running: 'Running',
  testsFailed: (_count, written) => `${written} failed`,
  testsPassed: (_count, written) => `${written} passed`,
  needsReview: 'Needs review',
};
