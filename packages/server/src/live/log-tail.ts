import type { Chunk, Cursor, SessionStorage } from '@playhead/protocol';
import { keepSessionIndex, type SessionIndexKeeper } from '@playhead/replay-core';

/** How much of what came last is kept for viewers that are a little behind, in characters of lines. */
const KEPT_CHARACTERS = 256 * 1024;

/** The one reading of a log that all its viewers share. */
export interface LogTail {
  /** Keeps the index of the session, from what the first viewer reads and from what comes. */
  readonly keeper: SessionIndexKeeper;
  /** Where the viewers are that may feed the keeper with what was there before: the first one. */
  viewers: number;
  /** Begins to follow the log, unless it is followed already. */
  start(from: Cursor): void;
  /** The number of the first chunk after a cursor; undefined when something between them is not kept any more. */
  placeAfter(cursor: Cursor): number | undefined;
  /** The chunk of a number; `gone` when it is not kept any more, undefined when it has not come yet. */
  at(place: number): Chunk | 'gone' | undefined;
  /** The oldest chunk that is kept. */
  readonly oldest: number;
  /** How the log ended, if it did: by itself or by a failure. */
  readonly end: { readonly failure?: unknown } | undefined;
  /** Calls back once when something comes or the log ends. @returns Stops it. */
  wait(wake: () => void): () => void;
  stop(): void;
}

/** Makes the shared reading of a log; it begins with `start`. */
export function createLogTail(storage: SessionStorage, sessionId: string, closing: AbortSignal): LogTail {
  const abort = new AbortController();
  const keeper = keepSessionIndex(storage, sessionId, { signal: closing });
  const kept: Chunk[] = [];
  const waiting = new Set<() => void>();
  let characters = 0;
  let oldest = 0;
  let began: Cursor | undefined;
  let end: { failure?: unknown } | undefined;

  const wakeAll = (): void => {
    const all = [...waiting];
    waiting.clear();
    for (const wake of all) wake();
  };
  const keep = (chunk: Chunk): void => {
    kept.push(chunk);
    characters += sizeOf(chunk);
    while (characters > KEPT_CHARACTERS && kept.length > 1) {
      const [first] = kept.splice(0, 1);
      if (!first) break;
      characters -= sizeOf(first);
      oldest += 1;
      began = first.next;
    }
  };
  const follow = async (from: Cursor): Promise<void> => {
    try {
      for await (const chunk of storage.subscribe(sessionId, { from, signal: abort.signal })) {
        keeper.take(chunk);
        if (chunk.records.length === 0 && chunk.damage.length === 0) continue;
        keep(chunk);
        wakeAll();
      }
      end = {};
    } catch (failure) {
      end = { failure };
    }
    wakeAll();
  };
  return {
    keeper,
    viewers: 0,
    get oldest() { return oldest; },
    get end() { return end; },
    start(from) {
      if (began !== undefined) return;
      began = from;
      void follow(from);
    },
    placeAfter(cursor) {
      if (began === undefined || cursor < began) return undefined;
      const found = kept.findIndex(({ next }) => next > cursor);
      return oldest + (found < 0 ? kept.length : found);
    },
    at: (place) => (place < oldest ? 'gone' : kept[place - oldest]),
    wait(wake) {
      waiting.add(wake);
      return () => void waiting.delete(wake);
    },
    stop() {
      abort.abort();
      void keeper.close(); // nobody waits for it
    },
  };
}

function sizeOf({ records }: Chunk): number {
  return records.reduce((sum, { line }) => sum + line.length, 0);
}
