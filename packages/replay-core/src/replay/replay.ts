import { type BlobRef, isPlayheadError, PlayheadError, type Via } from '@playhead/protocol';
import type { ReplayOptions } from '../create-replay.ts';
import { isOver } from '../model/outcome.ts';
import { SessionProjector } from '../model/session-projector.ts';
import type { ReplayEvent, SessionModel } from '../model/types.ts';
import { createClock } from '../player/clock.ts';
import type { IdleMode } from '../player/time-map.ts';
import { type PlayerAction, type PlayerState, transition } from '../player/transition.ts';
import type { ReplayState, ReplayStore, StepTarget } from '../replay-store.ts';
import type { ReplaySource, SourceChunk } from '../source/source.ts';
import { createTextCache } from '../source/text-cache.ts';
import type { TerminalLog } from '../terminal/terminal-log.ts';
import { Lookup } from './lookup.ts';
import { firstIndexFrom, keptIndex, lastIndexAt } from './places.ts';
import { ReplayTime } from './replay-time.ts';
import { indexAway, Stepping } from './stepping.ts';

/** So many new events are shown at once while a recording loads, and a twentieth of what is shown: what is drawn of them takes the page's thread as one piece, and of each piece there are lists that are as long as the session. */
const SHOWN_AT_ONCE = 3000;

/** A replay as it runs: takes in what the source gives, moves as it is told, and says so. */
export class Replay {
  #state: ReplayState;
  #ended = false;
  /** What is known beyond the state that everybody sees: while a recording loads, showing every piece of it would cost more than loading it. */
  #unshown: ReplayState | undefined;
  /** The same without what may still be taken back: what came after it only went on. */
  #settled: ReplayState | undefined;
  #options: Pick<ReplayOptions, 'at' | 'follow'>;
  readonly #projector: SessionProjector = new SessionProjector('');
  readonly #time: ReplayTime;
  readonly #lookup: Lookup;
  readonly #stepping: Stepping = new Stepping();
  readonly #listeners: Set<() => void> = new Set();
  readonly #abort: AbortController = new AbortController();
  readonly #clock: ReturnType<typeof createClock>;
  #text: (blob: BlobRef) => Promise<string>;
  readonly #witnesses: Set<Via> = new Set();
  #terminals: Promise<TerminalLog> | undefined;
  /** What hears that terminals went on. */
  readonly #onOutput: Set<() => void> = new Set();
  #edit: ((model: SessionModel) => SessionModel) | undefined;

  constructor(source: ReplaySource, options: ReplayOptions) {
    const { idle = 'idle-capped', rate = 1, now = () => performance.now(), frame, later = afterPause } = options;
    this.#options = options;
    this.#time = new ReplayTime(idle, options.idleAfterMs);
    this.#lookup = new Lookup({ now, later, onFound: () => this.#look(), source });
    this.#text = createTextCache(source, this.#abort.signal);
    this.#state = {
      status: 'loading', live: true, connection: 'open', model: this.#projector.model, timeMap: this.#time.map, ...this.#lookup.state,
      currentIndex: -1, playing: false, rate, idle, unseen: 0,
      follow: options.at === undefined && options.follow ? 'following' : 'detached', // whether it goes on is known once all of it is
    };
    this.#clock = createClock({ rate: () => this.#state.rate, durationMs: () => this.#endMs, onTick: (timeMs) => this.#tick(timeMs), now, ...(frame && { frame }) });
    this.#act({ type: 'rated', rate }); // within its bounds
    void this.#load(source);
  }

  store(source: ReplaySource): ReplayStore {
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
      seekBy: (milliseconds) => this.#seek(this.#clock.now() + milliseconds),
      select: (eventId) => this.#select(eventId),
      step: (by) => {
        this.#show();
        this.#goTo(indexAway(this.#state, Math.trunc(by) || 0));
      },
      stepTo: (target, by) => this.#stepTo(target, by),
      stepError: (by) => void this.#stepTo('error', by),
      highlight: (eventId) => {
        this.#show();
        const { highlightedId: _old, ...state } = this.#state;
        this.#set(eventId === undefined ? state : { ...state, highlightedId: eventId });
      },
      setRange: (range) => this.#look((it) => it.setRange(range, this.#state.model)),
      setFilter: (filter) => this.#look((it) => it.setFilter(filter, this.#state.model)),
      setQuery: (query) => this.#look((it) => it.setQuery(query, this.#state.model)),
      setRate: (rate) => this.#act({ type: 'rated', rate }),
      setIdle: (mode) => this.#setIdle(mode),
      setEdit: (edit) => {
        this.#edit = edit;
        this.#show();
        this.#set({ ...this.#state, model: edit?.(this.#projector.model) ?? this.#projector.model });
      },
      follow: () => {
        this.#options = { follow: true }; // also when all of it is there
        this.#show();
        this.#act({ type: 'followed', lastIndex: this.#events.length - 1 });
        this.#clock.set(this.#time.map.durationMs);
      },
      text: (blob) => this.#text(blob),
      // Few sources give texts only.
      bytes: async (blob, range) => (await source.bytes?.(blob, range, this.#abort.signal)) ?? (await import('../source/blob-text.ts')).blobBytes(blob, await this.#text(blob)).subarray(range.start, range.end),
      terminal: async (id, emulator) => {
        this.#terminals ??= import('../terminal/terminal-log.ts').then((it) => it.openTerminalLog(source, emulator, { signal: this.#abort.signal, onNews: this.#onOutput, text: this.#text }));
        this.#terminals.catch(() => { this.#terminals = undefined; }); // whoever asks again tries again
        return (await this.#terminals).track(id, () => this.#state.model.terminals);
      },
      close: () => {
        this.#abort.abort();
        this.#lookup.finding.stop();
        this.#act({ type: 'pause' });
      },
    };
  }

  get #events(): readonly ReplayEvent[] {
    return this.#state.model.events;
  }

  /** Where playing ends: with the range, where there is one, else with the session. */
  get #endMs(): number {
    const { range } = this.#state;
    return range ? this.#time.map.toVirtual(range.to) : this.#time.map.durationMs;
  }

  async #load(source: ReplaySource): Promise<void> {
    try {
      for await (const chunk of source.open(this.#abort.signal)) {
        if (this.#abort.signal.aborted) return;
        for (const { via } of chunk.records) this.#witnesses.add(via);
        // Where it cannot be loaded, nothing is said of whether they agree.
        if (this.#witnesses.size > 1) await import('../witnesses/call-joiner.ts').then((it) => this.#projector.join(it.createCallJoiner), () => {});
        this.#take(chunk, source);
        if (!this.#due) continue;
        await new Promise<void>(afterPause); // a task of its own: to read a piece and to draw it would hold up the page together
        if (!this.#abort.signal.aborted) this.#show(this.#due);
      }
      if (this.#abort.signal.aborted) return;
      this.#ended = true;
      this.#take({ records: [], upToDate: true }, source);
    } catch (cause) {
      if (this.#abort.signal.aborted) return;
      const error = isPlayheadError(cause) ? cause : new PlayheadError('internal', 'The source of this replay failed, so nothing more can be shown. Load it again.', { cause });
      this.#ended = true;
      this.#show();
      const { progress: _read, ...state } = this.#state;
      const half = state.status === 'loading' && this.#events.length > 0;
      this.#set({ ...state, ...(half && this.#start(state, state.model, false)), live: false, status: 'error', error });
      if (half) this.#arrive();
    }
  }

  #take(chunk: SourceChunk, source: ReplaySource): void {
    const { progress: reached, ...unread } = this.#unshown ?? this.#state;
    let before: ReplayState = unread;
    const known = before.model.events;
    const wall = this.#time.map.toWall(this.#clock.now());
    const recorded = this.#projector.model;
    const read = this.#projector.add(chunk.records, chunk.damage ?? []);
    if (this.#onOutput.size > 0 && chunk.records.some(({ type }) => type.startsWith('terminal_') || type === 'session_dropped')) for (const listener of this.#onOutput) listener();
    const { from, removed, activity } = this.#projector.change;
    // What a terminal shows is no news to anybody but who looks at it.
    const grown = read !== recorded && (from < Infinity || removed.length > 0 || activity.length > 0 || read.damage !== recorded.damage);
    const model = grown ? (this.#edit?.(read) ?? read) : before.model;
    const { events } = model;
    const remapped = grown && this.#time.grow(events, known.length, this.#projector.change);
    const ready = before.status === 'loading' && chunk.upToDate;
    if (grown) this.#lookup.grow(model, this.#projector.change);
    if (ready || (grown && before.status === 'ready')) this.#lookup.finding.searchLog();
    const forgotten = model.session.dropped && !before.model.session.dropped;
    if (forgotten) before = this.#forgotten(source, model);
    const live = !this.#ended && !isOver(model.session);
    let player = transition(before, { type: 'lived', live });
    if (grown) {
      const count = before.status === 'loading' ? 0 : Math.max(0, events.length - known.length);
      const index = keptIndex(known[before.currentIndex], before.currentIndex, events);
      player = transition(player, { type: 'appended', count, index, lastIndex: events.length - 1 });
    }
    const unmoved = player;
    if (ready) player = this.#start(player, model, live);
    const connection = chunk.connection ?? before.connection;
    const status = ready ? 'ready' : before.status;
    const progress = status === 'loading' ? (chunk.progress ?? reached) : undefined;
    const next: ReplayState = { ...before, ...player, ...this.#lookup.state, connection, model, timeMap: this.#time.map, status, ...(progress && { progress }) };
    if (status === 'loading' && !chunk.connection) {
      this.#settled = from < known.length ? undefined : this.#unshown;
      this.#unshown = next;
      if (progress) this.#set({ ...this.#state, progress });
      return;
    }
    this.#settled = undefined;
    this.#show(next);
    if (next.follow === 'following') return;
    if (player !== unmoved) this.#arrive();
    else if (remapped) this.#clock.set(this.#time.map.toVirtual(wall));
  }

  /**
   * What is worth being shown while a recording loads: twice as much as before, or as much as a page draws without a stop. Of the latter nothing was
   * taken back by what came since: who draws a growing list begins anew where its end changes.
   */
  get #due(): ReplayState | undefined {
    const shown = this.#events.length;
    return [this.#settled, this.#unshown].find((state, place) => state && state.model.events.length >= (place ? 2 * shown || 1 : 1.05 * shown + SHOWN_AT_ONCE));
  }

  /** Looks for something else, or shows what was found meanwhile. */
  #look(change?: (lookup: Lookup) => void): void {
    this.#show();
    change?.(this.#lookup);
    const { range: _old, ...state } = this.#state;
    this.#set({ ...state, ...this.#lookup.state });
  }

  /** Shows all that is known, since whoever does something does it with that, or what was known a moment ago. */
  #show(state: ReplayState | undefined = this.#unshown): void {
    if (!state) return;
    if (state !== this.#settled) this.#unshown = undefined;
    this.#set(state);
    if (state.follow === 'following') this.#clock.set(state.timeMap.durationMs);
  }

  /** The state without what somebody chose or looked for in a session whose content was removed, and without its large values. */
  #forgotten(source: ReplaySource, model: SessionModel): ReplayState {
    this.#text = createTextCache(source, this.#abort.signal);
    this.#lookup.setFilter({}, model);
    this.#lookup.setRange(undefined, model);
    this.#lookup.setQuery('', model);
    const { selectedId: _selected, highlightedId: _highlighted, range: _range, ...state } = this.#state;
    return { ...state, playing: false, unseen: 0, currentIndex: -1 };
  }

  /** Where a replay stands when everything recorded so far is there. */
  #start(player: PlayerState, { events }: SessionModel, live: boolean): PlayerState {
    const { at, follow } = this.#options;
    if (this.#state.selectedId || this.#state.currentIndex > 0) return player; // the user moved already
    if (at === undefined && (follow ?? live)) return transition(player, { type: 'followed', lastIndex: events.length - 1 });
    const found = typeof at === 'number' ? lastIndexAt(events, at) : events.findIndex(({ id }) => id === at);
    const index = Math.max(found, Math.min(0, events.length - 1));
    return transition(player, typeof at === 'string' && found >= 0 ? { type: 'selected', id: at, index } : { type: 'moved', index });
  }

  #play(): void {
    this.#show();
    const { live, playing, range } = this.#state;
    if (playing || this.#abort.signal.aborted) return;
    if (range) this.#enter(range.from);
    else if (!live && this.#clock.now() >= this.#endMs && this.#endMs > 0) this.#seek(0);
    this.#act({ type: 'play' });
  }

  /** Goes to where the range begins, unless the playhead is in it. */
  #enter(from: number): void {
    const now = this.#clock.now();
    if (now >= this.#time.map.toVirtual(from) && now < this.#endMs) return;
    this.#goTo(Math.min(firstIndexFrom(this.#events, from), this.#events.length - 1));
  }

  #tick(timeMs: number): void {
    const { follow, live, currentIndex, range } = this.#state;
    if (follow === 'following' && live) return;
    const index = lastIndexAt(this.#events, this.#time.map.toWall(timeMs));
    const atEnd = timeMs >= this.#time.map.durationMs;
    if (index !== currentIndex || atEnd) this.#act({ type: 'reached', index, atEnd });
    if (range && timeMs >= this.#endMs && !(atEnd && live)) this.#act({ type: 'pause' });
  }

  #seek(timeMs: number): void {
    this.#show();
    const { durationMs } = this.#time.map;
    const time = Math.min(Math.max(0, Number.isNaN(timeMs) ? 0 : timeMs), durationMs);
    const index = time === 0 ? Math.min(0, this.#events.length - 1) : lastIndexAt(this.#events, this.#time.map.toWall(time));
    this.#act({ type: 'moved', index });
    this.#clock.set(time);
  }

  #select(id: string | undefined): void {
    this.#show();
    const index = id === undefined ? -1 : this.#events.findIndex((event) => event.id === id);
    if (id !== undefined && index < 0) return;
    this.#act({ type: 'selected', id, index });
    if (id !== undefined) this.#arrive();
  }

  #stepTo(target: StepTarget, by: 1 | -1): boolean {
    this.#show();
    const index = target === 'hit' ? this.#lookup.finding.nextHit(this.#events[this.#state.currentIndex], by) : this.#stepping.find(this.#state, target, by);
    const event = this.#events[index];
    if (!event) return false;
    this.#act({ type: 'selected', id: event.id, index });
    this.#arrive();
    return true;
  }

  #goTo(index: number): void {
    if (index < 0) return;
    this.#act({ type: 'moved', index });
    this.#arrive();
  }

  /** Sets the clock to when that happened where the playhead was put. */
  #arrive(): void {
    this.#clock.set(this.#time.virtualAt(this.#events[this.#state.currentIndex]));
  }

  #setIdle(idle: IdleMode): void {
    this.#show();
    const wall = this.#time.map.toWall(this.#clock.now());
    this.#time.show(idle, this.#events);
    this.#set({ ...this.#state, ...transition(this.#state, { type: 'idled', idle }), timeMap: this.#time.map });
    this.#clock.set(this.#time.map.toVirtual(wall));
  }

  #act(action: PlayerAction): void {
    this.#show();
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

function same(a: ReplayState, b: ReplayState): boolean {
  const keys = Object.keys({ ...a, ...b }) as (keyof ReplayState)[]; // the keys of two states are keys of the state
  return keys.every((key) => a[key] === b[key]);
}

/** Calls back once the page had time for something else. */
function afterPause(callback: () => void): () => void {
  const handle = setTimeout(callback, 0);
  return () => clearTimeout(handle);
}
