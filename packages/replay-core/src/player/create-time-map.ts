import type { IdleMode, IdleStretch, TimeMap } from './time-map.ts';

/** Gaps longer than this are idle unless somebody says otherwise, in milliseconds. */
export const IDLE_FROM_MS: number = 2000;
/** How long an idle gap is shown at most, in milliseconds. */
const IDLE_SHOWN_MS = 400;
/** How long each event is shown in the mode `even`, in milliseconds. */
const EVEN_MS = 250;

/**
 * Makes a time map.
 *
 * @param ats - When the events happened, ascending: microseconds since the Unix epoch.
 * @param mode - `wall` keeps time as it was; `idle-capped` shows gaps of more than 2 s as 0.4 s;
 *   `even` gives every distinct time 0.25 s.
 * @param idleAfterMs - With `idle-capped`: from how long on a gap is shortened, in milliseconds. Default 2000.
 *
 * @example
 * ```ts
 * const map = createTimeMap(model.events.map((event) => event.record.at), 'idle-capped');
 * map.toVirtual(at); // milliseconds from the start of the replay
 * ```
 */
export function createTimeMap(ats: readonly number[], mode: IdleMode, idleAfterMs: number = IDLE_FROM_MS): GrowingTimeMap {
  return new PiecewiseTimeMap(mode, idleAfterMs, [], [], [], 0).extended(ats);
}

/** A time map that can go on: used while a session is recorded. */
export interface GrowingTimeMap extends TimeMap {
  /** A map of the same mode that also covers later times; this one stays as it is. `undefined` when a time lies before its end. */
  extend(ats: readonly number[]): GrowingTimeMap | undefined;
  /** A map of the same mode that covers the times up to a given one only; this one stays as it is. */
  until(at: number): GrowingTimeMap;
}

class PiecewiseTimeMap implements GrowingTimeMap {
  readonly mode: IdleMode;
  readonly idle: readonly IdleStretch[];
  readonly durationMs: number;
  readonly #idleAfterMs: number;
  readonly #walls: number[];
  readonly #virtuals: number[];
  readonly #length: number;

  constructor(mode: IdleMode, idleAfterMs: number, walls: number[], virtuals: number[], idle: readonly IdleStretch[], length: number) {
    this.mode = mode;
    this.idle = idle;
    this.#idleAfterMs = idleAfterMs;
    this.#walls = walls;
    this.#virtuals = virtuals;
    this.#length = length;
    this.durationMs = virtuals[length - 1] ?? 0;
  }

  extend(ats: readonly number[]): GrowingTimeMap | undefined {
    const [first] = ats;
    if (first === undefined) return this;
    const last = this.#walls[this.#length - 1];
    return last !== undefined && first < last ? undefined : this.extended(ats);
  }

  until(at: number): GrowingTimeMap {
    const length = countUpTo(this.#walls, this.#length, at);
    const end = this.#virtuals[length - 1] ?? 0;
    let kept = this.idle.length;
    while (kept > 0 && (this.idle[kept - 1]?.at ?? 0) >= end) kept -= 1;
    return new PiecewiseTimeMap(this.mode, this.#idleAfterMs, this.#walls, this.#virtuals, kept < this.idle.length ? this.idle.slice(0, kept) : this.idle, length);
  }

  extended(ats: readonly number[]): PiecewiseTimeMap {
    // Maps share their arrays as long as only the newest of them grows.
    const own = this.#walls.length === this.#length;
    const walls = own ? this.#walls : this.#walls.slice(0, this.#length);
    const virtuals = own ? this.#virtuals : this.#virtuals.slice(0, this.#length);
    const idle: IdleStretch[] = [];
    for (const at of ats) {
      const previous = walls.at(-1);
      const end = virtuals.at(-1) ?? 0;
      if (previous !== undefined && at <= previous) continue;
      const wallMs = previous === undefined ? 0 : (at - previous) / 1000;
      const shownMs = previous === undefined ? 0 : this.#shown(wallMs);
      if (this.#isIdle(wallMs)) idle.push({ at: end, wallMs });
      walls.push(at);
      virtuals.push(end + shownMs);
    }
    return new PiecewiseTimeMap(this.mode, this.#idleAfterMs, walls, virtuals, idle.length > 0 ? [...this.idle, ...idle] : this.idle, walls.length);
  }

  toVirtual(at: number): number {
    return convert(this.#walls, this.#virtuals, this.#length, at);
  }

  toWall(timeMs: number): number {
    return Math.round(convert(this.#virtuals, this.#walls, this.#length, timeMs));
  }

  #shown(wallMs: number): number {
    if (this.mode === 'even') return EVEN_MS;
    return this.#isIdle(wallMs) ? Math.min(IDLE_SHOWN_MS, this.#idleAfterMs) : wallMs;
  }

  #isIdle(wallMs: number): boolean {
    return this.mode === 'idle-capped' && wallMs > this.#idleAfterMs;
  }
}

/** Reads a piecewise linear function; before and after its ends it stays at them. */
function convert(from: readonly number[], to: readonly number[], length: number, value: number): number {
  const low = countUpTo(from, length, value);
  const startFrom = from[low - 1];
  const startTo = to[low - 1];
  if (startFrom === undefined || startTo === undefined) return to[0] ?? 0;
  const endFrom = low < length ? from[low] : undefined;
  const endTo = low < length ? to[low] : undefined;
  if (endFrom === undefined || endTo === undefined) return startTo;
  return startTo + ((value - startFrom) / (endFrom - startFrom)) * (endTo - startTo);
}

/** How many of some ascending numbers are not above a value. */
function countUpTo(numbers: readonly number[], length: number, value: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
