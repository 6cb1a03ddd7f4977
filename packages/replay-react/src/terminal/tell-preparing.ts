import type { TerminalTrack } from '@playhead/replay-core';

/** Says how much of a moment was read that a screen waits for. */
export interface Preparing {
  /** It waits for this: microseconds since the Unix epoch. Undefined: no longer. */
  waitFor(at: number | undefined): void;
  close(): void;
}

/** Who waits for less long sees the screen, not that it comes. */
const LONG_MS = 300;

/** Tells whole percent once somebody waits for long, and undefined when nobody does any more. */
export function tellPreparing(track: TerminalTrack, tell: (percent: number | undefined) => void): Preparing {
  let wanted: number | undefined;
  let long = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const say = (): void => { if (long && wanted !== undefined) tell(Math.floor(100 * track.readShare(wanted))); };
  const stop = track.subscribe(say);
  const end = (): void => {
    clearTimeout(timer);
    [timer, wanted] = [undefined, undefined];
    if (long) tell(undefined);
    long = false;
  };
  return {
    waitFor: (at) => {
      if (at === undefined) return end();
      wanted = at;
      timer ??= setTimeout(() => { long = true; say(); }, LONG_MS);
      say();
    },
    close: () => {
      stop();
      end();
    },
  };
}
