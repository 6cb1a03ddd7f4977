import { PlayheadError } from '@playhead/protocol';
import type { Route } from '../routes/route.ts';
import type { Grant } from './grant.ts';

/** What is about one session names it here. */
const OF_A_SESSION = '/api/v1/sessions/{id}';
/** Asked by a tap that wants to know whether its token may do more than add: refused to who may do more, it would claim too much. */
const OF_EVERYBODY = 'GET /api/v1/settings';
/** Routes that learn only from what is sent which session it is about: they ask {@link checkSession} themselves. */
const ASK_THEMSELVES: readonly string[] = ['POST /api/v1/sessions', 'POST /hooks/{harness}', 'POST /mcp', 'GET /mcp', 'DELETE /mcp'];

/**
 * Whether a grant reaches a session.
 *
 * @param sessionId - Undefined for one that is not known, or that nobody began.
 * @throws PlayheadError `forbidden` for another session than the one that its token is for, whether there is one or not.
 */
export function checkSession(only: string | undefined, sessionId: string | undefined): void {
  if (only !== undefined && sessionId !== only) throw new PlayheadError('forbidden', 'This token is for one session, and this would be about another one or several, so it was not done. Use the id that the token was made for, or ask whoever runs the server for another token.');
}

/**
 * Whether a grant reaches a route, by what its address says. A token for one session reaches nothing that is about several.
 *
 * @throws PlayheadError `forbidden`.
 */
export function checkRoute(grant: Grant | undefined, { method, path }: Route, parameters: Readonly<Record<string, string>>): void {
  const name = `${method} ${path}`;
  if (name === OF_EVERYBODY || ASK_THEMSELVES.includes(name)) return;
  checkSession(grant?.token?.sessionId, path === OF_A_SESSION || path.startsWith(`${OF_A_SESSION}/`) ? parameters['id'] : undefined);
}
