import { shortText } from '../../elements/text-value.ts';
import type { EventCard, MetaItem } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';

/** A subagent: how much it did, and what it said at the end. */
export const subagentCard: EventCard = {
  icon: 'subagent',
  line: ({ step }, { messages, format, agentEvents }) => {
    const events: readonly MetaItem[] = [[agentEvents > 0 ? messages.events(agentEvents, format.number(agentEvents)) : '']];
    return step ? { first: events } : { instead: events };
  },
  body: 'subagent',
  hasBody: (row) => saidBy(row) !== '',
};

/** What it said at the end. */
export function saidBy({ step, event: { record } }: FeedRow): string {
  const text: unknown = step?.output === undefined && record.type === 'subagent_stop' ? record.data['text'] : undefined;
  return (typeof text === 'string' ? text : shortText(step?.output)).trim();
}
