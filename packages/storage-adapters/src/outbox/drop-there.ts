import { isPlayheadError, type SessionInfo, type SessionStorage } from '@playhead/protocol';
import { mayNotRead } from './mend-rewritten.ts';
import { untilAborted } from './until-aborted.ts';

/**
 * Makes a session private in another storage that was made private here. Where it never was, nothing is told.
 *
 * @throws PlayheadError What the remote storage says.
 */
export async function dropThere(info: SessionInfo, { local, remote, signal }: { local: SessionStorage; remote: SessionStorage; signal?: AbortSignal }): Promise<void> {
  const line = await lineLeft(local, info.sessionId);
  if (line === undefined) return;
  for (const sessionId of new Set([info.sessionId, ...(await sameSessions(info, remote, signal))])) {
    try {
      await untilAborted(remote.drop(sessionId, line), signal);
    } catch (error) {
      if (!isPlayheadError(error, 'session_not_found')) throw error;
    }
  }
}

async function lineLeft(local: SessionStorage, sessionId: string): Promise<string | undefined> {
  for await (const { records } of local.read(sessionId)) {
    const left = records.find(({ record }) => record.type === 'session_dropped');
    if (left) return left.line;
  }
  return undefined;
}

/** The harness's session may be there under another id. Who may not list there has to do without. */
async function sameSessions({ harness, harnessSessionId, generation = 0 }: SessionInfo, remote: SessionStorage, signal: AbortSignal | undefined): Promise<readonly string[]> {
  if (harnessSessionId === undefined) return [];
  try {
    const { sessions } = await untilAborted(remote.list({ harness, harnessSessionId, limit: 1000 }), signal);
    return sessions.filter((session) => (session.generation ?? 0) === generation).map(({ sessionId }) => sessionId);
  } catch (error) {
    if (mayNotRead(error)) return [];
    throw error;
  }
}
