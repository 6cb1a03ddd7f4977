import { PlayheadError } from '@playhead/protocol';
import { createReplay, type IdleMode, type ReplayStore } from '@playhead/replay-core';
import type { Command, CommandContext, CommandInput } from '../command.ts';
import { endAs } from '../end-as.ts';
import { forwardSignals } from '../forward-signals.ts';
import { letGoOfOutput } from '../let-go-of-output.ts';
import { type OpenedRecording, openRecording } from '../replay/open-recording.ts';
import type { KeyPress } from '../replay/keys/decode-keys.ts';
import { isTerminalGone, takeTerminal } from '../replay/outer-terminal.ts';
import { PLACE_HELP, placeOf } from '../replay/place-text.ts';
import { playFast } from '../replay/play-fast.ts';
import { metaOf, screenLines } from '../replay/print-screen.ts';
import { ReplayView } from '../replay/replay-view.ts';
import { type ChosenStage, createStages } from '../replay/stage/stages.ts';
import { storageMarks } from '../replay/storage-marks.ts';
import { themeFor } from '../replay/view/theme.ts';
import { whenReady } from '../replay/wait-for-replay.ts';
import { dirOf, dirOption } from './shared-options.ts';

/** `playhead replay`: a recording in the terminal of whoever looks at it. */
export const replayCommand: Command = {
  name: 'replay',
  usage: '<id|file>',
  about: 'replay a recording in this terminal; ? shows the keys',
  examples: [
    { line: 'replay 0194', about: 'replay a recording in this terminal' },
    { line: 'replay 0194 --at 1:30 --fast', about: 'print the screen as it was' },
  ],
  completes: 'session',
  positionals: { min: 1, max: 1 },
  readsRecordings: true,
  options: {
    at: { type: 'string', value: 'place', about: `start there: ${PLACE_HELP}` },
    fast: { type: 'boolean', about: 'play without waiting, as fast as this terminal takes it, and end at the end; the last screen stays. A key takes over' },
    speed: { type: 'string', value: 'number', about: 'playing speed, 0.25 to 16 (default 1)' },
    idle: { type: 'string', value: 'seconds|off', about: 'from how long on a time in which nothing happens is shown as 0.4 s (default 2); off keeps all of them' },
    terminal: { type: 'string', value: 'id', about: 'show this recorded terminal: its number, or the beginning of its id; none shows the session as text' },
    'no-colors': { type: 'boolean', about: 'without colours, and only ASCII around the recording; so does NO_COLOR' },
    'print-meta': { type: 'boolean', about: 'print what is known of the recording, its terminals and moments as JSON' },
    dir: dirOption,
  },
  exits: { '*': 'of a signal that ends it 128 and its number' },
  async run(input, context) {
    const ending = new AbortController();
    const signals = forwardSignals(() => ending.abort());
    try {
      return context.signal.aborted ? 1 : await replay(input, { ...context, signal: AbortSignal.any([context.signal, ending.signal]) });
    } finally {
      signals.stop();
      const signal = signals.received ?? context.stoppedBy?.() ?? (isTerminalGone() ? 'SIGHUP' : undefined); // the signal of a closed terminal may come after its end
      if (signal !== undefined) endAs({ exitCode: 1, signal }); // whoever sent it sees that it was heeded
    }
  },
};

async function replay(input: CommandInput, context: CommandContext): Promise<number> {
  const options = { rate: speedOf(input), ...idleOf(input) };
  const recording = await openRecording(input.positionals[0] ?? '', { dir: dirOf(input, context), cwd: context.cwd, signal: context.signal });
  try {
    const follows = input.text('at') === undefined && !input.flag('fast');
    const store = createReplay(recording.source, { ...options, ...(!follows && { follow: false }), frame: steadily });
    try {
      return await show(store, recording, input, context);
    } finally {
      store.close();
    }
  } finally {
    await recording.close();
  }
}

async function show(store: ReplayStore, recording: OpenedRecording, input: CommandInput, context: CommandContext): Promise<number> {
  const interactive = context.interactive && process.stdin.isTTY === true && !input.flag('print-meta');
  const theme = themeFor(context.env, { colors: !input.flag('no-colors') && !context.env['NO_COLOR'] && (context.interactive || !input.flag('fast')) });
  if (!interactive || input.flag('fast') || input.text('at') !== undefined || input.text('terminal') !== undefined) await whenReady(store, context.signal);
  const stages = createStages(store, theme, terminalOf(input, store));
  try {
    const at = placeIn(input, store);
    if (input.flag('print-meta')) context.output.line(JSON.stringify(metaOf(store)));
    else if (!interactive) await print({ store, stages, theme, at }, context);
    else await play({ store, stages, theme, at }, recording, input, context);
    return 0;
  } finally {
    stages.close();
  }
}

/** What is shown, and from where on. */
type Shown = Pick<ReplayView, 'store' | 'stages' | 'theme'> & { readonly at: number | undefined };

async function print({ store, stages, theme, at }: Shown, { interactive, output }: CommandContext): Promise<void> {
  const { timeMap } = store.getState();
  for (const line of await screenLines(stages, at ?? Math.max(timeMap.toWall(timeMap.durationMs), lastOf(store)), { colors: theme.colors && interactive })) output.line(line);
}

async function play({ store, stages, theme, at }: Shown, { storage, sessionId }: OpenedRecording, input: CommandInput, context: CommandContext): Promise<void> {
  const fast = new AbortController();
  let view: ReplayView | undefined;
  let ended = false;
  const press = (pressed: KeyPress): void => {
    fast.abort(); // whoever presses a key takes over
    view?.pressed(pressed);
  };
  letGoOfOutput(); // of a terminal that is closed its input tells
  const outer = takeTerminal({ onKey: press, onLost: () => view?.lost(), onGone: () => view?.leave() });
  try {
    const marks = storage ? storageMarks(storage, sessionId, dirOf(input, context)) : 'This recording is a file, so nothing can be added to it';
    const shown = view = new ReplayView({ store, stages, theme, outer, marks });
    if (input.flag('fast')) void playFast(shown, at ?? store.getState().timeMap.toWall(0), AbortSignal.any([fast.signal, context.signal])).then((over) => {
      ended = over;
      if (over) shown.leave();
    }, () => shown.say('That could not be read'));
    else if (at === undefined) void begin(store, context.signal);
    else shown.place.seek(at);
    await shown.run(context.signal);
  } finally {
    outer.leave();
  }
  if (ended) await print({ store, stages, theme, at: undefined }, context);
}

/** Plays from the beginning what is over, once it was read. What is only put in order any more is over, too, and may stay so when that was cut short. */
async function begin(store: ReplayStore, signal: AbortSignal): Promise<void> {
  try {
    await whenReady(store, signal);
  } catch {
    return; // what is wrong, the view says
  }
  const { live, follow, model } = store.getState();
  if (signal.aborted || (live && model.session.status !== 'processing')) return;
  if (live && follow === 'following') store.seek(0);
  store.play();
}

/** Thirty times a second: terminals do not show more. */
function steadily(callback: () => void): () => void {
  const timer = setTimeout(callback, 33);
  return () => clearTimeout(timer);
}

function lastOf(store: ReplayStore): number {
  return Math.max(0, ...store.getState().model.terminals.map(({ endedAt = 0 }) => endedAt));
}

function placeIn(input: CommandInput, store: ReplayStore): number | undefined {
  const text = input.text('at');
  const { model, timeMap } = store.getState();
  return text === undefined ? undefined : placeOf(text, model, timeMap);
}

function terminalOf(input: CommandInput, store: ReplayStore): ChosenStage {
  const text = input.text('terminal');
  if (text === undefined) return undefined;
  if (text === 'none') return 'text';
  const { terminals } = store.getState().model;
  const found = /^\d{1,3}$/.test(text) ? terminals[Number(text) - 1] : terminals.find(({ id }) => id.startsWith(text));
  if (found) return { terminal: found.id };
  throw new PlayheadError('usage', `This recording has no terminal "${text}". It has ${terminals.length}${terminals.length > 0 ? `: ${terminals.map(({ id }) => id).slice(0, 5).join(', ')}` : ''}.`);
}

function speedOf(input: CommandInput): number {
  const text = input.text('speed') ?? '1';
  const speed = /^\d{1,2}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
  if (speed >= 0.25 && speed <= 16) return speed;
  throw new PlayheadError('usage', `--speed must be a number from 0.25 to 16, not "${text}".`);
}

function idleOf(input: CommandInput): { readonly idle: IdleMode; readonly idleAfterMs?: number } {
  const text = input.text('idle');
  if (text === undefined) return { idle: 'idle-capped' };
  if (text === 'off') return { idle: 'wall' };
  const seconds = /^\d{1,6}(\.\d{1,3})?$/.test(text) ? Number(text) : 0;
  if (seconds > 0) return { idle: 'idle-capped', idleAfterMs: seconds * 1000 };
  throw new PlayheadError('usage', `--idle must be a number of seconds above 0, or off, not "${text}".`);
}
