import type { TextValue } from '@playhead/protocol';
import { isLarge } from '../../elements/text-value.ts';
import { relativePath } from '../../elements/relative-path.ts';
import type { CardContext, EventCard, MetaItem, RowLine } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';
import { hasOutput } from './step-output.ts';
import { durationOf, eventLine, statusOf, stepArgument, stepName } from './step-line.ts';

/** A search in files or on the web, or a page that was fetched. */
export const searchCard: EventCard = { icon: 'search', line, body: 'search', hasBody: (row) => resultsOf(row) !== undefined || hasOutput(row.step) };

function dataOf(row: FeedRow): Readonly<Record<string, unknown>> {
  const tells = (type: string): boolean => type === 'search' || type === 'web_fetch';
  const event = tells(row.event.record.type) ? row.event : row.details.find(({ record }) => tells(record.type));
  return event?.record.data ?? {};
}

function line(row: FeedRow, context: CardContext): RowLine {
  const { step } = row;
  const { query, path, matches, bytes } = dataOf(row);
  const found: readonly MetaItem[] = typeof matches === 'number' ? [{ text: context.messages.matches(matches, context.format.number(matches)) }] : typeof bytes === 'number' ? [{ text: context.format.bytes(bytes) }] : [];
  const below = typeof path === 'string' && path !== '' ? relativePath(path, context.directory) : '';
  const note = below === '' || below === context.directory ? undefined : context.messages.below(below);
  if (!step) return { ...eventLine(row, context), note, meta: found };
  const meta = [...(found.length > 0 ? found : durationOf(step, context)), ...statusOf(step, context)];
  return { name: stepName(step, context), argument: typeof query === 'string' ? query : stepArgument(step, context), note, meta };
}

/** What was found. */
export function resultsOf(row: FeedRow): TextValue | undefined {
  const { results, result } = dataOf(row);
  const text = results ?? result;
  return (typeof text === 'string' && text !== '') || isLarge(text as TextValue) ? (text as TextValue) : undefined; // a text by these checks
}
