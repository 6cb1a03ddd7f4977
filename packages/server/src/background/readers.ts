import type { Chunk } from '@playhead/protocol';

/** Knows who is being given what a log holds, so that work that nobody waits for lets them go first. */
export interface Readers {
  /**
   * Passes a log on. Whoever takes it is a reader from the first piece until he has what there was, he went away, or he took nothing for
   * long; what is appended from then on is no reading.
   *
   * @param signal - Aborts when he went away.
   */
  give<Piece extends Chunk>(chunks: AsyncIterable<Piece>, signal: AbortSignal): AsyncGenerator<Piece, void, undefined>;
  /** Answers who asks for something that a log is read for. */
  during<Value>(answer: () => Promise<Value>): Promise<Value>;
  /** Whether somebody reads, or did a moment ago: who opens a session asks for one thing after the other. */
  readonly busy: boolean;
  /**
   * Waits until nobody reads; for no longer than a minute, so that such work goes on.
   *
   * @param signal - Ends the waiting.
   * @returns Whether there was somebody.
   */
  calm(signal: AbortSignal): Promise<boolean>;
}

/** Options of {@link createReaders}. */
export interface ReadersOptions {
  /** How long after a reading the next may be expected, in milliseconds. Default 300. */
  readonly momentMs?: number;
  /** How long a reader may take nothing before nobody waits for him, in milliseconds. Default 10,000. */
  readonly stalledMs?: number;
  /** The longest that is waited at a time, in milliseconds. Default 60,000. */
  readonly longestMs?: number;
}

/** How often it is looked whether somebody still reads, in milliseconds. */
const LOOK_EVERY_MS = 100;

/** Makes one that knows of nobody. */
export function createReaders({ momentMs = 300, stalledMs = 10_000, longestMs = 60_000 }: ReadersOptions = {}): Readers {
  /** Until when each counts, by the clock of `performance.now`. */
  const reading = new Map<symbol, number>();
  let momentUntil = 0;
  const enter = (): { readonly works: () => void; readonly waits: () => void; readonly leaves: () => void } => {
    const reader = Symbol('reader');
    let left = false;
    const until = (moment: number): void => void (left || reading.set(reader, moment));
    until(Infinity);
    return {
      works: () => until(Infinity),
      waits: () => until(performance.now() + stalledMs),
      leaves: () => {
        left = true;
        if (reading.delete(reader)) momentUntil = performance.now() + momentMs;
      },
    };
  };
  const isBusy = (): boolean => {
    const now = performance.now();
    return momentUntil > now || [...reading.values()].some((until) => until > now);
  };
  return {
    get busy() { return isBusy(); },
    async *give(chunks, signal) {
      if (signal.aborted) return;
      const { works, waits, leaves } = enter();
      signal.addEventListener('abort', leaves);
      try {
        for await (const chunk of chunks) {
          if (chunk.upToDate) leaves();
          else waits();
          yield chunk;
          works();
        }
      } finally {
        signal.removeEventListener('abort', leaves);
        leaves();
      }
    },
    async during(answer) {
      const { leaves } = enter();
      try {
        return await answer();
      } finally {
        leaves();
      }
    },
    async calm(signal) {
      const began = performance.now();
      let waited = false;
      while (isBusy() && !signal.aborted && performance.now() - began < longestMs) {
        waited = true;
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
      return waited;
    },
  };
}
