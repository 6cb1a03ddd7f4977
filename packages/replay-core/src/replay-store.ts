import type { BlobRef, EventKind, PlayheadError } from '@playhead/protocol';
import type { ReplayEvent, SessionModel } from './model/types.ts';
import type { ByteRange, SourceProgress } from './source/source.ts';
import type { EmulatorClass, TerminalTrack } from './terminal/types.ts';
import type { IdleMode, TimeMap } from './player/time-map.ts';

/** Which events a replay shows. What is absent leaves nothing out; what is there must all hold. */
export interface EventFilter {
  /** Families of events; an event of another one is left out. */
  readonly kinds?: readonly EventKind[];
  /** How a step ended; events that belong to no such step are left out, but for errors and denials of their own. */
  readonly statuses?: readonly ('failed' | 'denied' | 'interrupted' | 'running')[];
  /** Subagents by id; `main` is the agent itself. */
  readonly agents?: readonly string[];
}

/** A stretch of a session, both ends included: integer microseconds since the Unix epoch. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** What filter and range leave of the events. A new object whenever that changes. */
export interface ShownEvents {
  /** Whether something may be left out. */
  readonly narrowed: boolean;
  /** How many events are left. */
  readonly count: number;
  /** Whether an event is left. */
  includes(event: ReplayEvent): boolean;
}

/** How far a search is that has not looked at everything: of a long log the texts are read for it. */
export interface SearchProgress {
  /** Whether the log could not be read to its end. The hits are those of what was searched; another query, or the same one anew, begins again. */
  readonly failed: boolean;
  /** How much of the log has been searched; absent where the source cannot tell. */
  readonly read?: SourceProgress;
}

/** What React and other views hear of: it changes with events and user actions, never per frame. */
export interface ReplayState {
  readonly status: 'loading' | 'ready' | 'error';
  readonly error?: PlayheadError;
  /** Whether the source goes on. */
  readonly live: boolean;
  /** Whether the source can be reached; `lost` while it is tried again. */
  readonly connection: 'open' | 'lost';
  /** How much of the source has been read, while it is `loading`; absent where the source cannot tell. */
  readonly progress?: SourceProgress;
  readonly model: SessionModel;
  readonly timeMap: TimeMap;
  /** Index in `model.events` of the event at the playhead; -1 before the first. */
  readonly currentIndex: number;
  readonly selectedId?: string;
  /** The event that the pointer is on, in the list or on the timeline. */
  readonly highlightedId?: string;
  readonly playing: boolean;
  /** Playing speed, 0.25 to 16. */
  readonly rate: number;
  readonly idle: IdleMode;
  /** `following` the live end, or `detached` by the user. */
  readonly follow: 'following' | 'detached';
  /** Events that arrived since the user detached. */
  readonly unseen: number;
  readonly filter: EventFilter;
  /** The stretch that all views are narrowed to. */
  readonly range?: TimeRange;
  /** What is left by filter and range. */
  readonly shown: ShownEvents;
  /** What is searched for; blank when nothing is. */
  readonly query: string;
  /** Ids of the shown events that the query finds, in display order. */
  readonly hits: readonly string[];
  /** What the search has not looked at yet; absent once it has looked at everything. */
  readonly searching?: SearchProgress | undefined;
}

/** The playing clock: outside the state, read per frame. Times are virtual milliseconds from the session's start, as mapped by the time map. */
export interface ReplayClock {
  now(): number;
  /** Calls back per frame while playing, and once after each seek. @returns Stops it. */
  subscribe(listener: (timeMs: number) => void): () => void;
}

/** What {@link ReplayStore.stepTo} can go to. */
export type StepTarget =
  /** What went wrong or was denied. */
  | 'error'
  /** What the query finds. */
  | 'hit'
  /** A point worth a jump: `model.moments`. */
  | 'moment'
  /** A snapshot or checkpoint. */
  | 'snapshot'
  /** The prompt that a turn begins with. */
  | 'turn'
  /** The first event of the agent above or below, at the time of the playhead. */
  | 'agent'
  /** What changes the terminal: the next piece of output, else the next event. */
  | 'frame';

/** A replay: the one object that every view shares. Framework-free. */
export interface ReplayStore {
  getState(): ReplayState;
  /** @returns Stops it. */
  subscribe(listener: () => void): () => void;
  readonly clock: ReplayClock;
  play(): void;
  pause(): void;
  /** Moves the playhead, in virtual milliseconds. Detaches from the live end. */
  seek(timeMs: number): void;
  /** Moves the playhead by virtual milliseconds, from where the clock stands. Detaches from the live end. */
  seekBy(milliseconds: number): void;
  /** Moves the playhead to an event and selects it. */
  select(eventId: string | undefined): void;
  /** Moves the playhead by shown events. */
  step(by: number): void;
  /** Moves to the next (1) or previous (-1) one of a kind and selects it; stays when there is none. @returns Whether there was one. */
  stepTo(target: StepTarget, by: 1 | -1): boolean;
  /** Moves to the next (1) or previous (-1) error. Same as `stepTo('error', by)`. */
  stepError(by: 1 | -1): void;
  /** Says which event the pointer is on; `undefined` when on none. */
  highlight(eventId: string | undefined): void;
  /** Narrows all views to a stretch, or to nothing less than everything. */
  setRange(range: TimeRange | undefined): void;
  setFilter(filter: EventFilter): void;
  /** Searches; blank ends it. */
  setQuery(query: string): void;
  setRate(rate: number): void;
  setIdle(mode: IdleMode): void;
  /**
   * Shows the session as a pure function changes it, from now on and with every event that arrives: `outlineEditor` makes one of
   * annotations. It may give chapters and moments others; the events must stay. `undefined` shows the session as it was recorded.
   */
  setEdit(edit: ((model: SessionModel) => SessionModel) | undefined): void;
  /** Goes back to the live end and follows it. */
  follow(): void;
  /** The text of a large value; loaded once. */
  text(blob: BlobRef): Promise<string>;
  /** Some bytes of a large value as it is stored; nothing is kept. Loads the whole where the source has no other way. */
  bytes(blob: BlobRef, range: ByteRange): Promise<Uint8Array>;
  /**
   * A recorded terminal through time. What reads it is loaded with the first; all terminals of a replay are read together.
   *
   * @param id - One of `model.terminals`.
   * @param emulator - Loads what makes keyframes: the class `Terminal` of `@xterm/xterm` or `@xterm/headless`.
   * @throws PlayheadError `not_found` when the session has no such terminal, or its source cannot read the log in parts; whatever the source reports.
   *
   * @example
   * ```ts
   * const track = await replay.terminal(terminalId, async () => (await import('@xterm/headless')).default.Terminal);
   * const { writes } = await track.screenAt(at);
   * ```
   */
  terminal(id: string, emulator: () => Promise<EmulatorClass>): Promise<TerminalTrack>;
  /** Stops playing and closes the source. */
  close(): void;
}
