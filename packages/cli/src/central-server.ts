import { PlayheadError } from '@playhead/protocol';
import type { RefusedUpload } from '@playhead/storage-adapters/outbox';

/** A server that recordings are sent to. */
export interface CentralServer {
  readonly url: string;
  /** What it knows this machine by. */
  readonly token?: string;
}

/** The server that the environment names: `PLAYHEAD_URL`, with `PLAYHEAD_TOKEN`. */
export function centralServerOf(env: Readonly<Record<string, string | undefined>>): CentralServer | undefined {
  const { PLAYHEAD_URL: url, PLAYHEAD_TOKEN: token } = env;
  return url ? { url, ...(token && { token }) } : undefined;
}

/**
 * Asks a server whether it is there.
 *
 * @returns Why it is none, for people; undefined when it answers.
 */
export async function whyAway(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(new URL('healthz', url.endsWith('/') ? url : `${url}/`), { signal: AbortSignal.timeout(2000), redirect: 'error' });
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null && 'name' in body && body.name === 'playhead' ? undefined : `what answers there is no Playhead server (${response.status})`;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return cause instanceof SyntaxError ? 'what answers there is no Playhead server' : `it does not answer (${cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.message) : 'no reason given'})`;
  }
}

/** @throws PlayheadError `usage` when no server is named. */
export function wantedServer(url: string | undefined, env: Readonly<Record<string, string | undefined>>): CentralServer {
  const central = centralServerOf(env);
  if (url !== undefined) return { url, ...(central?.token !== undefined && { token: central.token }) };
  if (central) return central;
  throw new PlayheadError('usage', 'No server is named, so nothing was sent. Give --url, or set PLAYHEAD_URL; a token goes into PLAYHEAD_TOKEN.');
}

/** What it means that a server keeps another text of a session than is here: a text that was redacted here may stand there as it was. */
export function conflictAt(url: string, sessionId: string): RefusedUpload {
  return { sessionId, code: 'conflict', message: `Session ${sessionId} has another text here than at ${url}, which keeps its own, as after it was redacted here. Give PLAYHEAD_TOKEN an admin token of that server and push the session again: playhead push ${sessionId}` };
}
