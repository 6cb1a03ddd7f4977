import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { isJsonObject } from '@playhead/protocol';
import type { RecordInput, RecordStartOptions } from '@playhead/recorder';
import { captureOf, withServer } from '../apart/protection.ts';

/** How long the answer may take, on a machine that is very busy: milliseconds. */
const ANSWER_MS = 5000;
/** How long the end of a short connection waits for it: milliseconds. */
const END_MS = 500;

/**
 * Has the header told what keeps a recording out of reach, once its server has shown it: see {@link serverProtection}.
 *
 * @returns Waits a little for the answer, before the end.
 */
export function tellProtection(session: Pick<RecordStartOptions, 'capture'>, record: (inputs: readonly RecordInput[]) => void): () => Promise<unknown> {
  return shortly(serverProtection(session).then(record));
}

/** Waits a little for an answer, before the end. */
export function shortly(answer: Promise<unknown>): () => Promise<unknown> {
  return async () => Promise.race([answer, setTimeout(END_MS, undefined, { ref: false })]);
}

/**
 * Asks the server that records alone whether the token of this process may read there. Where it says no, the recording is out of the agent's reach, and the header is told so.
 *
 * @returns Nothing where the token may do more than add, or nobody says.
 */
export async function serverProtection({ capture = captureOf('same_user') }: Pick<RecordStartOptions, 'capture'>, env: Readonly<Record<string, string | undefined>> = process.env): Promise<readonly RecordInput[]> {
  const { PLAYHEAD_URL: url, PLAYHEAD_TOKEN: token, PLAYHEAD_LOCAL_COPY: copy } = env;
  if (!url || !token || copy !== '0') return [];
  try {
    const settings = new URL('api/v1/settings', url.endsWith('/') ? url : `${url}/`);
    const answer = await fetch(settings, { headers: { authorization: `Bearer ${token}` }, redirect: 'error', signal: AbortSignal.timeout(ANSWER_MS) });
    const body: unknown = await answer.json();
    const isRefused = answer.status === 403 && isJsonObject(body) && body['code'] === 'forbidden';
    return isRefused ? [{ type: 'session_update', data: { capture: withServer(capture) } }] : [];
  } catch {
    return []; // nobody says: then the least is claimed
  }
}
