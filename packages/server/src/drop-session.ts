import { PlayheadError, type SessionInfo, type SessionStorage } from '@playhead/protocol';
import { createProducer } from '@playhead/recorder';

/** Why the content of a session is removed. */
export interface DropOptions {
  /** In a word or a sentence. Default `private`. */
  readonly reason?: string;
  /** Who asked for it. Default: not said. */
  readonly by?: string;
}

/** What {@link dropSession} left. */
export interface DroppedSession {
  /** The session as lists show it from now on. */
  readonly session: SessionInfo;
  /** How many records were removed; 0 when the session was dropped before. */
  readonly removed: number;
}

/** Longer texts are cut: reason and name are for people. In characters. */
const LONGEST = 200;

/**
 * Removes the content of a session for good: records, header, annotations, large and derived values. One record stays, which says
 * that there was a session and that it was made private; what its agent still sends is thrown away.
 *
 * @param storage - Where the session lives.
 * @param sessionId - Which one.
 * @throws PlayheadError `session_not_found`, and whatever the storage reports.
 *
 * @example
 * ```ts
 * const { removed } = await dropSession(storage, sessionId, { by: 'ada@example.com' });
 * ```
 */
export async function dropSession(storage: SessionStorage, sessionId: string, options: DropOptions = {}): Promise<DroppedSession> {
  const before = await found(storage, sessionId);
  if (before.dropped) return { session: before, removed: 0 };
  const { reason = 'private', by } = options;
  const { events, harness, harnessSessionId, generation } = before;
  const { line } = createProducer({ via: 'sdk' }).produce({
    type: 'session_dropped',
    key: 'session:dropped',
    data: {
      reason: reason.slice(0, LONGEST) || 'private',
      ...(by !== undefined && by !== '' && { by: by.slice(0, LONGEST) }),
      events, harness,
      ...(harnessSessionId !== undefined && { harnessSessionId }),
      ...(generation !== undefined && { generation }),
    },
  });
  await storage.drop(sessionId, line);
  return { session: await found(storage, sessionId), removed: events };
}

async function found(storage: SessionStorage, sessionId: string): Promise<SessionInfo> {
  const session = await storage.get(sessionId);
  if (session) return session;
  throw new PlayheadError('session_not_found', `There is no session ${sessionId.slice(0, 64)} in this storage, so nothing was removed. List the sessions to see which exist.`);
}
