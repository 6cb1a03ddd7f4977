/** Words of the file history. */
export interface FileHistoryMessages {
  readonly label: (path: string) => string;
  readonly back: string;
  readonly previous: string;
  readonly next: string;
  readonly scrubber: string;
  readonly position: (place: string, of: string) => string;
  /** What the slider says: which change it stands at. */
  readonly at: (word: string, time: string, added: string, removed: string) => string;
  readonly beforeAll: string;
  readonly created: string;
  readonly modified: string;
  readonly deleted: string;
  readonly renamed: string;
  readonly outside: string;
  readonly outsideHint: string;
  /** Goes to the step that wrote lines. Said after the number and time of the change. */
  readonly goTo: (from: number, to: number, word: string) => string;
  readonly lines: (count: number, written: string) => string;
  readonly unknownLines: (count: number, written: string) => string;
  readonly unknownRest: string;
  readonly partial: string;
  readonly unknown: string;
  readonly doubted: string;
  readonly loading: string;
  readonly absentTitle: string;
  readonly absent: string;
  readonly unknownTitle: string;
  readonly unknownHint: string;
  readonly emptyTitle: string;
  readonly empty: string;
  readonly binaryTitle: string;
  readonly binary: string;
  readonly noneTitle: string;
  readonly none: string;
}

/** The English words. */
export const fileHistoryMessages: FileHistoryMessages = {
  label: (path) => `History of ${path}`,
  back: 'Back to changes',
  previous: 'Previous change of this file',
  next: 'Next change of this file',
  scrubber: 'Changes of this file',
  position: (place, of) => `${place} of ${of}`,
  at: (word, time, added, removed) => `${word} at ${time}, ${added} lines came, ${removed} went`,
  beforeAll: 'Before the first change',
  created: 'Added',
  modified: 'Modified',
  deleted: 'Deleted',
  renamed: 'Renamed',
  outside: 'Changed outside',
  outsideHint: 'No recorded step made this change. It was noticed here.',
  goTo: (from, to, word) => `${from === to ? `Line ${from}` : `Lines ${from} to ${to}`}: ${word}. Go to the step.`,
  lines: (count, written) => `${written} line${count === 1 ? '' : 's'}`,
  unknownLines: (count, written) => `${written} unknown line${count === 1 ? '' : 's'}`,
  unknownRest: 'What follows is not known.',
  partial: 'Partly known',
  unknown: 'Unknown',
  doubted: 'Something changed this file later, and the recording does not show what.',
  loading: 'Putting the file together',
  absentTitle: 'No file',
  absent: 'The file does not exist at this moment.',
  unknownTitle: 'Not known',
  unknownHint: 'The recording does not tell what the file held at this moment.',
  emptyTitle: 'Empty file',
  empty: 'The file has no lines at this moment.',
  binaryTitle: 'Binary file',
  binary: 'It has no lines to show.',
  noneTitle: 'No changes yet',
  none: 'The history of a file appears here once the agent changes one.',
};
