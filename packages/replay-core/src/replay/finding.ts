import { GrowingList } from '../model/growing-list.ts';
import { itemsOf } from '../model/list-view.ts';
import type { ReplayEvent } from '../model/types.ts';
import type { FrameScheduler } from '../player/clock.ts';
import type { SearchProgress, ShownEvents } from '../replay-store.ts';
import { matcherOf } from '../search.ts';
import type { ReplaySource } from '../source/source.ts';
import type { FoundInLog, LogSearch, SearchedEvents } from './log-search.ts';
import { placeOf } from './places.ts';

/** How long a piece of searching may take, in milliseconds. */
const PIECE_MS = 8;
/** How many events are searched between two looks at the time. */
const BETWEEN_LOOKS = 32;

const RUNNING: SearchProgress = { failed: false };

/** What {@link Finding} works with. */
export interface FindingOptions {
  /** A steady time in milliseconds. */
  readonly now: () => number;
  /** Goes on with the search a little later. */
  readonly later: FrameScheduler;
  /** Hears that a piece of searching that was put off found something, or was the last. */
  readonly onFound: () => void;
  /** Searches what the events themselves do not hold. */
  readonly source: Pick<ReplaySource, 'search' | 'inBrief'>;
}

/** Searches a session piece by piece, so that nothing has to wait for it; a growing session is not searched twice. */
export class Finding {
  query = '';
  /** Ids of the shown events found so far, in display order. */
  hits: readonly string[] = [];
  readonly #options: FindingOptions;
  #matches: ((event: ReplayEvent) => boolean) | undefined;
  #events: readonly ReplayEvent[] = [];
  #shown: ShownEvents = { narrowed: false, count: 0, includes: () => true };
  /** Where the search stands, and what it found, shown or not. */
  #next = 0;
  #found: ReplayEvent[] = [];
  /** What of it is shown, as events and as ids. */
  #shownFound: ReplayEvent[] = [];
  readonly #hits: GrowingList<string> = new GrowingList();
  #cancel: (() => void) | undefined;
  /** What was found in the log, what is left to look at there, who looks, and what ends it. */
  #inLog: Set<string> = new Set();
  #searching: SearchProgress | undefined;
  #log: Promise<LogSearch> | undefined;
  #abort: AbortController = new AbortController();

  constructor(options: FindingOptions) {
    this.#options = options;
  }

  /** Searches for something else. */
  search(query: string, events: readonly ReplayEvent[], shown: ShownEvents): void {
    this.stop();
    this.query = query;
    const matches = matcherOf(query);
    this.#inLog = new Set();
    this.#matches = matches && ((event) => this.#inLog.has(event.id) || matches(event));
    this.#events = events;
    this.#next = 0;
    this.#found = [];
    this.#shown = shown;
    this.#drop(0);
    this.#work();
    this.searchLog();
  }

  /** What the search has not looked at yet. */
  get searching(): SearchProgress | undefined {
    return this.#searching ?? (this.#cancel && RUNNING);
  }

  /** The index of the next (1) or previous (-1) hit from an event on, or from before the first; -1 when there is none. */
  nextHit(current: ReplayEvent | undefined, by: 1 | -1): number {
    const place = current ? placeOf(this.#shownFound, current, by > 0) : 0;
    const hit = this.#shownFound[place - Number(by < 0)];
    return hit ? placeOf(this.#events, hit) : -1;
  }

  /** Searches the log itself where it has more than the events, or what it has grown by. */
  searchLog(): void {
    const { query } = this;
    const { source, onFound } = this.#options;
    const { signal } = this.#abort;
    if (!this.#matches || !source.search || source.inBrief?.() === false) return;
    const tell = (searching: SearchProgress | undefined, more?: FoundInLog): void => {
      if (signal.aborted) return;
      this.#searching = searching;
      if (more) {
        this.#found = more.found;
        this.#reshow(more.first);
      }
      onFound();
    };
    if (!this.#log) {
      this.#searching = RUNNING;
      const searched = (): SearchedEvents => ({ found: this.#found, events: this.#events.slice(0, this.#next) }); // what lies behind is searched yet
      this.#log = import('./log-search.ts').then((it) => it.searchLog({ ...this.#options, query, signal, tell, searched, ids: this.#inLog })); // few logs need it
    }
    void this.#log.then((log) => log.goOn(), () => tell({ failed: true }));
  }

  /**
   * Goes on in a session that changed.
   *
   * @param from - Events before this index stand where they stood.
   * @param reshown - The first event from which on known ones may be shown that were not, or the other way round.
   */
  grow(events: readonly ReplayEvent[], from: number, shown: ShownEvents, reshown: ReplayEvent | undefined): void {
    this.#events = events;
    this.#shown = shown;
    if (this.#next > from) this.#rewind(from);
    if (reshown) this.#reshow(reshown);
    this.#work();
  }

  /** Leaves out of the hits what is not shown. */
  narrow(shown: ShownEvents): void {
    this.#shown = shown;
    this.#reshow(this.#found[0]);
  }

  /** Ends the search where it is. */
  stop(): void {
    this.#pause();
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#log = this.#searching = undefined;
  }

  #pause(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** Goes back to an index: what was found from there on is searched again. */
  #rewind(from: number): void {
    const last = this.#events[from - 1];
    const kept = last ? placeOf(this.#found, last, true) : 0;
    this.#next = from;
    this.#found.length = kept;
    this.#drop(last ? placeOf(this.#shownFound, last, true) : 0);
  }

  /** Looks again which of what was found is shown, from an event on. */
  #reshow(first: ReplayEvent | undefined): void {
    if (!first) return this.#drop(0);
    this.#drop(placeOf(this.#shownFound, first));
    for (const event of this.#found.slice(placeOf(this.#found, first))) this.#hit(event);
    this.#publish();
  }

  #hit(event: ReplayEvent): void {
    if (!this.#shown.includes(event)) return;
    this.#shownFound.push(event);
    this.#hits.push(event.id);
  }

  #publish(): void {
    this.hits = this.#hits.view()();
  }

  #drop(from: number): void {
    if (from === this.#shownFound.length) return;
    this.#shownFound.length = from;
    this.#hits.cut(from);
    this.#publish();
  }

  /** Searches for a while. @returns Whether there are more hits now. */
  #work(): boolean {
    this.#pause();
    const matches = this.#matches;
    if (!matches || this.#next >= this.#events.length) return false;
    const before = this.#hits.length;
    const events = itemsOf(this.#events);
    const end = this.#options.now() + PIECE_MS;
    for (let searched = 1; this.#next < this.#events.length; searched += 1) {
      const event = events[this.#next];
      this.#next += 1;
      if (event && matches(event)) {
        this.#found.push(event);
        this.#hit(event);
      }
      if (searched % BETWEEN_LOOKS === 0 && this.#options.now() >= end) break;
    }
    if (this.#next < this.#events.length) this.#cancel = this.#options.later(() => { if (this.#work() || !this.#cancel) this.#options.onFound(); });
    const more = this.#hits.length > before;
    if (more) this.#publish();
    return more;
  }
}
