import { isUuid, PlayheadError, type SessionInfo, type SessionStorage } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import type { CommandContext, CommandInput } from '../command.ts';
import { dirOf } from './shared-options.ts';

/** Runs something on the recordings of the data directory that the user means, and closes them after it. */
export async function withStorage<Result>(input: CommandInput, context: CommandContext, run: (storage: SessionStorage) => Promise<Result>): Promise<Result> {
  const storage = fsStorage({ dir: dirOf(input, context) });
  try {
    return await run(storage);
  } finally {
    await storage.close();
  }
}

/**
 * Finds the recording that the user names: by its id, or by the beginning of one that no other shares.
 *
 * @throws PlayheadError `usage` for what is no beginning of an id or of several, `session_not_found`.
 */
export async function wantedSession(storage: SessionStorage, text: string): Promise<SessionInfo> {
  if (!/^[0-9a-f][0-9a-f-]{3,35}$/.test(text)) throw new PlayheadError('usage', 'A session id is a uuid in lower case, or the first four or more characters of one. playhead sessions list shows them.');
  const found = isUuid(text) ? [await storage.get(text)].filter((session) => session !== undefined) : await beginningWith(storage, text);
  if (found.length > 1) throw new PlayheadError('usage', `${found.length} sessions begin with ${text}: ${found.slice(0, 5).map(({ sessionId }) => sessionId).join(', ')}. Give more of the id.`);
  if (found[0]) return found[0];
  throw new PlayheadError('session_not_found', `There is no session ${text} in this data directory. playhead sessions list shows which exist.`);
}

async function beginningWith(storage: SessionStorage, text: string): Promise<readonly SessionInfo[]> {
  return (await allSessions(storage)).filter(({ sessionId }) => sessionId.startsWith(text));
}

/** Every recording, newest first. */
export async function allSessions(storage: SessionStorage): Promise<readonly SessionInfo[]> {
  const sessions: SessionInfo[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const page = await storage.list({ limit: 1000, ...(cursor !== '' && { cursor }) });
    sessions.push(...page.sessions);
    cursor = page.next;
  }
  return sessions;
}
