import { createSeenNumbers, isPlayheadError, LOG_END, type Chunk, type Cursor, type SeenNumbers, type SessionStorage } from '@playhead/protocol';
import { openSession } from '@playhead/replay-core';
import { createLogTail, type LogTail } from './log-tail.ts';

/** Follows logs for any number of viewers: each log is watched and read once, however many look at it. */
export interface LiveTails {
  /**
   * Gives what is there and goes on with what is appended, as {@link SessionStorage.subscribe} does. A viewer who does not take what
   * comes costs nothing but his place: he goes on from there, by reading the log, when he does.
   *
   * @param options.caughtUp - Whether the storage gave `from` just now, as the end of the log: nothing before it is looked at. Default false.
   */
  follow(sessionId: string, options: { from: Cursor; signal: AbortSignal; caughtUp?: boolean }): AsyncGenerator<Chunk, void, undefined>;
  /** What a chunk is made into, once for all viewers. */
  once<Made extends object>(chunk: Chunk, make: (chunk: Chunk) => Made): Made;
  /** How many logs are followed now. */
  readonly size: number;
}

/** Makes tails over the sessions of a storage. They end with their viewers, and all of them with `closing`. */
export function createLiveTails(storage: SessionStorage, closing: AbortSignal): LiveTails {
  const tails = new Map<string, LogTail>();
  const made = new WeakMap<Chunk, object>();
  const enter = (sessionId: string): LogTail => {
    const known = tails.get(sessionId);
    const tail = known && !known.end ? known : createLogTail(storage, sessionId, closing);
    tails.set(sessionId, tail);
    tail.viewers += 1;
    return tail;
  };
  const leave = (sessionId: string, tail: LogTail): void => {
    tail.viewers -= 1;
    if (tail.viewers > 0) return;
    tail.stop();
    if (tails.get(sessionId) === tail) tails.delete(sessionId);
  };
  return {
    get size() { return tails.size; },
    once<Made extends object>(chunk: Chunk, make: (chunk: Chunk) => Made): Made {
      const known = made.get(chunk) as Made | undefined; // one maker per chunk: that of the event stream
      const value = known ?? make(chunk);
      if (!known) made.set(chunk, value);
      return value;
    },
    async *follow(sessionId, { from, signal, caughtUp = false }) {
      const tail = enter(sessionId);
      try {
        yield* view(tail, { storage, sessionId, from, signal, caughtUp, isFirst: tail.viewers === 1 });
      } catch (error) {
        if (!isPlayheadError(error, 'aborted') && !signal.aborted) throw error;
      } finally {
        leave(sessionId, tail);
      }
    },
  };
}

interface Viewer {
  readonly storage: SessionStorage;
  readonly sessionId: string;
  readonly from: Cursor;
  readonly signal: AbortSignal;
  /** Whether he has all there was. */
  readonly caughtUp: boolean;
  /** Whether what he reads keeps the index. */
  readonly isFirst: boolean;
}

async function* view(tail: LogTail, { storage, sessionId, from, signal, caughtUp, isFirst }: Viewer): AsyncGenerator<Chunk, void, undefined> {
  const seen = createSeenNumbers();
  let cursor = from;
  let given = from === '' || caughtUp; // whether the storage gave the cursor now
  for await (const chunk of caughtUp ? [] : storage.read(sessionId, { from, signal })) {
    cursor = chunk.next;
    given ||= hasContent(chunk);
    if (isFirst) tail.keeper.take(chunk);
    yield unseen(chunk, seen);
  }
  // A cursor that a viewer brought may be of another log, or of one that was longer: what all share begins where this one ends.
  tail.start(given ? cursor : (await openSession(storage, sessionId, { signal })).index.cursor);
  for (let place = tail.placeAfter(cursor); !signal.aborted; ) {
    const chunk = place === undefined ? 'gone' : tail.at(place);
    if (chunk === 'gone') {
      // Behind what is kept: on from the own place, by reading, until what is kept is reached.
      for await (const missed of storage.read(sessionId, { from: cursor, to: LOG_END, signal })) {
        cursor = missed.next;
        const fresh = unseen(missed, seen);
        if (hasContent(fresh)) yield fresh;
      }
      place = tail.placeAfter(cursor) ?? tail.oldest; // a log that was rewritten has other cursors: what was seen is not given again
    } else if (chunk) {
      place = (place ?? 0) + 1;
      cursor = chunk.next;
      const fresh = unseen(chunk, seen);
      if (hasContent(fresh)) yield fresh;
    } else if (tail.end) {
      if ('failure' in tail.end) throw tail.end.failure;
      return;
    } else await news(tail, signal);
  }
}

function hasContent({ records, damage }: Chunk): boolean {
  return records.length > 0 || damage.length > 0;
}

/** The chunk itself where all of it is new, as nearly always. */
function unseen(chunk: Chunk, seen: SeenNumbers): Chunk {
  const fresh = chunk.records.filter(({ record }) => seen.add(record));
  return fresh.length === chunk.records.length ? chunk : { ...chunk, records: fresh };
}

/** Resolves when something came, the log ended, or the signal aborted. */
async function news(tail: LogTail, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const wake = (): void => {
      stop();
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const stop = tail.wait(wake);
    signal.addEventListener('abort', wake);
  });
}
