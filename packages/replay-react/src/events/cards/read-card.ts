import type { TextValue } from '@playhead/protocol';
import { isLarge } from '../../elements/text-value.ts';
import type { CardContext, EventCard, MetaItem, RowLine } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';
import { hasOutput } from './step-output.ts';
import { durationOf, eventLine, statusOf, stepArgument, stepName } from './step-line.ts';

/** A file that was read: how much of it, and its beginning. */
export const readCard: EventCard = { icon: 'read', line, body: 'read', hasBody: (row) => contentOf(row) !== undefined || hasOutput(row.step) };

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

/** The text that was read. */
export function contentOf(row: FeedRow): TextValue | undefined {
  const { content } = dataOf(row);
  return (typeof content === 'string' && content !== '') || isLarge(content as TextValue) ? (content as TextValue) : undefined; // a text by these checks
}
