import process from 'node:process';
import { isPlayheadError, type SessionStorage } from '@playhead/protocol';
import { centralServer, keepsLocalCopy, runningServerUrl } from './environment.node.ts';
import { appendOnly } from './node/append-only.ts';
import { createBackgroundFetch } from './node/background-fetch.ts';

/** How long the end of a process waits for what was not acknowledged, where the other server answers: milliseconds. */
const EXIT_MS = 5000;
/** How many sessions that others left are looked after: a short program must not look through thousands. */
const NEWEST = 50;
/** Node warns on stderr from the eleventh listener on, which would be seen in the host's output. */
const MOST_LISTENERS = 10;

/**
 * Loads the storage of the default recorder: files below `PLAYHEAD_HOME` or the user's data directory. With `PLAYHEAD_URL` they are sent to
 * that server in the background; what is not acknowledged when the process ends is sent by the next one, the local server or `playhead push`.
 * With `PLAYHEAD_LOCAL_COPY=0` besides they go there alone.
 *
 * @throws PlayheadError `usage` when they are to go to a server alone, and its address or token is none.
 */
export async function loadDefaultStorage(): Promise<SessionStorage> {
  const central = centralServer();
  if (central && !keepsLocalCopy()) return appendOnly((await import('@playhead/storage-adapters/http')).httpStorage({ ...central, fetch: createBackgroundFetch() }));
  const { fsStorage } = await import('@playhead/storage-adapters/fs');
  const local = fsStorage();
  if (!central) return local;
  const [{ httpStorage }, { isSameServer, outboxStorage }] = await Promise.all([import('@playhead/storage-adapters/http'), import('@playhead/storage-adapters/outbox')]);
  if (isSameServer(central.url, await runningServerUrl())) return local; // it has the files already
  try {
    const remote = httpStorage({ ...central, fetch: createBackgroundFetch(), retries: 0 }); // the outbox tries again, without holding the process
    const outbox = outboxStorage({ local, remote, newest: NEWEST, closeTimeoutMs: EXIT_MS });
    if (process.listenerCount('beforeExit') < MOST_LISTENERS) {
      process.once('beforeExit', () => {
        if (outbox.status().waitingSessions > 0) outbox.uploaded({ once: true, signal: AbortSignal.timeout(EXIT_MS) }).catch(() => {}); // it stays in the files
      });
    }
    return outbox;
  } catch (error) {
    if (isPlayheadError(error)) return local; // PLAYHEAD_URL is no address: recording goes on, and playhead doctor says so
    throw error;
  }
}
