import type { Entry } from './entry.ts';
import { dataOf, lengthOf, stringIn, textIn, wordIn } from './read-data.ts';
import type { SessionModel } from './types.ts';

/** The answer handed over: the first that is not empty. */
export function finalOutputOf(entries: readonly Entry[]): SessionModel['finalOutput'] {
  for (const { record } of entries) {
    const data = dataOf(record);
    const content = textIn(data, 'content');
    if (content === undefined || lengthOf(content) === 0 || (typeof content === 'string' && content.trim() === '')) continue;
    const title = stringIn(data, 'title');
    return { ...(title !== undefined && { title }), content, format: wordIn(data, 'format', ['markdown', 'text', 'json']) ?? 'text' };
  }
  return undefined;
}
