import type { FrameScheduler } from './player/clock.ts';
import type { IdleMode } from './player/time-map.ts';
import { Replay } from './replay/replay.ts';
import type { ReplayStore } from './replay-store.ts';
import type { ReplaySource } from './source/source.ts';

/** Options of {@link createReplay}. */
export interface ReplayOptions {
  /** How idle time is shown. Default `idle-capped`. */
  readonly idle?: IdleMode;
  /** From how long on a time in which nothing happens is shortened by `idle-capped`, in milliseconds. Default 2000. */
  readonly idleAfterMs?: number;
  /** Playing speed. Default 1. */
  readonly rate?: number;
  /** Whether to start at the live end and stay there. Default: while the session is recorded, once all of it so far was read; until then a replay stands at its beginning. */
  readonly follow?: boolean;
  /** Where to start: an event's id, or microseconds since the Unix epoch. Wins over `follow`. */
  readonly at?: string | number;
  /** A steady time in milliseconds. Default `performance.now`. */
  readonly now?: () => number;
  /** How to wait for the next frame. Default `requestAnimationFrame`, or a timer where there is none. */
  readonly frame?: FrameScheduler;
  /** How to go on a little later with a search that would take too long at once. Default a timer. */
  readonly later?: FrameScheduler;
}

/**
 * Opens a replay. It begins to load at once; `getState()` and `subscribe` tell how far it is.
 *
 * @example
 * ```ts
 * const replay = createReplay(recordsSource(records));
 * replay.subscribe(() => render(replay.getState()));
 * replay.play();
 * ```
 */
export function createReplay(source: ReplaySource, options: ReplayOptions = {}): ReplayStore {
  return new Replay(source, options).store(source);
}
