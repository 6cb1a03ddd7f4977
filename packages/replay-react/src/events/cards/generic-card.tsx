'use client';
import { useMemo, type ReactElement } from 'react';
import type { CardBodyProps, CardContext, EventCard, RowLine } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';
import { entriesOf } from './json-entries.ts';
import { KeyValues } from './KeyValues.tsx';
import { hasOutput, outputOf } from './output-lines.ts';
import { OutputPreview, Well } from './Preview.tsx';
import { durationOf, eventLine, statusOf, stepArgument, stepName } from './step-line.ts';

const FEW = 3;

/** Everything without a card of its own: tools that no card knows, and events of later versions. */
export const genericCard: EventCard = { icon: ({ event, step }) => (step || event.kind === 'tool' ? 'tool' : 'session'), line, Body, hasBody: ({ step, event }) => hasOutput(step) || entriesOf(step ? step.input : event.record.data).length > 1 };

function line(row: FeedRow, context: CardContext): RowLine {
  const { step } = row;
  if (!step) return eventLine(row, context);
  return { name: stepName(step, context), argument: stepArgument(step, context), meta: [...durationOf(step, context), ...statusOf(step, context)] };
}

function Body({ row: { step, event }, context, query, onMore }: CardBodyProps): ReactElement {
  const entries = useMemo(() => entriesOf(step ? step.input : event.record.data), [step, event]);
  const output = useMemo(() => (step && hasOutput(step) ? outputOf(step) : undefined), [step]);
  if (output) return <OutputPreview {...output} failing={step?.status === 'failed'} context={context} query={query} onMore={() => onMore('raw')} first />;
  const left = entries.length - FEW;
  return <Well more={left > 0 ? context.messages.moreLines(left, context.format.number(left)) : undefined} onMore={() => onMore('raw')}><KeyValues entries={entries.slice(0, FEW)} query={query} /></Well>;
}
