import type { FileChange } from '@playhead/replay-core';
import { relativePath } from '../../elements/relative-path.ts';
import type { CardContext, EventCard, MetaItem } from '../event-card.ts';

/** A change of files: lines added and removed, and the first of them. */
export const editCard: EventCard = {
  icon: ({ step }) => (step?.diff?.[0]?.change === 'created' || step?.tool === 'Write' ? 'write' : 'edit'),
  line: ({ step }, context) => {
    const { diff: changes = [] } = step ?? {};
    const [first] = changes;
    const { length } = changes;
    return first && {
      argument: length === 1 ? relativePath(first.path, context.directory) : undefined,
      first: length > 1 ? [[context.messages.files(length, context.format.number(length))]] : undefined,
      instead: countsOf(changes, context),
    };
  },
  body: 'edit',
  hasBody: ({ step }) => step?.diff?.some((change) => change.hunks.length > 0) ?? false,
};

/** Lines added and removed, in words that never wrap; undefined where there are none. */
export function countsOf(changes: readonly FileChange[], { format }: Pick<CardContext, 'format'>): readonly MetaItem[] | undefined {
  const sum = (of: 'added' | 'removed'): number => changes.reduce((before, change) => before + change[of], 0);
  const [added, removed] = [sum('added'), sum('removed')];
  const counts: MetaItem[] = [];
  if (added > 0) counts.push([`+${format.number(added)}`, 'plus']);
  if (removed > 0) counts.push([`−${format.number(removed)}`, 'minus']);
  return counts.length > 0 ? counts : undefined;
}
