/** What the app says of files of the user's machine. */
export const fileWords = {
  open: 'Open a file',
  openFolder: 'Open a folder',
  drop: 'Drop recordings to open them',
  notUploaded: 'They are read on this machine. Nothing is uploaded.',
  /** Beside the name of what is open. */
  fromHere: 'Read on this machine, not uploaded',
  allSessions: 'All sessions',
  allFiles: 'All opened files',
  files: 'Opened files',
  several: (count: number): string => `${count} files`,
  reading: (done: number, all: number): string => `Reading ${done} of ${all} sessions`,
  sorting: 'Reading the files',
  shown: 'Shown',
  pages: { sessions: 'Sessions', statistics: 'Statistics', catalog: 'Catalog' },
  noFigures: 'The figures could not be loaded. The server may have been stopped or updated: load the page again and open the files once more.',
  leftOut: (count: number): string => (count === 1 ? 'A file was not opened.' : `${count} files were not opened.`),
  failed: 'The file was not opened',
} as const;
