import { relativePath } from '../../elements/relative-path.ts';
import type { EventCard } from '../event-card.ts';

/** A change of files: lines added and removed, and the first of them. */
export const editCard: EventCard = {
  icon: ({ step }) => (step?.diff?.[0]?.change === 'created' || step?.tool === 'Write' ? 'write' : 'edit'),
  line: ({ step }, { messages, format, directory }) => {
    const { diff: changes = [] } = step ?? {};
    const [first] = changes;
    const { length } = changes;
    const sum = (of: 'added' | 'removed'): number => changes.reduce((before, change) => before + change[of], 0);
    const [added, removed] = [sum('added'), sum('removed')];
    return first && {
      argument: length > 1 ? undefined : relativePath(first.path, directory),
      first: [[length > 1 ? messages.files(length, format.number(length)) : '']],
      instead: added + removed > 0 ? [[added > 0 ? `+${format.number(added)}` : '', 'plus'], [removed > 0 ? `−${format.number(removed)}` : '', 'minus']] : undefined,
    };
  },
  body: 'edit',
  hasBody: ({ step }) => step?.diff?.some((change) => change.hunks.length > 0 || change.hunksBlob !== undefined) ?? false,
};
