import { createIdSource, isPlayheadError, type SessionInfo, type SessionStorage } from '@playhead/protocol';
import type { HarnessAdapter } from '@playhead/recorder';
import { dropSession } from '../drop-session.ts';
import { newestRecording } from './restore-room.ts';
import type { SerialQueue } from './serial-queue.ts';

/** Which sessions of harnesses are private: nothing of them is stored any more. */
export interface DroppedSessions {
  /** Stores something of a session, unless it is private by then. */
  run(name: string, queue: SerialQueue, store: () => Promise<boolean>): Promise<boolean>;
  /**
   * Makes a session private: what waits is thrown away, what is stored is removed.
   *
   * @param options.remember - Whether the storage is to remember a session that was never recorded; where nobody records, it need not.
   */
  drop(adapter: HarnessAdapter, harnessSessionId: string, options: { waiting: SerialQueue | undefined; remember: boolean }): Promise<void>;
  /** Hears that the content of a recording was removed. */
  dropped(session: SessionInfo): Promise<void>;
}

/** The name that a session of a harness has here. */
export function nameOf(harness: string, harnessSessionId: string): string {
  return `${harness}\u0000${harnessSessionId}`;
}

/** How many are remembered at once; the storage refuses what comes for the others. */
const MOST = 4096;

/**
 * Makes an empty memory of them; what was dropped before is in the storage.
 *
 * @param forget - Called with the name of a session that is private from now on, to forget what is known of it.
 */
export function createDroppedSessions(storage: SessionStorage, forget: (name: string) => void): DroppedSessions {
  const nextId = createIdSource();
  const names = new Set<string>();
  const remember = (name: string): void => {
    names.delete(name);
    names.add(name);
    for (const oldest of names) {
      if (names.size <= MOST) break;
      names.delete(oldest);
    }
    forget(name);
  };
  return {
    async run(name, queue, store) {
      try {
        return names.has(name) ? false : await queue.run(async () => (names.has(name) ? false : store()));
      } catch (error) {
        if (!isPlayheadError(error, 'session_dropped')) throw error;
        remember(name);
        return false;
      }
    },
    async drop({ harness }, harnessSessionId, { waiting, remember: stays }) {
      remember(nameOf(harness, harnessSessionId));
      await waiting?.idle();
      const newest = await newestRecording(storage, harness, harnessSessionId);
      if (!newest && !stays) return;
      const unnamed = { name: 'Private session', harness, harnessSessionId, generation: 0, agentName: harness, workspaceName: 'private' };
      const { sessionId } = newest ?? (await storage.create({ ...unnamed, sessionId: nextId() }));
      await dropSession(storage, sessionId);
    },
    async dropped({ sessionId, harness, harnessSessionId }) {
      if (harnessSessionId === undefined) return;
      const newest = await newestRecording(storage, harness, harnessSessionId);
      if (newest?.sessionId === sessionId) remember(nameOf(harness, harnessSessionId)); // else a later recording goes on
    },
  };
}
