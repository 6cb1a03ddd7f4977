import { shortText } from '../../elements/text-value.ts';
import type { CardContext, EventCard, MetaItem, RowLine } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';
import { durationOf, eventLine, statusOf, stepArgument, stepName } from './step-line.ts';

/** A subagent: how much it did, and what it said at the end. */
export const subagentCard: EventCard = { icon: 'subagent', line, body: 'subagent', hasBody: (row) => saidBy(row) !== '' };

function line(row: FeedRow, context: CardContext): RowLine {
  const { step } = row;
  const { messages, format, agentEvents } = context;
  const events: readonly MetaItem[] = agentEvents > 0 ? [{ text: messages.events(agentEvents, format.number(agentEvents)) }] : [];
  if (!step) return { ...eventLine(row, context), meta: events };
  return { name: stepName(step, context), argument: stepArgument(step, context), meta: [...events, ...durationOf(step, context), ...statusOf(step, context)] };
}

/** What it said at the end. */
export function saidBy({ step, event }: FeedRow): string {
  const text: unknown = event.record.type === 'subagent_stop' ? event.record.data['text'] : undefined;
  return (step?.output === undefined ? (typeof text === 'string' ? text : '') : shortText(step.output)).trim();
}
