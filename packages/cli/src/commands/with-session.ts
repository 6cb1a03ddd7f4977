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

/** How many ids are named where several fit. */
const NAMED = 5;

/**
 * Finds the recording that the user names: by its id, by the beginning of one that no other shares, or where none begins so by its end. Ids begin
 * with the time at which they were made, so those of one import are told apart by their ends.
 *
 * @throws PlayheadError `usage` for what is no part of an id or of several, `session_not_found`.
 */
export async function wantedSession(storage: SessionStorage, text: string): Promise<SessionInfo> {
  if (!/^[0-9a-f][0-9a-f-]{3,35}$/.test(text)) throw new PlayheadError('usage', 'A session id is a uuid in lower case, or four or more characters that one begins or ends with. playhead sessions list shows them.');
  const found = isUuid(text) ? [await storage.get(text)].filter((session) => session !== undefined) : await fitting(storage, text);
  const [first, second] = found;
  if (first && second) throw new PlayheadError('usage', `Several sessions have an id that ${first.sessionId.startsWith(text) ? 'begins' : 'ends'} with ${text}: ${found.slice(0, NAMED).map(({ sessionId }) => sessionId).join(', ')}${found.length > NAMED ? ', …' : ''}. Give more of the id.`);
  if (first) return first;
  throw new PlayheadError('session_not_found', `There is no session ${text} in this data directory. playhead sessions list shows which exist.`);
}

/** Those that begin so, else those that end so; no more than it takes to name some. */
async function fitting(storage: SessionStorage, text: string): Promise<readonly SessionInfo[]> {
  const found: SessionInfo[] = [];
  const beginning = (): readonly SessionInfo[] => found.filter(({ sessionId }) => sessionId.startsWith(text));
  for (let cursor: string | undefined = ''; cursor !== undefined && beginning().length < 2;) {
    const page = await storage.list({ id: text, limit: 100, ...(cursor !== '' && { cursor }) });
    found.push(...page.sessions);
    cursor = page.next;
  }
  return beginning().length > 0 ? beginning() : found;
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
