import type { TextValue } from '@playhead/protocol';
import { relativePath } from '../../elements/relative-path.ts';
import type { EventCard } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';
import { hasOutput } from './step-output.ts';
import { dataOf, textIn } from './told.ts';

/** A search in files or on the web, or a page that was fetched. */
export const searchCard: EventCard = {
  icon: 'search',
  line: (row, { messages, format, directory }) => {
    const { query, path, matches, bytes } = found(row);
    const below = typeof path === 'string' ? relativePath(path, directory) : '';
    return {
      argument: row.step && typeof query === 'string' ? query : undefined,
      note: below === '' || below === directory ? undefined : messages.below(below),
      instead: typeof matches === 'number' ? [[messages.matches(matches, format.number(matches))]] : typeof bytes === 'number' ? [[format.bytes(bytes)]] : undefined,
    };
  },
  body: 'search',
  hasBody: (row) => resultsOf(row) !== undefined || hasOutput(row.step),
};

function found(row: FeedRow): Readonly<Record<string, unknown>> {
  return dataOf(row, 'search', 'web_fetch');
}

/** What was found. */
export function resultsOf(row: FeedRow): TextValue | undefined {
  const { results, result } = found(row);
  return textIn(results ?? result);
}
