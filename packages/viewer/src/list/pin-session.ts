import type { ServerRequest } from '../access/server-request.ts';

/**
 * Keeps a session from retention, or no longer.
 *
 * @throws Error that says what happened and what to do.
 */
export async function pinSession(sessionId: string, pinned: boolean, request: ServerRequest): Promise<void> {
  const response = await request(`/api/v1/sessions/${encodeURIComponent(sessionId)}/retention`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ pinned }) }).catch(() => undefined);
  if (response?.ok) return;
  if (response?.status === 401 || response?.status === 403) throw new Error('Nothing was pinned: this page may only read. Open it with a token that may change what is kept.');
  throw new Error('Nothing was pinned: the server did not take it. Try again in a moment.');
}
