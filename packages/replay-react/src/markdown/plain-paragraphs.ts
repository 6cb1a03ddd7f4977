import type { Paragraph } from 'mdast';

/** What may mean something anywhere in a text: marks, tables, entities, addresses, and whitespace that is treated in its own way. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const MARK = /[\\`*_~<>&[\]#|@\u0000-\u0009\u000b-\u001f\ufeff]|:\/\/|www\.| {2}\n/i;
/** What a line may begin with: items of lists, lines under headings and tables, and code by its indent. */
const BEGINNING = /^(?: {4}| *(?:[-+=:]|\d{1,9}[.)]))/m;

/**
 * The paragraphs of a text that has nothing but paragraphs, as the parser would read them; undefined for any other. Most prompts are such texts,
 * and the parser costs a page that just opens more than all of its rows.
 */
export function plainParagraphs(text: string): Paragraph[] | undefined {
  if (MARK.test(text) || BEGINNING.test(text)) return undefined;
  return text.split(/\n(?: *\n)+/).flatMap((block): Paragraph[] => {
    const value = block.replace(/ *\n */g, '\n').replace(/^[ \n]+|[ \n]+$/g, '');
    return value === '' ? [] : [{ type: 'paragraph', children: [{ type: 'text', value }] }];
  });
}
