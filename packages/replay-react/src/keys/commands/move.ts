import type { ReplayState, ReplayStore, StepTarget } from '@playhead/replay-core';
import { visibleText } from '../../elements/visible-text.ts';
import { eventWords } from '../../timeline/event-words.ts';
import type { AnnouncementMessages } from '../../view/announcement-messages.ts';
import { announcementWords } from '../announcement-words.ts';
import type { Command, CommandContext } from '../command-context.ts';
import { focusPlayheadRow } from '../focus-row.ts';

/** Moves the playhead by virtual milliseconds. */
export function seekBy(milliseconds: number): Command {
  return ({ store }) => {
    store.seekBy(milliseconds);
    return true;
  };
}

/** Moves by shown events. */
export function stepEvents(by: number): Command {
  return ({ store }) => {
    store.step(by);
    return true;
  };
}

/** Moves by rows and puts the focus on the one at the playhead. */
export function stepRows(by: 1 | -1): Command {
  return ({ store, root, actions }) => {
    store.step(by);
    actions.setPane('events');
    focusPlayheadRow(root);
    return true;
  };
}

/** Goes to the next or previous one of a kind and says where that is. What a session that is still read does not have yet it goes to once it was read. */
export function stepTo(target: StepTarget, by: 1 | -1): Command {
  return ({ store, settings, actions }) => {
    const announcements = announcementWords(settings);
    const go = (): void => actions.announce(store.stepTo(target, by) ? wordsOf(target, store.getState(), announcements) : announcements.nothingFurther);
    if (store.getState().status !== 'loading') go();
    else if (store.stepTo(target, by)) actions.announce(wordsOf(target, store.getState(), announcements));
    else onceRead(store, go);
    return true;
  };
}

/** Calls back when a session was read, unless somebody went elsewhere meanwhile. */
function onceRead(store: ReplayStore, callback: () => void): void {
  const asked = store.getState();
  const unsubscribe = store.subscribe(() => {
    const { status, selectedId, follow, query, playing, currentIndex } = store.getState();
    const read = status !== 'loading';
    if (!read && selectedId === asked.selectedId && follow === asked.follow && query === asked.query && (playing || currentIndex === asked.currentIndex)) return;
    unsubscribe();
    if (read) queueMicrotask(callback); // after all others know that it was read
  });
}

/** Goes to the next or previous result of the search, or error when nothing is searched for. */
export function stepToNotable(by: 1 | -1): Command {
  return (context: CommandContext) => stepTo(context.store.getState().query.trim() === '' ? 'error' : 'hit', by)(context);
}

/** An event is called by its step, as on the timeline: "Tests: npm test" says more than "Output: exit 1". */
function wordsOf(target: StepTarget, { model, selectedId, currentIndex, hits }: ReplayState, words: AnnouncementMessages): string {
  const at = model.events[currentIndex];
  const { name = '', argument = '' } = at ? eventWords(model, at) : {};
  const title = visibleText(argument === '' ? name : `${name}: ${argument}`);
  const id = selectedId ?? at?.id ?? '';
  if (target === 'error') return words.error(model.errorIds.indexOf(id) + 1, model.errorIds.length, title);
  if (target === 'hit') return words.result(hits.indexOf(id) + 1, hits.length, title);
  return words.moment(title);
}
