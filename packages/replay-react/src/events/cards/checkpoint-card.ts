import type { CardContext, EventCard, RowLine } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';

/** A checkpoint, a snapshot, a milestone, a moment or a chapter. */
export const checkpointCard: EventCard = { icon: 'checkpoint', line, body: 'checkpoint', hasBody: (row) => described(row) !== '' };

function line({ event }: FeedRow, _context: CardContext): RowLine {
  const reference: unknown = event.record.data['reference'];
  return { name: event.title, argument: event.summary, note: typeof reference === 'string' && reference !== event.summary ? reference.slice(0, 12) : undefined, meta: [] };
}

/** What it was described with. */
export function described({ event: { record } }: FeedRow): string {
  const text: unknown = record.data['summary'] ?? record.data['description'];
  return typeof text === 'string' ? text.trim() : '';
}
