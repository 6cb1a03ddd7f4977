import { type BlobRef, compareRecords, isPlayheadError, PlayheadError } from '@playhead/protocol';
import { createModel } from './model/create-model.ts';
import { isOver } from './model/outcome.ts';
import type { ReplayEvent, SessionModel } from './model/types.ts';
import { createClock, type FrameScheduler } from './player/clock.ts';
import { createTimeMap, type GrowingTimeMap } from './player/create-time-map.ts';
import type { IdleMode } from './player/time-map.ts';
import { type PlayerAction, type PlayerState, transition } from './player/transition.ts';
import type { EventFilter, ReplayState, ReplayStore, ShownEvents, StepTarget, TimeRange } from './replay-store.ts';
import type { ReplaySource, SourceChunk } from './source/source.ts';
import { createTextCache } from './source/text-cache.ts';

/** Options of {@link createReplay}. */
export interface ReplayOptions {
  /** How idle time is shown. Default `idle-capped`. */
  readonly idle?: IdleMode;
  /** Playing speed. Default 1. */
  readonly rate?: number;
  /** Whether to start at the live end and stay there. Default: while the session is recorded. */
  readonly follow?: boolean;
  /** Where to start: an event's id, or microseconds since the Unix epoch. Wins over `follow`. */
  readonly at?: string | number;
  /** A steady time in milliseconds. Default `performance.now`. */
  readonly now?: () => number;
  /** How to wait for the next frame. Default `requestAnimationFrame`, or a timer where there is none. */
  readonly frame?: FrameScheduler;
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
  return new Replay(source, options).store();
}

class Replay {
  #state: ReplayState;
  #timeMap: GrowingTimeMap;
  #ended = false;
  readonly #options: ReplayOptions;
  readonly #builder: ReturnType<typeof createModel> = createModel();
  readonly #listeners: Set<() => void> = new Set();
  readonly #abort: AbortController = new AbortController();
  readonly #clock: ReturnType<typeof createClock>;
  readonly #text: (blob: BlobRef) => Promise<string>;

  constructor(source: ReplaySource, options: ReplayOptions) {
    const { idle = 'idle-capped', rate = 1, now, frame } = options;
    this.#options = options;
    this.#timeMap = createTimeMap([], idle);
    this.#text = createTextCache(source, this.#abort.signal);
    this.#state = {
      status: 'loading', live: true, connection: 'open', filter: {}, shown: EVERYTHING, query: '', hits: [], model: this.#builder.model, timeMap: this.#timeMap, currentIndex: -1, playing: false, rate, idle,
      follow: options.at === undefined && options.follow !== false ? 'following' : 'detached', unseen: 0,
    };
    this.#state = { ...this.#state, ...transition(this.#state, { type: 'rated', rate }) };
    this.#clock = createClock({
      rate: () => this.#state.rate, durationMs: () => this.#timeMap.durationMs, onTick: (timeMs) => this.#tick(timeMs),
      ...(now && { now }), ...(frame && { frame }),
    });
    void this.#load(source);
  }

  store(): ReplayStore {
    return {
      getState: () => this.#state,
      subscribe: (listener) => {
        this.#listeners.add(listener);
        return () => void this.#listeners.delete(listener);
      },
      clock: { now: () => this.#clock.now(), subscribe: (listener) => this.#clock.subscribe(listener) },
      play: () => this.#play(),
      pause: () => this.#act({ type: 'pause' }),
      seek: (timeMs) => this.#seek(timeMs),
      select: (eventId) => this.#select(eventId),
      step: (by) => this.#goTo(this.#state.currentIndex + Math.trunc(by)),
      stepError: (by) => this.#stepError(by),
      seekBy: (milliseconds) => this.#seek(this.#clock.now() + milliseconds),
      stepTo: (target, by) => this.#stepTo(target, by),
      highlight: (eventId) => {
        const { highlightedId: _old, ...state } = this.#state;
        this.#set(eventId === undefined ? state : { ...state, highlightedId: eventId });
      },
      setRange: (range) => this.#narrow({ range }),
      setFilter: (filter) => this.#narrow({ filter }),
      setQuery: (query) => this.#set({ ...this.#state, query }),
      setRate: (rate) => this.#act({ type: 'rated', rate }),
      setIdle: (mode) => this.#setIdle(mode),
      follow: () => {
        this.#act({ type: 'followed', lastIndex: this.#events.length - 1 });
        this.#clock.set(this.#timeMap.durationMs);
      },
      text: (blob) => this.#text(blob),
      close: () => {
        this.#abort.abort();
        this.#act({ type: 'pause' });
      },
    };
  }

  get #events(): readonly ReplayEvent[] {
    return this.#state.model.events;
  }

  async #load(source: ReplaySource): Promise<void> {
    try {
      for await (const chunk of source.open(this.#abort.signal)) {
        if (this.#abort.signal.aborted) return;
        this.#take(chunk);
      }
      if (this.#abort.signal.aborted) return;
      this.#ended = true;
      this.#take({ records: [], upToDate: true });
    } catch (cause) {
      if (this.#abort.signal.aborted) return;
      const error = isPlayheadError(cause) ? cause : new PlayheadError('internal', 'The source of this replay failed, so nothing more can be shown. Load it again.', { cause });
      this.#ended = true;
      this.#set({ ...this.#state, live: false, status: 'error', error });
    }
  }

  #take(chunk: SourceChunk): void {
    const before = this.#state;
    const wall = this.#timeMap.toWall(this.#clock.now());
    const model = this.#builder.add(chunk.records, chunk.damage ?? []);
    const remapped = model !== before.model && this.#mapTime(before.model, model);
    const ready = before.status === 'loading' && chunk.upToDate;
    const live = !this.#ended && !isOver(model.session);
    const count = model.events.length - before.model.events.length;
    let player = transition(before, { type: 'lived', live });
    if (model !== before.model) {
      player = transition(player, {
        type: 'appended', count: before.status === 'loading' ? 0 : Math.max(0, count), index: keptIndex(before, model), lastIndex: model.events.length - 1,
      });
    }
    if (ready) player = this.#start(player, model, live);
    this.#set({ ...before, ...player, model, timeMap: this.#timeMap, status: ready ? 'ready' : before.status });
    if (model === before.model && !ready) return;
    if (this.#state.follow === 'following') this.#clock.set(this.#timeMap.durationMs);
    else if (ready) this.#clock.set(this.#virtualAt(this.#state.currentIndex));
    else if (remapped) this.#clock.set(this.#timeMap.toVirtual(wall));
  }

  /** Where a replay stands when everything recorded so far is there. */
  #start(player: PlayerState, model: SessionModel, live: boolean): PlayerState {
    const { at, follow } = this.#options;
    if (at !== undefined) {
      const found = typeof at === 'number' ? lastIndexAt(model.events, at) : model.events.findIndex(({ id }) => id === at);
      const index = Math.max(found, Math.min(0, model.events.length - 1));
      return transition(player, typeof at === 'string' && found >= 0 ? { type: 'selected', id: at, index } : { type: 'moved', index });
    }
    if (follow ?? live) return player;
    if (player.follow === 'detached' && this.#state.currentIndex >= 0) return player; // the user moved already
    return transition(player, { type: 'moved', index: Math.min(0, model.events.length - 1) });
  }

  /** @returns Whether times that were mapped before are mapped anew. */
  #mapTime(before: SessionModel, model: SessionModel): boolean {
    const known = before.events.length;
    const grown = before.events[known - 1] === model.events[known - 1] && model.events.length > known;
    const extended = grown ? this.#timeMap.extend(model.events.slice(known).map(({ record }) => record.at)) : undefined;
    this.#timeMap = extended ?? createTimeMap(model.events.map(({ record }) => record.at), this.#state.idle);
    return extended === undefined;
  }

  #play(): void {
    const { live, playing } = this.#state;
    if (playing || this.#abort.signal.aborted) return;
    if (!live && this.#clock.now() >= this.#timeMap.durationMs && this.#timeMap.durationMs > 0) this.#seek(0);
    this.#act({ type: 'play' });
  }

  #tick(timeMs: number): void {
    if (this.#state.follow === 'following' && this.#state.live) return;
    const index = Math.max(lastIndexAt(this.#events, this.#timeMap.toWall(timeMs), this.#state.currentIndex), -1);
    const atEnd = timeMs >= this.#timeMap.durationMs;
    if (index !== this.#state.currentIndex || atEnd) this.#act({ type: 'reached', index, atEnd });
  }

  #seek(timeMs: number): void {
    const time = Math.min(Math.max(0, Number.isFinite(timeMs) ? timeMs : 0), this.#timeMap.durationMs);
    this.#act({ type: 'moved', index: lastIndexAt(this.#events, this.#timeMap.toWall(time)) });
    this.#clock.set(time);
  }

  #select(id: string | undefined): void {
    const index = id === undefined ? -1 : this.#events.findIndex((event) => event.id === id);
    if (id !== undefined && index < 0) return;
    this.#act({ type: 'selected', id, index });
    if (id !== undefined) this.#clock.set(this.#virtualAt(index));
  }

  #goTo(wanted: number): void {
    const index = Math.max(0, Math.min(wanted, this.#events.length - 1));
    if (this.#events.length === 0) return;
    this.#act({ type: 'moved', index });
    this.#clock.set(this.#virtualAt(index));
  }

  #stepError(by: 1 | -1): void {
    const errors = new Set(this.#state.model.errorIds);
    const { currentIndex } = this.#state;
    for (let index = currentIndex + by; index >= 0 && index < this.#events.length; index += by) {
      const id = this.#events[index]?.id;
      if (id !== undefined && errors.has(id)) return this.#select(id);
    }
  }

  #stepTo(target: StepTarget, by: 1 | -1): boolean {
    if (target === 'error') this.#stepError(by);
    return false;
  }

  #narrow({ range, filter = this.#state.filter }: { range?: TimeRange | undefined; filter?: EventFilter }): void {
    const { range: _old, ...state } = this.#state;
    this.#set({ ...state, filter, ...(range && { range }) });
  }

  #setIdle(idle: IdleMode): void {
    const wall = this.#timeMap.toWall(this.#clock.now());
    this.#timeMap = createTimeMap(this.#events.map(({ record }) => record.at), idle);
    this.#set({ ...this.#state, ...transition(this.#state, { type: 'idled', idle }), timeMap: this.#timeMap });
    this.#clock.set(this.#timeMap.toVirtual(wall));
  }

  #virtualAt(index: number): number {
    const event = this.#events[index];
    return event ? this.#timeMap.toVirtual(event.record.at) : 0;
  }

  #act(action: PlayerAction): void {
    const { selectedId: _old, ...state } = this.#state;
    this.#set({ ...state, ...transition(this.#state, action) });
  }

  #set(state: ReplayState): void {
    const before = this.#state;
    this.#state = state;
    if (state.playing) this.#clock.start();
    else this.#clock.stop();
    if (same(before, state)) return;
    for (const listener of this.#listeners) listener();
  }
}

const EVERYTHING: ShownEvents = { narrowed: false, count: 0, includes: () => true };

/** The last event that happened up to a time; -1 before the first. Walks on from a known index where it is near. */
function lastIndexAt(events: readonly ReplayEvent[], at: number, from = -1): number {
  const near = events[from];
  if (near && near.record.at <= at) {
    let index = from;
    while (index - from < 64) {
      const next = events[index + 1];
      if (!next || next.record.at > at) return index;
      index += 1;
    }
  }
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle]?.record.at ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Where the event at the playhead stands in a newer model. */
function keptIndex({ model: before, currentIndex }: ReplayState, { events }: SessionModel): number {
  const current = before.events[currentIndex];
  if (!current || events[currentIndex]?.id === current.id) return currentIndex;
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const event = events[middle];
    if (event && compareRecords(event.record, current.record) <= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function same(a: ReplayState, b: ReplayState): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof ReplayState>; // the keys of two states are keys of the state
  return [...keys].every((key) => a[key] === b[key]);
}
