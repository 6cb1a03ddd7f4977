/** Words of a text that is too large to be shown at once. */
export interface LargeTextMessages {
  /** What assistive technology calls it. */
  readonly label: string;
  readonly find: string;
  /** Place of the row that the search stands on, and how many hold the text; more may come while it is looked for. */
  readonly found: (place: number, of: string, searching: boolean) => string;
  readonly notFound: string;
  readonly searching: string;
  readonly next: string;
  readonly previous: string;
  /** Said of the whole. */
  readonly lines: (count: number, text: string, size: string) => string;
  readonly reading: (percent: number) => string;
  readonly failed: string;
  readonly again: string;
  readonly copyAll: string;
  readonly copyLines: (count: number) => string;
  readonly copied: string;
  readonly tooLargeToCopy: string;
  readonly download: string;
  readonly selectLine: (line: string) => string;
}

/** The English words. */
export const largeTextMessages: LargeTextMessages = {
  label: 'Large text',
  find: 'Find in this text',
  found: (place, of, searching) => `${place} of ${of}${searching ? '+' : ''}`,
  notFound: 'Not found',
  searching: 'Searching…',
  next: 'Next hit',
  previous: 'Previous hit',
  lines: (count, text, size) => `${text} ${count === 1 ? 'line' : 'lines'}, ${size}`,
  reading: (percent) => `Reading, ${percent} %`,
  failed: 'It could not be loaded.',
  again: 'Try again',
  copyAll: 'Copy all',
  copyLines: (count) => (count === 1 ? 'Copy line' : `Copy ${count} lines`),
  copied: 'Copied',
  tooLargeToCopy: 'This is too large to copy. Download it, or select the lines you need.',
  download: 'Download',
  selectLine: (line) => `Select line ${line}`,
};
