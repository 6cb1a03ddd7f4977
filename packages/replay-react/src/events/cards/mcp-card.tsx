'use client';
import { useMemo, type ReactElement } from 'react';
import { KeyValues } from './KeyValues.tsx';
import type { CardBodyProps, CardContext, EventCard, RowLine } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';
import { entriesOf, resultEntries } from './json-entries.ts';
import { hasOutput, outputOf } from './output-lines.ts';
import { OutputPreview, Well } from './Preview.tsx';
import { durationOf, eventLine, inputWords, statusOf } from './step-line.ts';

const FEW = 3;

/** A call of an MCP server's tool: what it was given and what came back, as names and values. */
export const mcpCard: EventCard = { icon: 'mcp', line, Body, hasBody: ({ step }) => step !== undefined && (entriesOf(step.input).length > 0 || hasOutput(step) || step.result !== undefined) };

function line(row: FeedRow, context: CardContext): RowLine {
  const { step } = row;
  if (!step?.mcp) return eventLine(row, context);
  return { name: step.mcp.server, tool: step.mcp.tool, argument: inputWords(step.input), meta: [...durationOf(step, context), ...statusOf(step, context)] };
}

function Body({ row: { step }, context, query, onMore }: CardBodyProps): ReactElement | null {
  const input = useMemo(() => entriesOf(step?.input), [step?.input]);
  const result = useMemo(() => (step ? resultEntries(step) : []), [step]);
  if (!step) return null;
  const left = Math.max(0, input.length - FEW) + Math.max(0, result.length - FEW);
  const plain = result.length === 0 && hasOutput(step) ? outputOf(step) : undefined;
  return (
    <>
      {input.length + result.length > 0 && (
        <Well more={left > 0 ? context.messages.moreLines(left, context.format.number(left)) : undefined} onMore={() => onMore('raw')}>
          {input.length > 0 && <KeyValues label={context.messages.input} entries={input.slice(0, FEW)} query={query} />}
          {result.length > 0 && <KeyValues label={context.messages.result} entries={result.slice(0, FEW)} query={query} />}
        </Well>
      )}
      {plain && <OutputPreview {...plain} failing={step.status === 'failed'} context={context} query={query} onMore={() => onMore('raw')} first />}
    </>
  );
}
