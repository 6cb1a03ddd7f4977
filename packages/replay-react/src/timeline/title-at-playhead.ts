import type { ReplayEvent, ReplayState } from '@playhead/replay-core';
import { visibleText } from '../elements/visible-text.ts';
import { eventWords } from './event-words.ts';

const LONGEST = 100;

/** What an event is called in a sentence, as on the timeline. */
export function titleOfEvent(model: ReplayState['model'], event: ReplayEvent): string {
  const { name, argument } = eventWords(model, event);
  return visibleText(argument === '' ? name : `${name}: ${argument}`).slice(0, LONGEST);
}

/** What the event at the playhead is called; an empty text before the first. */
export function titleAtPlayhead({ model, currentIndex }: Pick<ReplayState, 'model' | 'currentIndex'>): string {
  const event = model.events[currentIndex];
  return event ? titleOfEvent(model, event) : '';
}
