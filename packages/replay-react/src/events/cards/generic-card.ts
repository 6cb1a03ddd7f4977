import type { CardContext, EventCard, RowLine } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';
import { entryCount } from './entry-count.ts';
import { hasOutput } from './step-output.ts';
import { durationOf, eventLine, statusOf, stepArgument, stepName } from './step-line.ts';

/** Everything without a card of its own: tools that no card knows, and events of later versions. */
export const genericCard: EventCard = { icon: ({ event, step }) => (step || event.kind === 'tool' ? 'tool' : 'session'), line, body: 'generic', hasBody: ({ step, event }) => hasOutput(step) || entryCount(step ? step.input : event.record.data) > 1 };

function line(row: FeedRow, context: CardContext): RowLine {
  const { step } = row;
  if (!step) return eventLine(row, context);
  return { name: stepName(step, context), argument: stepArgument(step, context), meta: [...durationOf(step, context), ...statusOf(step, context)] };
}
