import type { EventCard } from '../event-card.ts';
import { entryCount } from './entry-count.ts';
import { hasOutput } from './step-output.ts';

/** Everything without a card of its own: tools that no card knows, and events of later versions. */
export const genericCard: EventCard = {
  icon: ({ event, step }) => (step || event.kind === 'tool' ? 'tool' : 'session'),
  body: 'generic',
  hasBody: ({ step, event }) => hasOutput(step) || entryCount(step ? step.input : event.record.data) > 1,
};
