import { isJsonObject, PlayheadError, type JsonObject } from '@playhead/protocol';

/** Reads JSON from the server's API. */
export async function readJson(url: string): Promise<JsonObject> {
  const response = await fetch(url);
  const body: unknown = await response.json();
  if (response.ok && isJsonObject(body)) return body;
  throw new PlayheadError('server_unavailable', `The server answered ${response.status} to ${new URL(url).pathname}. Look into its messages.`);
}

/** The recording of a harness session, by the server's API. */
export async function findRecording(url: string, harnessSessionId: string): Promise<JsonObject> {
  const { sessions } = await readJson(`${url}/api/v1/sessions?harnessSessionId=${encodeURIComponent(harnessSessionId)}`);
  const found = Array.isArray(sessions) ? sessions[0] : undefined;
  if (isJsonObject(found)) return found;
  throw new PlayheadError('session_not_found', 'The server acknowledged the session but does not list it. Look into its messages.');
}
