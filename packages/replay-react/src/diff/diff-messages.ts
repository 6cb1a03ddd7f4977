/** Words of diff. */
export interface DiffMessages {
  /** What assistive technology calls it. */
  readonly label: string;
  readonly scope: string;
  readonly thisStep: string;
  readonly soFar: string;
  readonly split: string;
  readonly unified: string;
  readonly collapse: (path: string) => string;
  readonly expand: (path: string) => string;
  readonly viewed: string;
  readonly copyPath: string;
  /** Shows the file as it was at any moment, and who wrote its lines. */
  readonly history: string;
  readonly copied: (path: string) => string;
  readonly showAllLines: string;
  readonly unmodifiedLines: (count: number, written: string) => string;
  /** Name of a stretch of lines: it can be scrolled with the keyboard. */
  readonly lines: (path: string, from: number, to: number) => string;
  readonly rewritten: string;
  readonly largeTitle: string;
  readonly generatedTitle: string;
  readonly folded: (lines: string, size: string | undefined, generated: boolean) => string;
  readonly load: string;
  readonly loading: string;
  readonly step: (title: string, time: string) => string;
  readonly moreChanges: (count: number, written: string) => string;
  /** Lines of a long change that are not drawn yet. */
  readonly moreLines: (count: number, written: string) => string;
  readonly noChangesTitle: string;
  readonly noChanges: string;
  readonly noLines: string;
  readonly binary: string;
  readonly emptyFile: string;
  readonly deletedFile: string;
  readonly renamedOnly: (from: string) => string;
  readonly added: string;
  readonly modified: string;
  readonly deleted: string;
  readonly renamed: string;
}

/** The English words. */
export const diffMessages: DiffMessages = {
  label: 'Changes',
  scope: 'Which changes',
  thisStep: 'This step',
  soFar: 'Whole file so far',
  split: 'Split view',
  unified: 'Unified view',
  collapse: (path) => `Collapse ${path}`,
  expand: (path) => `Expand ${path}`,
  viewed: 'Viewed',
  copyPath: 'Copy path',
  history: 'File history',
  copied: (path) => `Copied ${path}`,
  showAllLines: 'Show all lines',
  unmodifiedLines: (count, written) => `${written} unmodified line${count === 1 ? '' : 's'}`,
  lines: (path, from, to) => `${path}, lines ${from} to ${to}`,
  rewritten: 'The file was rewritten: all lines go, all lines come.',
  largeTitle: 'Large diff',
  generatedTitle: 'Generated file',
  folded: (lines, size, generated) => `${lines} changed lines${generated ? ' in a generated file' : ''}${size === undefined ? '' : `, ${size}`}.`,
  load: 'Load diff',
  loading: 'Comparing the file',
  step: (title, time) => `${title} at ${time}`,
  moreLines: (count, written) => `${written} more line${count === 1 ? '' : 's'}`,
  moreChanges: (count, written) => `${written} more change${count === 1 ? '' : 's'}`,
  noChangesTitle: 'No changes yet',
  noChanges: 'Edits of files appear here.',
  noLines: 'The recording holds no lines of this change.',
  binary: 'Binary file. It has no lines to show.',
  emptyFile: 'The file is empty.',
  deletedFile: 'The file was deleted.',
  renamedOnly: (from) => `Renamed from ${from}, without other changes.`,
  added: 'Added',
  modified: 'Modified',
  deleted: 'Deleted',
  renamed: 'Renamed',
};
