import type { FileChange, Step } from '@playhead/replay-core';
import { relativePath } from '../../elements/relative-path.ts';
import type { CardContext, EventCard, MetaItem, RowLine } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';
import { durationOf, eventLine, statusOf, stepArgument, stepName } from './step-line.ts';

/** A change of files: lines added and removed, and the first of them. */
export const editCard: EventCard = {
  icon: ({ step }) => (step && createsFile(step) ? 'write' : 'edit'),
  line,
  body: 'edit',
  hasBody: ({ step }) => step?.diff?.some((change) => change.hunks.length > 0) ?? false,
};

function createsFile(step: Step): boolean {
  return step.diff?.[0]?.change === 'created' || step.tool === 'Write';
}

function line(row: FeedRow, context: CardContext): RowLine {
  const { step } = row;
  if (!step) return eventLine(row, context);
  const changes = step.diff ?? [];
  const [first] = changes;
  const argument = first && changes.length === 1 ? relativePath(first.path, context.directory) : stepArgument(step, context);
  const several: readonly MetaItem[] = changes.length > 1 ? [{ text: context.messages.files(changes.length, context.format.number(changes.length)) }] : [];
  const counts = countsOf(changes, context);
  return { name: stepName(step, context), argument, meta: [...several, ...(counts.length > 0 ? counts : durationOf(step, context)), ...statusOf(step, context)] };
}

/** Lines added and removed, in words that never wrap. */
export function countsOf(changes: readonly FileChange[], { format }: CardContext): readonly MetaItem[] {
  const added = changes.reduce((sum, change) => sum + change.added, 0);
  const removed = changes.reduce((sum, change) => sum + change.removed, 0);
  return [
    ...(added > 0 ? [{ text: `+${format.number(added)}`, look: 'plus' } as const] : []),
    ...(removed > 0 ? [{ text: `−${format.number(removed)}`, look: 'minus' } as const] : []),
  ];
}
