import { compareRecords, type Cursor } from '@playhead/protocol';
import type { ReplayEvent } from '../model/types.ts';
import type { SearchProgress } from '../replay-store.ts';
import type { ReplaySource, SourceProgress } from '../source/source.ts';
import { wait } from '../source/wait.ts';

/** How long nobody types before the log is searched, in milliseconds: to search it costs reading it. */
const RESTING_MS = 200;
/** How often what is found in the log is told, in milliseconds. */
const TELL_EVERY_MS = 250;
/** How long after a look at a log that grew the next one may be, in milliseconds. */
const GROWN_MS = 1000;

/** What {@link LogSearch} works with. */
export interface LogSearchOptions {
  readonly query: string;
  readonly source: Pick<ReplaySource, 'search'>;
  /** Ends the search. */
  readonly signal: AbortSignal;
  /** A steady time in milliseconds. */
  readonly now: () => number;
  /** Ids of what the log was found to have; the search fills it. */
  readonly ids: Set<string>;
  /** Which events the search has looked at itself, and what it found. */
  readonly searched: () => SearchedEvents;
  /** Hears what is left to look at, and what was found among the events that were looked at. */
  readonly tell: (searching: SearchProgress | undefined, more?: FoundInLog) => void;
}

/** What a search has looked at, in display order. */
export interface SearchedEvents {
  readonly events: readonly ReplayEvent[];
  readonly found: readonly ReplayEvent[];
}

/** All that was found so far, in display order, and the first of it that is new. */
export interface FoundInLog {
  readonly found: ReplayEvent[];
  readonly first: ReplayEvent;
}

/** Makes a search of a log; it begins when it is told to go on. */
export function searchLog(options: LogSearchOptions): LogSearch {
  return new LogSearch(options);
}

/** One search of a log, to its end and on with whatever it grows by. */
export class LogSearch {
  readonly #options: LogSearchOptions;
  /** Up to where the log was searched; undefined before the first time, and where the source cannot say. */
  #next: Cursor | undefined;
  #begun = false;
  #running = false;
  #again = false;

  constructor(options: LogSearchOptions) {
    this.#options = options;
  }

  /** Searches the log, or what it has grown by since. What asks meanwhile is answered by one more look. */
  goOn(): void {
    if (this.#begun && !this.#running && this.#next === undefined) return; // all that this source will ever have was searched
    this.#again = true;
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#again && !this.#options.signal.aborted) {
      await wait(this.#begun ? GROWN_MS : RESTING_MS, this.#options.signal);
      this.#again = false;
      await this.#look();
      this.#begun = true;
      if (this.#next === undefined) break;
    }
    this.#running = false;
  }

  async #look(): Promise<void> {
    const { query, source, signal, now } = this.#options;
    let found: string[] = [];
    let read: SourceProgress | undefined;
    let toldAt = now();
    try {
      for await (const { ids, progress, next } of source.search?.(query, signal, this.#next) ?? []) {
        if (signal.aborted) return;
        found.push(...ids);
        read = progress ?? read;
        if (next !== undefined) this.#next = next;
        if (this.#begun || now() - toldAt < TELL_EVERY_MS) continue; // the few records that a log grew by are not worth a word
        this.#tell(found, { failed: false, ...(read && { read }) });
        [found, toldAt] = [[], now()];
      }
      if (!signal.aborted) this.#tell(found, undefined);
    } catch {
      if (!signal.aborted) this.#tell(found, { failed: true, ...(read && { read }) }); // what the events themselves hold is found all the same
    }
  }

  #tell(ids: readonly string[], searching: SearchProgress | undefined): void {
    const { tell, searched } = this.#options;
    const fresh = ids.filter((id) => !this.#options.ids.has(id));
    for (const id of fresh) this.#options.ids.add(id);
    const { found, events } = fresh.length > 0 ? searched() : { found: [], events: [] };
    const known = new Set(found.map(({ id }) => id));
    const wanted = new Set(fresh.filter((id) => !known.has(id)));
    const added = events.filter(({ id }) => wanted.has(id));
    const [first] = added;
    if (first) tell(searching, { found: [...found, ...added].sort((a, b) => compareRecords(a.record, b.record)), first });
    else tell(searching);
  }
}
