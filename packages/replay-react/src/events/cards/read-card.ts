import type { TextValue } from '@playhead/protocol';
import type { EventCard } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';
import { hasOutput } from './step-output.ts';
import { dataOf, textIn } from './told.ts';

/** A file that was read: how much of it, and its beginning. */
export const readCard: EventCard = {
  icon: 'read',
  line: (row, { messages, format }) => {
    const { lines, startLine, totalLines } = dataOf(row, 'file_read');
    if (typeof lines !== 'number') return undefined;
    const start = typeof startLine === 'number' ? startLine : 1;
    const whole = start === 1 && !(typeof totalLines === 'number' && totalLines > lines);
    return { instead: [[whole ? messages.lines(lines, format.number(lines)) : messages.lineRange(start, start + lines - 1)]] };
  },
  body: 'read',
  hasBody: (row) => contentOf(row) !== undefined || hasOutput(row.step),
};

/** The text that was read. */
export function contentOf(row: FeedRow): TextValue | undefined {
  return textIn(dataOf(row, 'file_read')['content']);
}
