import type { Chunk, SessionStorage } from '@playhead/protocol';
import { openSession } from './open-session.ts';

/** After so much growth the index is stored again, in characters. */
const GROWTH = 8 * 1024 * 1024;
/** Less than this is not worth a look at the log. */
const LEAST = 1024 * 1024;

/** Sees what a reader of a log sees, and keeps the stored index of the session up to date. */
export interface SessionIndexKeeper {
  /** Sees a chunk. Never waits, never throws. */
  take(chunk: Pick<Chunk, 'records' | 'upToDate'>): void;
  /** Stores what is missing, and stops. Never rejects. */
  close(): Promise<void>;
}

/**
 * Keeps the stored index of a session while its log is read to its end or grows: whoever opens the session next finds it. It works in the
 * background, on its own reading of what is new, once a reader has caught up and then after every 8 MiB; small logs are left alone.
 *
 * @param signal - Stops it at once.
 *
 * @example
 * ```ts
 * const keeper = keepSessionIndex(storage, sessionId);
 * for await (const chunk of storage.subscribe(sessionId, { signal })) keeper.take(chunk);
 * await keeper.close();
 * ```
 */
export function keepSessionIndex(storage: SessionStorage, sessionId: string, options: { signal?: AbortSignal } = {}): SessionIndexKeeper {
  let news = 0;
  let caughtUp = false;
  let running: Promise<void> | undefined;
  const run = (): Promise<void> => {
    if (news < LEAST || options.signal?.aborted || !storage.capabilities.derived) return Promise.resolve();
    news = 0;
    // Whatever fails, the index is made by who needs it.
    return openSession(storage, sessionId, options).then(() => undefined, () => undefined);
  };
  const start = (): void => {
    running ??= run().finally(() => {
      running = undefined;
    });
  };
  return {
    take({ records, upToDate }) {
      for (const { line } of records) news += line.length + 1;
      if ((upToDate && !caughtUp) || news >= GROWTH) start();
      caughtUp ||= upToDate;
    },
    async close() {
      await running;
      await run();
    },
  };
}
