import type { CardContext, EventCard, MetaItem, RowLine } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';
import { hasOutput } from './step-output.ts';
import { durationOf, eventLine, statusOf, stepArgument, stepName } from './step-line.ts';

/** A command in a shell: how it ended, and the lines of its output that say most. */
export const commandCard: EventCard = { icon: 'command', line, body: 'command', hasBody: ({ step }) => hasOutput(step) };

function line(row: FeedRow, context: CardContext): RowLine {
  const { step } = row;
  if (!step) return eventLine(row, context);
  const code = step.terminal?.exitCode;
  const exit: readonly MetaItem[] = code === undefined ? statusOf(step, context) : code !== 0 && step.status === 'failed' ? [{ text: context.messages.exit(code), look: 'bad' }] : [{ text: context.messages.exit(code) }, ...statusOf(step, context)];
  return { name: stepName(step, context), argument: step.command ?? stepArgument(step, context), meta: [...durationOf(step, context), ...exit] };
}
