import { isJsonObject, PlayheadError, type JsonObject } from '@playhead/protocol';
import { bearer } from '../own-token.ts';

/**
 * Reads JSON from the server's API.
 *
 * @param secret - The token of whoever owns the data directory: where tokens were made, reading needs one.
 */
export async function readJson(url: string, secret: string | undefined): Promise<JsonObject> {
  const response = await fetch(url, { headers: bearer(secret) });
  const body: unknown = await response.json();
  if (response.ok && isJsonObject(body)) return body;
  throw new PlayheadError('server_unavailable', `The server answered ${response.status} to ${new URL(url).pathname}. Look into its messages.`);
}

/** The recording of a harness session, by the server's API. */
export async function findRecording(url: string, harnessSessionId: string, secret: string | undefined): Promise<JsonObject> {
  const { sessions } = await readJson(`${url}/api/v1/sessions?harnessSessionId=${encodeURIComponent(harnessSessionId)}`, secret);
  const found = Array.isArray(sessions) ? sessions[0] : undefined;
  if (isJsonObject(found)) return found;
  throw new PlayheadError('session_not_found', 'The server acknowledged the session but does not list it. Look into its messages.');
}
