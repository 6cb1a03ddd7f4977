'use client';
import type { ReactElement } from 'react';
import { RecordedText } from '../../elements/RecordedText.tsx';
import { shortText } from '../../elements/text-value.ts';
import type { CardBodyProps, CardContext, EventCard, MetaItem, RowLine } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';
import { durationOf, eventLine, statusOf, stepArgument, stepName } from './step-line.ts';

const LONGEST = 400;

/** A subagent: how much it did, and what it said at the end. */
export const subagentCard: EventCard = { icon: 'subagent', line, Body, hasBody: (row) => saidBy(row) !== '' };

function line(row: FeedRow, context: CardContext): RowLine {
  const { step } = row;
  const { messages, format, agentEvents } = context;
  const events: readonly MetaItem[] = agentEvents > 0 ? [{ text: messages.events(agentEvents, format.number(agentEvents)) }] : [];
  if (!step) return { ...eventLine(row, context), meta: events };
  return { name: stepName(step, context), argument: stepArgument(step, context), meta: [...events, ...durationOf(step, context), ...statusOf(step, context)] };
}

function saidBy({ step, event }: FeedRow): string {
  const text: unknown = event.record.type === 'subagent_stop' ? event.record.data['text'] : undefined;
  return (step?.output === undefined ? (typeof text === 'string' ? text : '') : shortText(step.output)).trim();
}

function Body({ row, query }: CardBodyProps): ReactElement {
  const text = saidBy(row);
  return <div className="ph-prose ph-prose--flush"><RecordedText text={text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text} query={query} /></div>;
}
