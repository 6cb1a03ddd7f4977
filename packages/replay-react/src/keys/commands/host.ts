import { copyText } from '../../elements/copy-text.ts';
import type { ReplayAction } from '../../settings/replay-settings.ts';
import { announcementWords } from '../announcement-words.ts';
import type { Command, CommandContext } from '../command-context.ts';

/** Hands something to the host, unless it forbids it or does not listen. */
export function askHost(type: ReplayAction['type']): Command {
  return ({ store, settings }) => {
    const { onAction, can } = settings;
    const allowed = type === 'intervene' || type === 'branch' ? can.branch : type === 'note' || type === 'needs-review' ? can.annotate : true;
    if (!onAction || allowed === false) return false;
    onAction({ type, ...eventAt(store) });
    return true;
  };
}

/** Copies the address of this moment and tells the host of it; without access to the clipboard the host alone can use it. */
export const copyLink: Command = ({ store, actions, settings }) => {
  const text = actions.link();
  const announcements = announcementWords(settings);
  void copyText(text).then((copied) => actions.announce(copied ? announcements.linkCopied : announcements.linkNotCopied));
  settings.onAction?.({ type: 'copy-link', text, ...eventAt(store) });
  return true;
};

function eventAt(store: CommandContext['store']): { readonly eventId?: string } {
  const { model, currentIndex } = store.getState();
  const id = model.events[currentIndex]?.id;
  return id === undefined ? {} : { eventId: id };
}
