import { compareRecords } from '@playhead/protocol';
import { GrowingList } from '../model/growing-list.ts';
import type { ReplayEvent } from '../model/types.ts';
import type { FrameScheduler } from '../player/clock.ts';
import type { ShownEvents } from '../replay-store.ts';
import { matcherOf } from '../search.ts';
import { firstIndexWhere } from './places.ts';

/** How long a piece of searching may take, in milliseconds. */
const PIECE_MS = 8;
/** How many events are searched between two looks at the time. */
const BETWEEN_LOOKS = 32;

/** How long nobody types before the log is searched, in milliseconds: to search it costs reading it. */
const RESTING_MS = 200;
/** How often what is found in the log is shown, in milliseconds. */
const SHOW_HITS_EVERY_MS = 250;

/** What {@link Finding} works with. */
export interface FindingOptions {
  /** A steady time in milliseconds. */
  readonly now: () => number;
  /** Goes on with the search a little later. */
  readonly later: FrameScheduler;
  /** Hears that a piece of searching that was put off found something. */
  readonly onFound: () => void;
  /** Searches what the events themselves do not hold; gives ids of events. */
  readonly searchLog?: ((query: string, signal: AbortSignal) => AsyncIterable<readonly string[]>) | undefined;
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
  /** What was found in the log, and ends the search of it. */
  #inLog: Set<string> = new Set();
  #leaveLog: (() => void) | undefined;

  constructor(options: FindingOptions) {
    this.#options = options;
  }

  /** Searches for something else. */
  search(query: string, events: readonly ReplayEvent[], shown: ShownEvents): void {
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
    this.#leaveLog?.();
    this.#leaveLog = undefined;
    if (matches && this.#options.searchLog) this.#searchLog(query, this.#options.searchLog);
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
    this.#leaveLog?.();
    this.#leaveLog = undefined;
  }

  #pause(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** Goes back to an index: what was found from there on is searched again. */
  #rewind(from: number): void {
    const last = this.#events[from - 1];
    const kept = last ? placeAfter(this.#found, last) : 0;
    this.#next = from;
    this.#found.length = kept;
    this.#drop(last ? placeAfter(this.#shownFound, last) : 0);
  }

  /** Looks again which of what was found is shown, from an event on. */
  #reshow(first: ReplayEvent | undefined): void {
    if (!first) return this.#drop(0);
    this.#drop(placeBefore(this.#shownFound, first));
    for (const event of this.#found.slice(placeBefore(this.#found, first))) this.#hit(event);
    this.hits = this.#hits.view()();
  }

  /** Searches the log once the query rests for a moment; what is found comes in as it is found. */
  #searchLog(query: string, search: NonNullable<FindingOptions['searchLog']>): void {
    const abort = new AbortController();
    const { signal } = abort;
    const timer = setTimeout(() => {
      void this.#readHits(search(query, signal), signal).catch(() => undefined); // what the events themselves hold is found all the same
    }, RESTING_MS);
    this.#leaveLog = () => {
      clearTimeout(timer);
      abort.abort();
    };
  }

  async #readHits(pieces: AsyncIterable<readonly string[]>, signal: AbortSignal): Promise<void> {
    let waiting: string[] = [];
    let shownAt = this.#options.now();
    for await (const ids of pieces) {
      if (signal.aborted) return;
      waiting.push(...ids);
      if (this.#options.now() - shownAt < SHOW_HITS_EVERY_MS) continue;
      this.#takeFromLog(waiting);
      [waiting, shownAt] = [[], this.#options.now()];
    }
    if (!signal.aborted) this.#takeFromLog(waiting);
  }

  /** Takes in what the log has; the rest of the search goes on. */
  #takeFromLog(ids: readonly string[]): void {
    const fresh = new Set(ids.filter((id) => !this.#inLog.has(id)));
    if (fresh.size === 0) return;
    for (const id of fresh) this.#inLog.add(id);
    const known = new Set(this.#found.map(({ id }) => id));
    const found = this.#events.slice(0, this.#next).filter(({ id }) => fresh.has(id) && !known.has(id)); // what lies behind is searched yet
    if (found.length === 0) return;
    this.#found = [...this.#found, ...found].sort((a, b) => compareRecords(a.record, b.record));
    this.#reshow(found[0]);
    this.#options.onFound();
  }

  #hit(event: ReplayEvent): void {
    if (!this.#shown.includes(event)) return;
    this.#shownFound.push(event);
    this.#hits.push(event.id);
  }

  #drop(from: number): void {
    if (from === this.#shownFound.length) return;
    this.#shownFound.length = from;
    this.#hits.cut(from);
    this.hits = this.#hits.view()();
  }

  /** Searches for a while. @returns Whether there are more hits now. */
  #work(): boolean {
    this.#pause();
    const matches = this.#matches;
    if (!matches || this.#next >= this.#events.length) return false;
    const before = this.#hits.length;
    const end = this.#options.now() + PIECE_MS;
    for (let searched = 1; this.#next < this.#events.length; searched += 1) {
      const event = this.#events[this.#next];
      this.#next += 1;
      if (event && matches(event)) {
        this.#found.push(event);
        this.#hit(event);
      }
      if (searched % BETWEEN_LOOKS === 0 && this.#options.now() >= end) break;
    }
    if (this.#next < this.#events.length) this.#cancel = this.#options.later(() => { if (this.#work()) this.#options.onFound(); });
    const more = this.#hits.length > before;
    if (more) this.hits = this.#hits.view()();
    return more;
  }
}

/** How many of some events, in display order, lie before another one. */
function placeBefore(events: readonly ReplayEvent[], { record }: ReplayEvent): number {
  return firstIndexWhere(events, (event) => compareRecords(event.record, record) >= 0);
}

/** How many of some events, in display order, lie before another one or are it. */
function placeAfter(events: readonly ReplayEvent[], { record }: ReplayEvent): number {
  return firstIndexWhere(events, (event) => compareRecords(event.record, record) > 0);
}
