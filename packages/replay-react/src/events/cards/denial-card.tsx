'use client';
import type { ReactElement } from 'react';
import { KeyValues } from './KeyValues.tsx';
import type { CardBodyProps, CardContext, EventCard, RowLine } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';
import { Well } from './Preview.tsx';
import { durationOf, eventLine, statusOf, stepArgument, stepName } from './step-line.ts';

/** What was refused: what was asked for, why, and who decided. */
export const denialCard: EventCard = { icon: 'denied', line, Body, hasBody: (row) => row.step !== undefined || row.event.record.type.startsWith('permission') };

function line(row: FeedRow, context: CardContext): RowLine {
  const { step } = row;
  if (!step) return eventLine(row, context);
  const name = step.mcp ? { name: step.mcp.server, tool: step.mcp.tool } : { name: stepName(step, context) };
  return { ...name, argument: step.command ?? stepArgument(step, context), meta: statusOf(step, context) };
}

function Body({ row: { step, event }, context, query }: CardBodyProps): ReactElement {
  const { messages } = context;
  const by = step?.permission?.by ?? textIn(event.record.data['by']);
  const reason = step?.permission?.reason ?? textIn(event.record.data['reason']) ?? step?.error;
  const decider = by !== undefined && Object.hasOwn(messages.deciders, by) ? messages.deciders[by as keyof typeof messages.deciders] : by; // own keys of the words
  const [took] = step ? durationOf(step, context) : [];
  const entries: (readonly [string, string])[] = [
    ...(reason === undefined ? [] : [[messages.reason, reason] as const]),
    [messages.requested, step ? (step.command ?? stepArgument(step, context)) : event.summary],
    ...(decider === undefined ? [] : [[messages.decidedBy, took ? `${decider}, ${took.text}` : decider] as const]),
  ];
  return <Well><KeyValues entries={entries} query={query} /></Well>;
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
