'use client';
import type { ReactElement } from 'react';
import { RecordedText } from '../../elements/RecordedText.tsx';
import type { CardBodyProps, CardContext, EventCard, RowLine } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';

const LONGEST = 400;

/** A checkpoint, a snapshot, a milestone, a moment or a chapter. */
export const checkpointCard: EventCard = { icon: 'checkpoint', line, Body, hasBody: (row) => described(row) !== '' };

function line({ event }: FeedRow, _context: CardContext): RowLine {
  const reference: unknown = event.record.data['reference'];
  return { name: event.title, argument: event.summary, note: typeof reference === 'string' && reference !== event.summary ? reference.slice(0, 12) : undefined, meta: [] };
}

function described({ event: { record } }: FeedRow): string {
  const text: unknown = record.data['summary'] ?? record.data['description'];
  return typeof text === 'string' ? text.trim() : '';
}

function Body({ row, query }: CardBodyProps): ReactElement {
  return <div className="ph-prose ph-prose--flush"><RecordedText text={described(row).slice(0, LONGEST)} query={query} /></div>;
}
