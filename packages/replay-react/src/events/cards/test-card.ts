import type { TestRun } from '@playhead/replay-core';
import type { CardContext, EventCard, MetaItem, RowLine } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';
import { hasOutput } from './step-output.ts';
import { durationOf, eventLine, statusOf, stepArgument } from './step-line.ts';

/** A test run: its counts, and the failing lines first. */
export const testCard: EventCard = { icon: 'test', line, body: 'test', hasBody: ({ step }) => hasOutput(step) || (step?.test?.cases.length ?? 0) > 0 };

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
    ...(failed === 0 ? [{ text: messages.testsPassed(passed, format.number(passed)), look: 'ok' } as const] : passed > 0 ? [{ text: messages.testsPassed(passed, format.number(passed)) }] : []),
    ...(skipped > 0 ? [{ text: messages.testsSkipped(skipped, format.number(skipped)) }] : []),
  ];
}
