'use client';
import { useMemo, type ReactElement } from 'react';
import type { TestRun } from '@playhead/replay-core';
import type { CardBodyProps, CardContext, EventCard, MetaItem, RowLine } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';
import { hasOutput, outputOf } from './output-lines.ts';
import { OutputPreview } from './Preview.tsx';
import { durationOf, eventLine, statusOf, stepArgument } from './step-line.ts';

/** A test run: its counts, and the failing lines first. */
export const testCard: EventCard = { icon: 'test', line, Body, hasBody: ({ step }) => hasOutput(step) || (step?.test?.cases.length ?? 0) > 0 };

function line(row: FeedRow, context: CardContext): RowLine {
  const { step } = row;
  if (!step) return eventLine(row, context);
  const counts = step.test ? countsOf(step.test, context) : [];
  const status = step.status === 'failed' && (step.test?.failed ?? 0) > 0 ? [] : statusOf(step, context);
  return { name: context.messages.names.test ?? '', argument: step.command ?? stepArgument(step, context), meta: [...durationOf(step, context), ...counts, ...status] };
}

function countsOf({ failed, passed, skipped }: TestRun, { messages, format }: CardContext): readonly MetaItem[] {
  return [
    ...(failed > 0 ? [{ text: messages.testsFailed(failed, format.number(failed)), look: 'bad' } as const] : []),
    failed > 0 ? { text: messages.testsPassed(passed, format.number(passed)) } : { text: messages.testsPassed(passed, format.number(passed)), look: 'ok' },
    ...(skipped > 0 ? [{ text: messages.testsSkipped(skipped, format.number(skipped)) }] : []),
  ];
}

function Body({ row: { step }, context, query, onMore }: CardBodyProps): ReactElement {
  const output = useMemo(() => (step && hasOutput(step) ? outputOf(step) : { text: casesText(step?.test) }), [step]);
  return <OutputPreview {...output} failing={(step?.test?.failed ?? 0) > 0} context={context} query={query} onMore={() => onMore(step?.terminal ? 'terminal' : 'tests')} />;
}

/** The cases as lines, for a run of which no output was kept. */
function casesText(test: TestRun | undefined): string {
  const order = { failed: 0, skipped: 1, passed: 2 };
  const signs = { failed: '\u001b[31m×\u001b[0m', skipped: '○', passed: '\u001b[32m✓\u001b[0m' };
  const cases = [...(test?.cases ?? [])].sort((a, b) => order[a.status] - order[b.status]).slice(0, 500);
  return cases.map(({ name, status, message }) => `${signs[status]} ${oneLine(name)}${message ? `\n  \u001b[31m→ ${oneLine(message)}\u001b[0m` : ''}`).join('\n');
}

function oneLine(text: string): string {
  return text.slice(0, 200).split('\n')[0] ?? '';
}
