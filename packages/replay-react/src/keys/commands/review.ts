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
  whenThere(root, () => root?.querySelector<HTMLElement>('[data-part=notes] [data-ph-note]'));
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
  actions.setTab('notes');
  whenThere(root, () => {
    const entry = root?.querySelector<HTMLElement>('[data-part=notes] [role=menu] [role^=menuitem]');
    const button = root?.querySelector<HTMLElement>('[data-part=notes] [data-ph-export]');
    if (!entry && button?.getAttribute('aria-expanded') === 'false') {
      button.focus(); // gets the focus back when the menu closes
      button.click();
    }
    return entry;
  });
  return true;
};

/** So long the code of the notes may take to load, in milliseconds. */
const PATIENCE_MS = 10_000;

/** Puts the focus on something that appears with the notes, whose code may have to be loaded first. */
function whenThere(root: HTMLElement | null, find: () => HTMLElement | null | undefined): void {
  if (!root) return;
  const look = (): void => {
    if (!find()) return;
    watch.disconnect();
    focusSoon(find);
  };
  const watch = new MutationObserver(look);
  watch.observe(root, { childList: true, subtree: true });
  setTimeout(() => watch.disconnect(), PATIENCE_MS);
  look();
}

/** How much was said. */
function saidIn({ reader: { review } }: Parameters<Command>[0]['review']): number {
  const { threads, verdicts, outcome, ratings, tags } = review();
  return threads.length + verdicts.length + (outcome ? 1 : 0) + ratings.length + tags.length;
}
