import type { BlobRef, PlayheadError } from '@playhead/protocol';
import type { SessionModel } from './model/types.ts';
import type { IdleMode, TimeMap } from './player/time-map.ts';

/** What React and other views hear of: it changes with events and user actions, never per frame. */
export interface ReplayState {
  readonly status: 'loading' | 'ready' | 'error';
  readonly error?: PlayheadError;
  /** Whether the source goes on. */
  readonly live: boolean;
  readonly model: SessionModel;
  readonly timeMap: TimeMap;
  /** Index in `model.events` of the event at the playhead; -1 before the first. */
  readonly currentIndex: number;
  readonly selectedId?: string;
  readonly playing: boolean;
  /** Playing speed, 0.5 to 16. */
  readonly rate: number;
  readonly idle: IdleMode;
  /** `following` the live end, or `detached` by the user. */
  readonly follow: 'following' | 'detached';
  /** Events that arrived since the user detached. */
  readonly unseen: number;
}

/** The playing clock: outside the state, read per frame. Times are virtual milliseconds from the session's start, as mapped by the time map. */
export interface ReplayClock {
  now(): number;
  /** Calls back per frame while playing, and once after each seek. @returns Stops it. */
  subscribe(listener: (timeMs: number) => void): () => void;
}

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
  /** Moves the playhead to an event and selects it. */
  select(eventId: string | undefined): void;
  /** Moves the playhead by events. */
  step(by: number): void;
  /** Moves to the next (1) or previous (-1) error. */
  stepError(by: 1 | -1): void;
  setRate(rate: number): void;
  setIdle(mode: IdleMode): void;
  /** Goes back to the live end and follows it. */
  follow(): void;
  /** The text of a large value; loaded once. */
  text(blob: BlobRef): Promise<string>;
  /** Stops playing and closes the source. */
  close(): void;
}
