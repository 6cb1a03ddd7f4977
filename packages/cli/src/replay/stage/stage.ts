import type { TimeMap } from '@playhead/replay-core';
import type { StageScreen } from '../view/place-screen.ts';

/** A find of a search through time. */
export interface StageHit {
  /** Microseconds since the Unix epoch. */
  readonly at: number;
  readonly line: string;
}

/** What is shown of a session at the playhead: a recorded terminal, or the session as text. */
export interface Stage {
  /** What it is called in the last line. */
  readonly title: string;
  /** Brings it to a moment; resolves when it shows it, or one that was asked for since. */
  goTo(at: number): Promise<void>;
  /** What it shows, for a window of that size. */
  draw(space: { readonly columns: number; readonly rows: number }): StageScreen;
  /** Looks further back (above 0) or forth through what scrolled out of sight, in lines. */
  scroll(lines: number): Promise<void>;
  /** Looks as far back as a line of a find stands: what is printed fast has scrolled away in the moment that it is there. Absent where nothing does. */
  reveal?(line: string): Promise<void>;
  /** When what it shows changes next (1), or changed last (-1) before a moment; `undefined` when it does not. */
  change(at: number, by: 1 | -1): Promise<number | undefined>;
  /** Finds when lines were shown: each time all that was found so far, in time order. */
  search(query: string, signal: AbortSignal): AsyncIterable<readonly StageHit[]>;
  /** How much happens in each of some equal stretches of virtual time. */
  heat(stretches: number, timeMap: TimeMap): readonly number[];
  /** When the last thing in it happened, as far as it knows: microseconds since the Unix epoch. */
  end(): number | undefined;
  /** Hears that there is more of it. @returns Stops it. */
  subscribe(listener: () => void): () => void;
  close(): void;
}
