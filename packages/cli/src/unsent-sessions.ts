import { isPlayheadError, type SessionStorage } from '@playhead/protocol';
import { httpStorage } from '@playhead/storage-adapters/http';
import { isUploadWaiting } from '@playhead/storage-adapters/outbox';
import { centralServerOf } from './central-server.ts';
import { forwardingUrlOf } from './forwarding-note.ts';

/**
 * Tells of a session whether something of it waits to be sent to the server of `PLAYHEAD_URL`, or to the one that the server of this data
 * directory sends to. What only this machine has is not removed by itself.
 *
 * @returns Undefined where nothing is sent anywhere.
 */
export function unsentIn(dir: string, env: Readonly<Record<string, string | undefined>>): ((local: SessionStorage, sessionId: string) => Promise<boolean>) | undefined {
  const url = centralServerOf(env)?.url ?? forwardingUrlOf(dir);
  if (url === undefined) return undefined;
  try {
    const remote = httpStorage({ url });
    return async (local, sessionId) => isUploadWaiting({ local, remote }, sessionId);
  } catch (error) {
    if (isPlayheadError(error, 'usage')) return async () => true; // no address: then nothing was sent there
    throw error;
  }
}
