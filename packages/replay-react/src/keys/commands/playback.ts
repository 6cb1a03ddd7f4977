import { announcementWords } from '../announcement-words.ts';
import type { Command, CommandContext } from '../command-context.ts';

/** Speeds of a replay, slowest first. */
export const speeds: readonly number[] = [0.5, 1, 2, 4, 8, 16];

/** Plays or pauses. */
export const playPause: Command = ({ store, actions, settings }) => {
  const announcements = announcementWords(settings);
  if (store.getState().playing) store.pause();
  else store.play();
  actions.announce(store.getState().playing ? announcements.playing : announcements.paused);
  return true;
};

/** Changes the speed to the next one in a direction. */
export function changeSpeed(by: 1 | -1): Command {
  return ({ store, actions, settings }) => {
    const { rate } = store.getState();
    const next = by > 0 ? speeds.find((speed) => speed > rate) : speeds.findLast((speed) => speed < rate);
    if (next === undefined) return false;
    store.setRate(next);
    actions.announce(announcementWords(settings).speed(settings.format.number(next)));
    return true;
  };
}

/** Goes to the live end, or to the end of a session that is over. */
export const toEnd: Command = ({ store, actions, settings }) => {
  const { live, timeMap } = store.getState();
  if (!live) {
    store.seek(timeMap.durationMs);
    return true;
  }
  store.follow();
  actions.announce(announcementWords(settings).live);
  return true;
};

/** Goes to the live end while there is one. */
export const toLive: Command = (context: CommandContext) => context.store.getState().live && toEnd(context);

/** Goes to the beginning. */
export const toStart: Command = ({ store }) => {
  store.seek(0);
  return true;
};
