import { isUuid, PlayheadError, type SessionInfo, type SessionStorage } from '@playhead/protocol';

/**
 * Reads a session id out of a path segment.
 *
 * @throws PlayheadError `invalid_session` when it is not a uuid.
 */
export function sessionIdOf(segment: string): string {
  if (isUuid(segment)) return segment;
  throw new PlayheadError('invalid_session', 'A session id is a uuid in lower case; the one in this address is not. List the sessions to see their ids.');
}

/**
 * Finds a session.
 *
 * @throws PlayheadError `session_not_found`.
 */
export async function findSession(storage: SessionStorage, segment: string): Promise<SessionInfo> {
  const sessionId = sessionIdOf(segment);
  const info = await storage.get(sessionId);
  if (info) return info;
  throw new PlayheadError('session_not_found', `There is no session ${sessionId} in this storage. List the sessions to see which exist.`);
}
