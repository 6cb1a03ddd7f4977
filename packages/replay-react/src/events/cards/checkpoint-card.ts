import type { EventCard } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';

/** A checkpoint, a snapshot, a milestone, a moment or a chapter. */
export const checkpointCard: EventCard = {
  icon: 'checkpoint',
  line: ({ event }) => {
    const { reference } = event.record.data;
    return { note: typeof reference === 'string' && reference !== event.summary ? reference.slice(0, 12) : undefined };
  },
  body: 'checkpoint',
  hasBody: (row) => described(row) !== '',
};

/** What it was described with. */
export function described({ event: { record } }: FeedRow): string {
  const text: unknown = record.data['summary'] ?? record.data['description'];
  return typeof text === 'string' ? text.trim() : '';
}
