import type { SessionInfo, SessionStorage } from '@playhead/protocol';
import type { HarnessAdapter } from '@playhead/recorder';

/** What is known of a harness session: the recording it is written to, and where its reduction stands. */
export interface RoomState {
  readonly sessionId: string;
  readonly generation: number;
  /** The adapter's state. Undefined while the recording has no record yet. */
  readonly state: unknown;
  readonly started: boolean;
  /** The keys of what is stored: a payload sent again adds nothing. */
  readonly keys: Set<string>;
}

/**
 * Finds the newest recording of a harness session and folds its log into the adapter's state, so
 * that a server that was killed goes on where the log ends.
 *
 * @returns undefined when the harness session was never recorded.
 */
export async function restoreRoom(storage: SessionStorage, adapter: HarnessAdapter, harnessSessionId: string): Promise<RoomState | undefined> {
  const newest = await newestRecording(storage, adapter.harness, harnessSessionId);
  if (!newest) return undefined;
  const keys = new Set<string>();
  let state = adapter.initialState();
  let started = false;
  for await (const chunk of storage.read(newest.sessionId)) {
    for (const { record } of chunk.records) {
      if (record.key !== undefined && keys.has(record.key)) continue;
      if (record.key !== undefined) keys.add(record.key);
      if (record.type === 'session_start') started = true;
      state = adapter.restore(state, record);
    }
  }
  return { sessionId: newest.sessionId, generation: generationOf(newest), state: started ? state : undefined, started, keys };
}

/** The last recording of a harness session; undefined when it was never recorded. */
export async function newestRecording(storage: SessionStorage, harness: string, harnessSessionId: string): Promise<SessionInfo | undefined> {
  const { sessions } = await storage.list({ harness, harnessSessionId, limit: 1000 });
  return sessions.reduce<SessionInfo | undefined>((best, one) => (best && generationOf(best) >= generationOf(one) ? best : one), undefined);
}

function generationOf(info: SessionInfo): number {
  return info.generation ?? 0;
}
