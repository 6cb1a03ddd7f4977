import type { ReplayClock } from '../replay-store.ts';

/** Asks to be called back once, soon, for drawing. @returns Cancels it. */
export type FrameScheduler = (callback: () => void) => () => void;

/** The clock with the means to drive it. Internal to the store. */
export interface DrivenClock extends ReplayClock {
  start(): void;
  stop(): void;
  /** Moves to a time and tells listeners once. */
  set(timeMs: number): void;
}

/** How a clock learns of time, and what it drives. */
export interface ClockOptions {
  /** A steady time in milliseconds. Default `performance.now`. */
  readonly now?: () => number;
  /** Default `requestAnimationFrame` where there is one, else a timer of 16 ms. */
  readonly frame?: FrameScheduler;
  /** Playing speed. */
  readonly rate: () => number;
  /** The end of what can be played, in virtual milliseconds. */
  readonly durationMs: () => number;
  /** Hears of every new time while playing, before the listeners. */
  readonly onTick: (timeMs: number) => void;
}

/** Makes a stopped clock at 0. */
export function createClock(options: ClockOptions): DrivenClock {
  const { now = () => performance.now(), frame = nextFrame } = options;
  const listeners = new Set<(timeMs: number) => void>();
  let time = 0;
  let last = 0;
  let cancel: (() => void) | undefined;
  const tell = (): void => {
    for (const listener of listeners) listener(time);
  };
  const advance = (): void => {
    const present = now();
    time = Math.min(time + Math.max(0, present - last) * options.rate(), Math.max(time, options.durationMs()));
    last = present;
  };
  const tick = (): void => {
    advance();
    cancel = frame(tick);
    options.onTick(time);
    tell();
  };
  return {
    now: () => time,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    start() {
      if (cancel) return;
      last = now();
      cancel = frame(tick);
    },
    stop() {
      cancel?.();
      cancel = undefined;
    },
    set(timeMs) {
      time = timeMs;
      last = now();
      tell();
    },
  };
}

function nextFrame(callback: () => void): () => void {
  if (typeof requestAnimationFrame === 'function') {
    const handle = requestAnimationFrame(callback);
    return () => cancelAnimationFrame(handle);
  }
  const handle = setTimeout(callback, 16);
  return () => clearTimeout(handle);
}
