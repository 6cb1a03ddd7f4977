import { focusSoon } from '../../elements/focus-soon.ts';
import { rateTurn, turnAt } from '../../review/rate-turn.ts';
import { announcementWords } from '../announcement-words.ts';
import type { Command } from '../command-context.ts';
import { askHost } from './host.ts';

/** Begins a note: below a line where changes are shown, else on the event at the playhead. Without a place for notes the host is asked. */
export const writeNote: Command = (context) => {
  const { root, view, actions, review } = context;
  if (!review.annotate) return askHost('note')(context);
  const onLine = view.tab === 'diff' ? root?.querySelector<HTMLElement>('[data-part=diff] [data-ph-note-line]') : undefined;
  if (onLine) {
    (root?.ownerDocument.activeElement?.closest('.ph-diff__noted')?.querySelector<HTMLElement>('[data-ph-note-line]') ?? onLine).click();
    return true;
  }
  actions.setTab('notes');
  focusSoon(() => root?.querySelector<HTMLElement>('[data-part=notes] [data-ph-note]'));
  return true;
};

/** Rates the turn at the playhead; the same rating again takes it back. */
export function rate(rating: 'good' | 'wrong'): Command {
  return ({ store, actions, settings, review: { annotate, author, reader } }) => {
    const { model, currentIndex } = store.getState();
    const turn = turnAt(model, currentIndex);
    if (!annotate || !turn) return false;
    const rated = rateTurn(model, turn, reader.review(), author, rating);
    annotate(rated.draft);
    actions.announce(announcementWords(settings).rated[rated.rating]);
    return true;
  };
}

/** Opens the menu of exports. */
export const exportReview: Command = ({ root, actions, review }) => {
  if (!review.annotate && saidIn(review) === 0) return false;
  const find = (): HTMLElement | null | undefined => root?.querySelector<HTMLElement>('[data-part=notes] [data-ph-export]');
  actions.setTab('notes');
  focusSoon(find, (button) => { if (button.getAttribute('aria-expanded') === 'false') button.click(); });
  return true;
};

/** How much was said. */
function saidIn({ reader: { review } }: Parameters<Command>[0]['review']): number {
  const { threads, verdicts, ratings, tags } = review();
  return threads.length + verdicts.length + ratings.length + tags.length;
}
