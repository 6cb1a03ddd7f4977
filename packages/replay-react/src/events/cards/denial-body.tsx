'use client';
import type { ReactElement } from 'react';
import { KeyValues } from './KeyValues.tsx';
import type { CardBodyProps } from '../card-body.ts';
import { Well } from './Preview.tsx';
import { durationOf, stepArgument } from './step-line.ts';

/** What was asked for, why it was refused, and by whom. */
export function DenialBody({ row: { step, event }, context, query }: CardBodyProps): ReactElement {
  const { messages } = context;
  const told = (name: 'by' | 'reason' | 'message' | 'approver' | 'rule' | 'identity' | 'task'): string | undefined => step?.permission?.[name] ?? textIn(event.record.data[name]);
  const by = told('by');
  const reason = told('reason') ?? told('message') ?? step?.error;
  const decider = told('approver') ?? (by !== undefined && Object.hasOwn(messages.deciders, by) ? messages.deciders[by as keyof typeof messages.deciders] : by); // own keys of the words
  const [took] = step ? durationOf(step, context) : [''];
  const entries: (readonly [string, string])[] = [
    ...(reason === undefined ? [] : [[messages.reason, reason] as const]),
    [messages.requested, step ? (step.command ?? stepArgument(step, context)) : event.summary],
    ...(decider === undefined ? [] : [[messages.decidedBy, took ? `${decider}, ${took}` : decider] as const]),
    ...(['rule', 'identity', 'task'] as const).flatMap((name) => { const text = told(name); return text === undefined ? [] : [[messages.permission[name], text] as const]; }),
  ];
  return <Well><KeyValues entries={entries} query={query} /></Well>;
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
