import { compareRecords } from '@playhead/protocol';
import { GrowingList } from '../model/growing-list.ts';
import type { ReplayEvent } from '../model/types.ts';
import type { FrameScheduler } from '../player/clock.ts';
import type { ShownEvents } from '../replay-store.ts';
import { matcherOf } from '../search.ts';

/** How long a piece of searching may take, in milliseconds. */
const PIECE_MS = 8;
/** How many events are searched between two looks at the time. */
const BETWEEN_LOOKS = 32;

/** What {@link Finding} works with. */
export interface FindingOptions {
  /** A steady time in milliseconds. */
  readonly now: () => number;
  /** Goes on with the search a little later. */
  readonly later: FrameScheduler;
  /** Hears that a piece of searching that was put off found something. */
  readonly onFound: () => void;
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
  #hits: GrowingList<string> = new GrowingList();
  #cancel: (() => void) | undefined;

  constructor(options: FindingOptions) {
    this.#options = options;
  }

  /** Searches for something else. */
  search(query: string, events: readonly ReplayEvent[], shown: ShownEvents): void {
    this.query = query;
    this.#matches = matcherOf(query);
    this.#events = events;
    this.#next = 0;
    this.#found = [];
    this.narrow(shown);
    this.#work();
  }

  /** Goes on in a session that changed from an index on. */
  grow(events: readonly ReplayEvent[], from: number, shown: ShownEvents, reshown: boolean): void {
    this.#events = events;
    const kept = this.#next <= from ? this.#found.length : this.#rewind(from);
    if (reshown || kept < this.#found.length) {
      this.#found.length = kept;
      this.narrow(shown);
    }
    this.#shown = shown;
    this.#work();
  }

  /** Leaves out of the hits what is not shown. */
  narrow(shown: ShownEvents): void {
    this.#shown = shown;
    this.#hits = new GrowingList();
    for (const event of this.#found) if (shown.includes(event)) this.#hits.push(event.id);
    this.hits = this.#hits.view()();
  }

  /** Ends the search where it is. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** Goes back to an index. @returns How much of what was found lies before it. */
  #rewind(from: number): number {
    this.#next = from;
    const last = this.#events[from - 1];
    let kept = this.#found.length;
    while (kept > 0 && (!last || compareRecords((this.#found[kept - 1] ?? last).record, last.record) > 0)) kept -= 1;
    return kept;
  }

  /** Searches for a while. @returns Whether there are more hits now. */
  #work(): boolean {
    this.stop();
    const matches = this.#matches;
    if (!matches || this.#next >= this.#events.length) return false;
    const before = this.#hits.length;
    const end = this.#options.now() + PIECE_MS;
    for (let searched = 1; this.#next < this.#events.length; searched += 1) {
      const event = this.#events[this.#next];
      this.#next += 1;
      if (event && matches(event)) {
        this.#found.push(event);
        if (this.#shown.includes(event)) this.#hits.push(event.id);
      }
      if (searched % BETWEEN_LOOKS === 0 && this.#options.now() >= end) break;
    }
    if (this.#next < this.#events.length) this.#cancel = this.#options.later(() => { if (this.#work()) this.#options.onFound(); });
    const more = this.#hits.length > before;
    if (more) this.hits = this.#hits.view()();
    return more;
  }
}
