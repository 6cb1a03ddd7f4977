/** Words of the terminal. */
export interface TerminalMessages {
  /** What assistive technology calls it. */
  readonly label: string;
  readonly empty: string;
  readonly emptyHint: string;
  readonly exit: (code: number) => string;
  readonly running: string;
  readonly denied: string;
  readonly interrupted: string;
  readonly loading: string;
  readonly nothingYet: string;
  readonly nothing: string;
  /** Of a command that was denied. */
  readonly notRun: string;
  readonly missing: string;
  readonly copy: string;
  readonly copied: string;
  readonly expand: string;
  readonly collapse: string;
  readonly plain: string;
  readonly previous: string;
  readonly next: string;
  readonly first: string;
  readonly last: string;
  /** Where the beginning of a long output is left out. */
  readonly truncated: (shown: string, whole: string) => string;
  readonly showAll: string;
  readonly download: string;
}

/** The English words. */
export const terminalMessages: TerminalMessages = {
  label: 'Terminal',
  empty: 'No command yet',
  emptyHint: 'What commands print appears here.',
  exit: (code) => `exit ${code}`,
  running: 'Running',
  denied: 'Denied',
  interrupted: 'Interrupted',
  loading: 'Loading the output…',
  nothingYet: 'Nothing printed yet.',
  nothing: 'It printed nothing.',
  notRun: 'It was denied and did not run.',
  missing: 'The rest of the output could not be loaded.',
  copy: 'Copy output',
  copied: 'Output copied',
  expand: 'Open full width',
  collapse: 'Close full width',
  plain: 'Plain text',
  previous: 'Previous command',
  next: 'Next command',
  first: 'This is the first command',
  last: 'This is the last command',
  truncated: (shown, whole) => `The last ${shown} of ${whole}`,
  showAll: 'Show all',
  download: 'Download',
};
