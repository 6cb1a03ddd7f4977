import { afterPaint } from '../../elements/after-paint.ts';
import { focusSoon } from '../../elements/focus-soon.ts';
import { inspectorTabs } from '../../view/replay-view.ts';
import { announcementWords } from '../announcement-words.ts';
import type { Command } from '../command-context.ts';
import { focusPlayheadRow } from '../focus-row.ts';
import { askHost } from './host.ts';

const PANEL = '.ph-pane--inspector [role=tabpanel], [data-part=inspector] [role=tabpanel]';

/** Opens one of the inspector's tabs by its position, from 0. */
export function openTab(position: number): Command {
  return ({ root, actions }) => {
    const tab = inspectorTabs[position];
    if (tab === undefined) return false;
    actions.setTab(tab);
    // What had the focus may go with its tab or its pane, and a replay without it hears no key.
    afterPaint(() => {
      const { activeElement, body } = document;
      if (activeElement === body || activeElement?.checkVisibility?.() === false) root?.querySelector<HTMLElement>(PANEL)?.focus({ preventScroll: true });
    });
    return true;
  };
}

/** Puts the focus into the search field. */
export const search: Command = ({ root, actions }) => {
  actions.setPane('events');
  focusSoon(() => {
    const field = root?.querySelector<HTMLInputElement>('[data-ph-search] input, input[data-ph-search]');
    field?.select();
    return field;
  });
  return true;
};

/** Puts the focus on the row at the playhead. */
export const focusRow: Command = ({ root, actions }) => {
  actions.setPane('events');
  focusPlayheadRow(root);
  return true;
};

/** Ticks off the file that was changed last at the playhead, or takes the tick back. */
export const toggleViewed: Command = ({ store, view, actions }) => {
  if (store.getState().model.files.every(({ changes }) => changes.length === 0)) return false;
  void import('../../files/toggle-viewed.ts').then(({ toggleViewedOfCurrentFile }) => toggleViewedOfCurrentFile(store, view, actions), () => undefined);
  return true;
};

/** Opens what needs a review, with the focus on the current one; the host hears of it too. */
export const openReview: Command = (context) => {
  context.actions.setTab('review');
  // The queue may still be on its way: then it takes the focus from its panel.
  focusSoon(() => context.root?.querySelector<HTMLElement>('[data-part=review-queue] [data-current=true] .ph-queue__go') ?? context.root?.querySelector<HTMLElement>(PANEL));
  askHost('needs-review')(context);
  return true;
};

/** Opens or closes the sheet of shortcuts. */
export const toggleShortcuts: Command = ({ view, actions }) => {
  actions.setLayer(view.layer === 'shortcuts' ? undefined : 'shortcuts');
  return true;
};

/** Closes what is open: the layer, then the range, then the search. */
export const close: Command = ({ store, view, actions, settings }) => {
  const { range, query } = store.getState();
  const announcements = announcementWords(settings);
  if (view.layer !== undefined) actions.setLayer(undefined);
  else if (range) {
    store.setRange(undefined);
    actions.announce(announcements.rangeCleared);
  } else if (query !== '') {
    store.setQuery('');
    actions.announce(announcements.searchCleared);
  } else return false;
  return true;
};
