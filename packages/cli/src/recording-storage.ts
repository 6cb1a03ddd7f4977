import { isPlayheadError, type SessionStorage } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { httpStorage } from '@playhead/storage-adapters/http';
import { isSameServer, outboxStorage } from '@playhead/storage-adapters/outbox';
import { centralServerOf } from './central-server.ts';
import { readServerNote } from './local-server.ts';

/** How many sessions that others left are sent besides one's own. */
const NEWEST = 50;
/** How long the end waits for what was not acknowledged: milliseconds. The next process sends the rest. */
const CLOSE_MS = 1500;

/**
 * Where a program without a server records: files of the data directory, which are sent on to the server that `PLAYHEAD_URL` names.
 *
 * @param say - Told what goes wrong, each thing once until something else does.
 */
export function recordingStorage(dir: string, env: Readonly<Record<string, string | undefined>>, say: (text: string) => void): SessionStorage {
  const local = fsStorage({ dir });
  const central = centralServerOf(env);
  if (!central || isSameServer(central.url, readServerNote(dir)?.url)) return local;
  let said = '';
  try {
    return outboxStorage({
      local, newest: NEWEST, closeTimeoutMs: CLOSE_MS,
      remote: httpStorage({ ...central, retries: 1, retryMs: 200 }), // the outbox tries again by itself
      onError: ({ message }) => {
        if (message !== said) say(message);
        said = message;
      },
    });
  } catch (error) {
    if (!isPlayheadError(error)) throw error;
    say(`PLAYHEAD_URL cannot be used, so what is recorded stays on this machine: ${error.message}`);
    return local;
  }
}
