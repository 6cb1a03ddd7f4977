import { isJsonObject } from '@playhead/protocol';
import type { LogRow, Reading } from './schema.ts';

/** The derived values in which an uploader notes how far it is: under version 0 a token for the present text of the log, under 1 the states. */
const NAME = 'upload';
const TOKEN = 0;
const STATE = 1;

/** Whether some other storage has acknowledged all of a session: its lines, and what people added. */
export async function isUploaded(tx: Reading, { sessionId, bytes }: LogRow): Promise<boolean> {
  const derived = tx.objectStore('derived');
  const [token, states] = await Promise.all([TOKEN, STATE].map(async (version) => parsed((await derived.get([sessionId, NAME, version]))?.bytes)));
  if (typeof token !== 'string' || !isJsonObject(states)) return false;
  const annotations = await tx.objectStore('annotations').index('session').count(sessionId);
  return Object.values(states).some((state) => isJsonObject(state) && state['token'] === token && Number(state['bytes']) >= bytes && Number(state['annotations']) >= annotations);
}

function parsed(bytes: Uint8Array | undefined): unknown {
  try {
    return bytes && JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined; // as if it had not been noted
  }
}
