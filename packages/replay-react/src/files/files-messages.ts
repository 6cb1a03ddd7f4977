/** Words of files. */
export interface FilesMessages {
  /** What assistive technology calls it. */
  readonly label: string;
  readonly files: (count: number, written: string) => string;
  readonly viewed: (viewed: string, of: string) => string;
  readonly viewedWord: string;
  readonly tree: string;
  readonly created: string;
  readonly modified: string;
  readonly deleted: string;
  readonly renamed: string;
  readonly generated: string;
  readonly read: (count: number, written: string) => string;
  readonly noneTitle: string;
  readonly none: string;
  readonly noneChanged: string;
}

/** The English words. */
export const filesMessages: FilesMessages = {
  label: 'Files',
  files: (count, written) => `${written} file${count === 1 ? '' : 's'}`,
  viewed: (viewed, of) => `${viewed} of ${of} viewed`,
  viewedWord: 'Viewed',
  tree: 'Changed files',
  created: 'Added',
  modified: 'Modified',
  deleted: 'Deleted',
  renamed: 'Renamed',
  generated: 'generated',
  read: (count, written) => `${written} file${count === 1 ? '' : 's'} only read`,
  noneTitle: 'No files yet',
  none: 'Files that the agent reads and changes appear here.',
  noneChanged: 'No file was changed yet.',
};
