'use client';
import { useMemo, type ReactElement } from 'react';
import type { TextValue } from '@playhead/protocol';
import { isLarge, shortText } from '../../elements/text-value.ts';
import type { CardBodyProps, EventCard } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';
import { OutputPreview } from './Preview.tsx';
import { eventLine } from './step-line.ts';

/** Something that failed outside a tool call, and what is missing in the recording. */
export const failureCard: EventCard = { icon: 'error', line: eventLine, Body, hasBody: (row) => detailsOf(row) !== '' };

function detailsOf({ event: { record } }: FeedRow): TextValue {
  const details: unknown = record.data['details'];
  return typeof details === 'string' || isLarge(details as TextValue) ? (details as TextValue) : ''; // a text by these checks
}

function Body({ row, context, query, onMore }: CardBodyProps): ReactElement {
  const details = detailsOf(row);
  const text = useMemo(() => shortText(details), [details]);
  return <OutputPreview text={text} size={isLarge(details) ? details.size : undefined} failing context={context} query={query} onMore={() => onMore('raw')} />;
}
