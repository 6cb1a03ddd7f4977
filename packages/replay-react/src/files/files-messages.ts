/** Words of files. */
export interface FilesMessages {
  /** What assistive technology calls it. */
  readonly label: string;
}

/** The English words. */
export const filesMessages: FilesMessages = {
  label: 'Files',
};
