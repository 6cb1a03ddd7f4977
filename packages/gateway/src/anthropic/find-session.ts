import type { Cursor, SessionInfo, SessionStorage } from '@playhead/protocol';

/** What is known of who else tells a session. */
export interface ToldSoFar {
  /** Whether somebody does: hooks of the harness, or a module in it. */
  isTold: boolean;
  /** How far its log was read for that. */
  cursor: Cursor | undefined;
}

/** The newest recording of a session of a harness. */
export async function findSession(storage: SessionStorage, harness: string, harnessSessionId: string): Promise<SessionInfo | undefined> {
  const { sessions } = await storage.list({ harness, harnessSessionId, limit: 1000 });
  return sessions.reduce<SessionInfo | undefined>((newest, one) => (newest && (newest.generation ?? 0) >= (one.generation ?? 0) ? newest : one), undefined);
}

/** Reads what the log got since, and notes whether somebody else tells the session. */
export async function isToldSince(storage: SessionStorage, sessionId: string, told: ToldSoFar): Promise<void> {
  for await (const { records, next } of storage.read(sessionId, told.cursor === undefined ? {} : { from: told.cursor })) {
    told.cursor = next;
    told.isTold ||= records.some(({ record }) => record.via === 'hook' || record.via === 'module');
    if (told.isTold) return;
  }
}
