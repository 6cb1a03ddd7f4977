/** Words of the rounds of an actor-critic loop. */
export interface IterationsMessages {
  /** What assistive technology calls it. */
  readonly label: string;
  readonly timeline: string;
  readonly trail: string;
  readonly round: (written: string) => string;
  readonly ofMost: (count: number, written: string, most: string | undefined) => string;
  readonly confidence: (percent: string) => string;
  readonly done: string;
  readonly goesOn: string;
  readonly gaveUp: string;
  /** A round whose critic decided nothing that is known. */
  readonly undecided: string;
  readonly running: string;
  readonly files: (count: number, written: string) => string;
  readonly exit: (code: string) => string;
  readonly actor: string;
  readonly errors: string;
  readonly diff: string;
  readonly noFeedback: string;
  readonly more: (count: number, written: string) => string;
  readonly moreLines: (count: number, written: string) => string;
  readonly loading: string;
  readonly missing: string;
  readonly noneTitle: string;
  readonly none: string;
}

/** The English words. */
export const iterationsMessages: IterationsMessages = {
  label: 'Iterations',
  timeline: 'Timeline of iterations',
  trail: 'What the critic said',
  round: (written) => `Iteration ${written}`,
  ofMost: (count, written, most) => (most === undefined ? `${written} iteration${count === 1 ? '' : 's'}` : `${written} of at most ${most} iterations`),
  confidence: (percent) => `${percent} confident`,
  done: 'Done',
  goesOn: 'Continue',
  gaveUp: 'Error',
  undecided: 'No decision',
  running: 'Running',
  files: (count, written) => `${written} file${count === 1 ? '' : 's'}`,
  exit: (code) => `exit ${code}`,
  actor: 'Actor’s output',
  errors: 'Actor’s errors',
  diff: 'Diff',
  noFeedback: 'The critic said nothing.',
  more: (count, written) => `${written} more iteration${count === 1 ? '' : 's'}`,
  moreLines: (count, written) => `${written} more line${count === 1 ? '' : 's'}`,
  loading: 'Loading',
  missing: 'This text could not be loaded.',
  noneTitle: 'No iterations',
  none: 'Rounds between an actor and a critic appear here.',
};
