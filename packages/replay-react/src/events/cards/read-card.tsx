'use client';
import { useMemo, type ReactElement } from 'react';
import type { TextValue } from '@playhead/protocol';
import { isLarge, shortText } from '../../elements/text-value.ts';
import type { CardBodyProps, CardContext, EventCard, MetaItem, RowLine } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';
import { hasOutput, outputOf } from './output-lines.ts';
import { OutputPreview } from './Preview.tsx';
import { durationOf, eventLine, statusOf, stepArgument, stepName } from './step-line.ts';

/** A file that was read: how much of it, and its beginning. */
export const readCard: EventCard = { icon: 'read', line, Body, hasBody: (row) => contentOf(row) !== undefined || hasOutput(row.step) };

function line(row: FeedRow, context: CardContext): RowLine {
  const { step } = row;
  if (!step) return { ...eventLine(row, context), meta: extentOf(row, context) };
  const extent = extentOf(row, context);
  return { name: stepName(step, context), argument: stepArgument(step, context), meta: [...(extent.length > 0 ? extent : durationOf(step, context)), ...statusOf(step, context)] };
}

function dataOf(row: FeedRow): Readonly<Record<string, unknown>> {
  const event = row.event.record.type === 'file_read' ? row.event : row.details.find(({ record }) => record.type === 'file_read');
  return event?.record.data ?? {};
}

function extentOf(row: FeedRow, { messages, format }: CardContext): readonly MetaItem[] {
  const { lines, startLine, totalLines } = dataOf(row);
  if (typeof lines !== 'number') return [];
  const start = typeof startLine === 'number' ? startLine : 1;
  const whole = start === 1 && (typeof totalLines !== 'number' || totalLines <= lines);
  return [{ text: whole ? messages.lines(lines, format.number(lines)) : messages.lineRange(start, start + lines - 1) }];
}

function contentOf(row: FeedRow): TextValue | undefined {
  const { content } = dataOf(row);
  return (typeof content === 'string' && content !== '') || isLarge(content as TextValue) ? (content as TextValue) : undefined; // a text by these checks
}

function Body({ row, context, query, onMore }: CardBodyProps): ReactElement {
  const content = contentOf(row);
  const output = useMemo(() => (content !== undefined ? firstOf(content) : row.step ? outputOf(row.step) : { text: '' }), [content, row.step]);
  return <OutputPreview {...output} failing={false} context={context} query={query} onMore={() => onMore('raw')} first />;
}

function firstOf(content: TextValue): { readonly text: string; readonly size?: number } {
  return { text: shortText(content), ...(isLarge(content) && { size: content.size }) };
}
