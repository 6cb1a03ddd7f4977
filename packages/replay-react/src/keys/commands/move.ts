import type { ReplayState, StepTarget } from '@playhead/replay-core';
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

/** Goes to the next or previous one of a kind and says where that is. */
export function stepTo(target: StepTarget, by: 1 | -1): Command {
  return (context) => {
    const moved = context.store.stepTo(target, by);
    const announcements = announcementWords(context.settings);
    context.actions.announce(moved ? wordsOf(target, context.store.getState(), announcements) : announcements.nothingFurther);
    return true;
  };
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
