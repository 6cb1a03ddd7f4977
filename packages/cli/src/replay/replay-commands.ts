import type { ReplayState } from '@playhead/replay-core';
import { placeOf, PLACE_HELP } from './place-text.ts';
import type { ReplayView } from './replay-view.ts';
import { inspectText, interveneText } from './snapshot-text.ts';
import { clockText } from './time-text.ts';
import { rowsBelow } from './view/draw-view.ts';
import { helpOverlay, type TerminalCommand } from './view/help.ts';

type Command = (view: ReplayView, key: string) => void;

const RATES = [0.25, 0.5, 1, 2, 4, 8, 16] as const;
/** So many columns and rows a window moves at a time over a larger screen. */
const PAN_STEP = { x: 8, y: 4 };

/** What the keys of a terminal do; those that are missing are of pages. */
export const replayCommands: Readonly<Partial<Record<TerminalCommand, Command>>> = {
  'play-pause': ({ store }) => (store.getState().playing ? store.pause() : store.play()),
  'previous-moment': stepMoment(-1, () => true, 'moment'), 'next-moment': stepMoment(1, () => true, 'moment'),
  'previous-snapshot': stepMoment(-1, isSnapshot, 'snapshot'), 'next-snapshot': stepMoment(1, isSnapshot, 'snapshot'),
  back: seekBy(-5000), forward: seekBy(5000), 'back-second': seekBy(-1000), 'forward-second': seekBy(1000), 'back-far': seekBy(-30_000), 'forward-far': seekBy(30_000),
  'previous-frame': stepFrame(-1), 'next-frame': stepFrame(1),
  'previous-turn': stepTo('turn', -1), 'next-turn': stepTo('turn', 1), 'previous-error': stepTo('error', -1), 'next-error': stepTo('error', 1),
  slower: changeRate(-1), faster: changeRate(1),
  percent: ({ store }, key) => store.seek((Number(key) / 10) * store.getState().timeMap.durationMs),
  start: ({ store }) => store.seek(0),
  end: toEnd, live: toEnd,
  idle(view) {
    const idle = view.store.getState().idle === 'wall' ? 'idle-capped' : 'wall';
    view.store.setIdle(idle);
    view.say(idle === 'wall' ? 'Idle time as it was' : 'Idle time shortened');
  },
  search: (view) => view.ask('Search', (text) => view.search(text)),
  'next-hit': (view) => view.goToHit(1), 'previous-hit': (view) => view.goToHit(-1),
  'go-to': (view) => view.ask('Go to', (text) => {
    if (text.trim() === '') return view.say(`Give ${PLACE_HELP}`);
    const { model, timeMap } = view.store.getState();
    view.place.seek(placeOf(text, model, timeMap));
  }),
  mark: (view) => writeWith(view, 'Mark', async (marks, text, at) => {
    await marks.mark(text, at);
    view.say(`Marked: ${text}`);
  }),
  note: (view) => writeWith(view, 'Note', async (marks, text, at) => {
    const { events } = view.store.getState().model;
    const event = events.findLast(({ record }) => record.at <= at) ?? events[0];
    if (!event) return view.say('There is nothing to write a note on yet');
    await marks.note(text, event);
    view.say(`Noted: ${text}`);
  }),
  'inspect-snapshot'(view) {
    const { model, timeMap } = view.store.getState();
    const overlay = inspectText(model, view.place.at(), timeMap.toWall(0));
    if (overlay) view.open(overlay);
    else view.say('No snapshot was kept up to here');
  },
  intervene(view) {
    const overlay = interveneText(view.store.getState().model, view.place.at());
    if (overlay) view.open(overlay);
    else view.say('No snapshot was kept up to here, so there is nothing to go on from');
  },
  'next-terminal'(view) {
    view.stages.next(view.place.at());
    view.pan = undefined;
  },
  'page-up': page(1), 'page-down': page(-1),
  'pan-left': pan(-1, 0), 'pan-right': pan(1, 0), 'pan-up': pan(0, -1), 'pan-down': pan(0, 1),
  close: (view) => view.close(),
  shortcuts: (view) => view.open(helpOverlay(view.theme.unicode)),
  redraw: (view) => view.lost(),
  suspend: ({ outer }) => outer.suspend(),
  leave: (view) => view.leave(),
};

function seekBy(milliseconds: number): Command {
  return ({ store }) => store.seekBy(milliseconds);
}

/** Goes to the next (1) or previous (-1) moment of a kind, by time. */
function stepMoment(by: 1 | -1, wanted: (moment: ReplayState['model']['moments'][number]) => boolean, what: string): Command {
  return (view) => {
    const { moments } = view.store.getState().model;
    const at = view.place.at();
    const place = by > 0 ? moments.findIndex((moment) => moment.at > at && wanted(moment)) : moments.findLastIndex((moment) => moment.at < at && wanted(moment));
    const moment = moments[place];
    if (!moment) return view.say(by > 0 ? `No ${what} after this` : `No ${what} before this`);
    view.place.seek(moment.at);
    view.say(`#${place + 1} of ${moments.length}, ${clockText(moment.at - view.store.getState().timeMap.toWall(0))}: ${moment.title}`);
  };
}

function isSnapshot({ type }: { readonly type: string }): boolean {
  return type === 'snapshot' || type === 'checkpoint';
}

function stepTo(target: 'turn' | 'error', by: 1 | -1): Command {
  return (view) => {
    if (!view.store.stepTo(target, by)) return view.say('Nothing further');
    const { model: { events }, currentIndex } = view.store.getState();
    const event = events[currentIndex];
    if (event) view.say(`${event.title}: ${event.summary}`);
  };
}

/** Goes to what changed the screen before or next. */
function stepFrame(by: 1 | -1): Command {
  return (view) => {
    const at = view.place.at();
    view.store.pause();
    void view.stage?.change(at, by).then((found) => {
      if (found === undefined) view.say('Nothing further');
      else view.place.seek(found);
    }, () => view.say('That could not be read'));
  };
}

function changeRate(by: 1 | -1): Command {
  return (view) => {
    const { rate } = view.store.getState();
    const next = by > 0 ? RATES.find((one) => one > rate) : RATES.findLast((one) => one < rate);
    if (next !== undefined) view.store.setRate(next);
    view.say(`Speed ${next ?? rate}${view.theme.symbols.times}`);
  };
}

function toEnd({ store }: ReplayView): void {
  const { live, timeMap } = store.getState();
  if (live) store.follow();
  else store.seek(timeMap.durationMs);
}

function page(by: 1 | -1): Command {
  return (view) => {
    const { rows } = view.outer.size();
    void view.stage?.scroll(by * Math.max(1, rows - rowsBelow(rows) - 1)).then(() => view.changed(), () => view.say('That could not be read'));
  };
}

function pan(x: number, y: number): Command {
  return (view) => {
    const from = view.pan ?? view.lookedAt;
    view.pan = { x: Math.max(0, from.x + x * PAN_STEP.x), y: Math.max(0, from.y + y * PAN_STEP.y) };
  };
}

/** Asks for a text and adds it to the recording, where that can be done. */
function writeWith(view: ReplayView, label: string, write: (marks: Exclude<ReplayView['marks'], string>, text: string, at: number) => Promise<void>): void {
  const { marks } = view;
  if (typeof marks === 'string') return view.say(marks);
  const at = view.place.at(); // where it was pressed: it may play on
  view.ask(label, async (text) => {
    if (text.trim() !== '') await write(marks, text.trim(), at);
  });
}
