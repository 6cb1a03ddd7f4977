import type { Connection } from './connection.ts';
import { transact } from './database.ts';
import { ALL_STORES, type Writing } from './schema.ts';
import { deleteSession, sessionToEvict } from './sessions.ts';
import type { Summaries } from './summaries.ts';

/** The room that a browser gives. */
export interface Room {
  /** Asks the browser once not to take the data away by itself. */
  ask(): void;
  /** Removes a session that ended and that was uploaded. @returns Whether there was one. */
  make(): Promise<boolean>;
}

/** @param onEvict - Called with each session that was removed. */
export function createRoom(connection: () => Connection, summaries: Summaries, persist: boolean, onEvict: (sessionId: string) => void): Room {
  let asked = !persist;
  return {
    ask() {
      if (asked) return;
      asked = true;
      globalThis.navigator?.storage?.persist?.().catch(() => {}); // it is a wish
    },
    async make() {
      const evicted = await transact(connection(), 'readwrite', ALL_STORES, async (tx) => {
        const sessionId = await sessionToEvict(tx, async (log) => {
          const { status } = (await summaries.of(tx, log)).info;
          return status === 'completed' || status === 'failed';
        });
        if (sessionId !== undefined) await deleteSession(tx as Writing, sessionId); // its mode says so
        return sessionId;
      });
      if (evicted === undefined) return false;
      summaries.forget(evicted);
      onEvict(evicted);
      return true;
    },
  };
}
