/** Words of a recorded terminal. */
export interface RecordedTerminalMessages {
  /** What assistive technology calls the screen. */
  readonly screen: string;
  /** How large the terminal was. */
  readonly size: (columns: string, rows: string) => string;
  readonly recording: string;
  /** It ended and nothing says how. */
  readonly noExit: string;
  /** The session goes on to show a terminal, or one command of it. */
  readonly views: string;
  readonly whole: string;
  readonly command: string;
  /** Which one of several. */
  readonly choose: string;
  readonly loading: string;
  /** The screen is far in a recording that is still being read; how much of it was follows. */
  readonly preparing: string;
  readonly nothingYet: string;
  readonly failed: string;
  readonly failedHint: string;
  readonly retry: string;
  readonly copyScreen: string;
  readonly screenCopied: string;
  readonly selectionCopied: string;
  readonly search: string;
  readonly searchHint: string;
  readonly closeSearch: string;
  /** `number` of `count` lines; no number where none is chosen. */
  readonly found: (number: string | undefined, count: number, searching: boolean) => string;
  readonly nothingFound: string;
  readonly searchFailed: string;
  readonly previousHit: string;
  readonly nextHit: string;
  /** Shows where the links on the screen lead. */
  readonly links: string;
  readonly noLinks: string;
  readonly closeLinks: string;
  readonly strip: string;
  /** What assistive technology reads of the playhead. */
  readonly position: (time: string, whole: string, rate: string, mark: string) => string;
  readonly perSecond: (size: string) => string;
  readonly typed: string;
  readonly hidden: string;
}

/** The English words. */
export const recordedTerminalMessages: RecordedTerminalMessages = {
  screen: 'Terminal screen',
  size: (columns, rows) => `${columns} × ${rows}`,
  recording: 'Recording',
  noExit: 'No exit code',
  views: 'What to show',
  whole: 'Terminal',
  command: 'Command',
  choose: 'Terminal',
  loading: 'Loading the terminal…',
  preparing: 'Preparing the terminal…',
  nothingYet: 'Nothing printed yet.',
  failed: 'The terminal could not be loaded',
  failedHint: 'A part of the recording could not be read.',
  retry: 'Try again',
  copyScreen: 'Copy the screen or what is selected',
  screenCopied: 'Screen copied',
  selectionCopied: 'Selection copied',
  search: 'Search in this terminal',
  searchHint: 'Lines it ever showed',
  closeSearch: 'Close the search',
  found: (number, count, searching) => `${number === undefined ? count : `${number} of ${count}`}${searching ? '…' : ''}`,
  nothingFound: 'Nothing found',
  searchFailed: 'The search could not be finished',
  previousHit: 'Previous line found',
  nextHit: 'Next line found',
  links: 'Links on the screen',
  noLinks: 'No link to the web on this screen',
  closeLinks: 'Close the links',
  strip: 'Terminal time',
  position: (time, whole, rate, mark) => [`${time} of ${whole}`, rate, mark].filter(Boolean).join(', '),
  perSecond: (size) => `${size} a second`,
  typed: 'Typed keys',
  hidden: 'Hidden input',
};
