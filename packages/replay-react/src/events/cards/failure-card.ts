import type { TextValue } from '@playhead/protocol';
import { isLarge } from '../../elements/text-value.ts';
import type { EventCard } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';
import { eventLine } from './step-line.ts';

/** Something that failed outside a tool call, and what is missing in the recording. */
export const failureCard: EventCard = { icon: 'error', line: eventLine, body: 'failure', hasBody: (row) => detailsOf(row) !== '' };

/** What is known besides its summary. */
export function detailsOf({ event: { record } }: FeedRow): TextValue {
  const details: unknown = record.data['details'];
  return typeof details === 'string' || isLarge(details as TextValue) ? (details as TextValue) : ''; // a text by these checks
}
