import type { SessionInfo } from '@playhead/protocol';
import type { ServerRequest } from './access/server-request.ts';

/** A page of the server's list. */
export interface SessionsPageAnswer {
  readonly sessions: readonly SessionInfo[];
  /** Where the next page begins; absent on the last. */
  readonly next?: string | undefined;
}

/**
 * Asks the server for sessions, newest first.
 *
 * @throws Error that says what happened and what to do.
 */
export async function fetchSessions(query: Readonly<Record<string, string>>, signal: AbortSignal, request: ServerRequest): Promise<SessionsPageAnswer> {
  const response = await request(`/api/v1/sessions?${new URLSearchParams(query)}`, { signal, headers: { accept: 'application/json' } }).catch((cause: unknown) => {
    throw new Error('The Playhead server cannot be reached. Start it with “npx playhead serve”, then try again.', { cause });
  });
  if (!response.ok) throw new Error(`The Playhead server answered ${response.status}. Try again in a moment.`);
  // The answer of our own server, of the type that it declares; rows read only what is there.
  const page = (await response.json().catch((cause: unknown) => {
    throw new Error('The Playhead server answered something else than a list. Check that this page comes from a Playhead server.', { cause });
  })) as Partial<SessionsPageAnswer>;
  return { sessions: page.sessions ?? [], next: page.next };
}
