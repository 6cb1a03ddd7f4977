/** Words of markdown texts. */
export interface MarkdownMessages {
  readonly copyCode: string;
  readonly copied: string;
  readonly image: (description: string) => string;
  readonly noDescription: string;
  readonly loadImage: (host: string) => string;
  readonly done: string;
  readonly toDo: string;
  readonly table: string;
  readonly code: (language: string) => string;
  readonly showMore: (size: string) => string;
}

/** The English words. */
export const markdownMessages: MarkdownMessages = {
  copyCode: 'Copy code',
  copied: 'Copied',
  image: (description) => `[image: ${description}]`,
  noDescription: 'no description',
  loadImage: (host) => `Load the image from ${host}`,
  done: 'Done:',
  toDo: 'To do:',
  table: 'Table',
  code: (language) => (language === '' ? 'Code' : `Code, ${language}`),
  showMore: (size) => `Show more: ${size} left`,
};
