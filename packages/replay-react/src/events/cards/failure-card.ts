import type { TextValue } from '@playhead/protocol';
import type { EventCard } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';
import { textIn } from './told.ts';

/** Something that failed outside a tool call, and what is missing in the recording. */
export const failureCard: EventCard = { icon: 'error', body: 'failure', hasBody: (row) => detailsOf(row) !== undefined };

/** What is known besides its summary. */
export function detailsOf({ event: { record } }: FeedRow): TextValue | undefined {
  return textIn(record.data['details']);
}
