/** Words of the review queue. */
export interface ReviewQueueMessages {
  /** What assistive technology calls it, and its heading. */
  readonly label: string;
  readonly loading: string;
  readonly noneTitle: string;
  readonly none: string;
  readonly allDone: string;
  readonly progress: (decided: string, all: string) => string;
  readonly previous: string;
  readonly next: string;
  readonly rules: string;
  readonly list: string;
  /** How much one of the list says of itself to assistive technology. */
  readonly states: Readonly<Record<'open' | 'done' | 'dismissed', string>>;
  readonly evidence: (count: number, written: string) => string;
  readonly showEvidence: (name: string, time: string) => string;
  readonly moreEvidence: (count: number) => string;
  readonly done: string;
  readonly dismiss: string;
  readonly reopen: string;
  readonly reason: string;
  readonly cancel: string;
  readonly doneBy: (author: string) => string;
  readonly dismissedBy: (author: string) => string;
  readonly more: (count: number) => string;
  readonly keys: string;
  readonly found: (count: number, written: string) => string;
  readonly reset: string;
  /** A rule of a host threw; `why` may be empty. */
  readonly failed: (why: string) => string;
  /** Beside the rules' button, while some failed. */
  readonly someFailed: (count: number) => string;
  readonly said: Readonly<Record<'open' | 'done' | 'dismissed', (left: string) => string>>;
}

/** The English words. */
export const reviewQueueMessages: ReviewQueueMessages = {
  label: 'Needs review',
  loading: 'Looking for what needs a review',
  noneTitle: 'Nothing needs a review',
  none: 'No rule found anything in this session.',
  allDone: 'Everything is reviewed.',
  progress: (decided, all) => `${decided} of ${all} reviewed`,
  previous: 'Previous',
  next: 'Next',
  rules: 'Rules',
  list: 'What needs a review',
  states: { open: 'Open', done: 'Done', dismissed: 'Dismissed' },
  evidence: (count, written) => (count === 1 ? 'Evidence' : `Evidence, ${written}`),
  showEvidence: (name, time) => `Show ${name} at ${time}`,
  moreEvidence: (count) => `${count} more`,
  done: 'Done',
  dismiss: 'Dismiss',
  reopen: 'Open again',
  reason: 'Why? Enter dismisses it',
  cancel: 'Cancel',
  doneBy: (author) => `Done, ${author}`,
  dismissedBy: (author) => `Dismissed, ${author}`,
  more: (count) => `Show ${count} more`,
  keys: 'Enter shows the evidence, d is done, x dismisses.',
  found: (count, written) => (count === 1 ? '1 found' : `${written} found`),
  reset: 'Reset',
  failed: (why) => `This rule failed, so it found nothing${why === '' ? '.' : `: ${why}`}`,
  someFailed: (count) => (count === 1 ? '1 rule failed' : `${count} rules failed`),
  said: {
    open: (left) => `Open again, ${left} to review`,
    done: (left) => `Done, ${left} left`,
    dismissed: (left) => `Dismissed, ${left} left`,
  },
};
