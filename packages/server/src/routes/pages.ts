import { PlayheadError } from '@playhead/protocol';
import type { RouteContext } from '../http/context.ts';
import { bodyResponse, methodNotAllowed } from '../http/responses.ts';
import { sessionIdOf } from '../http/session-id.ts';

const CSP = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'self'";

/** `/sessions`, `/sessions/{id}` and the files of the web app. */
export async function pageRoute(request: Request, segments: readonly string[], { viewer }: RouteContext): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return methodNotAllowed('GET');
  if (segments.length === 0) return new Response(null, { status: 302, headers: { location: '/sessions' } });
  const page = segments[0] === 'sessions' && segments.length <= 2;
  if (page && segments[1] !== undefined) sessionIdOf(segments[1]);
  const file = await viewer?.read(page ? 'index.html' : segments.join('/'));
  if (!file) {
    throw page
      ? new PlayheadError('not_found', 'The web app is not built, so there is no page to show. Build it (pnpm build) and start the server again; the JSON API works without it.')
      : new PlayheadError('not_found', 'The server has nothing under this address. The sessions are at /sessions.');
  }
  const caching = segments[0] === 'assets' ? 'public, max-age=31536000, immutable' : 'no-cache';
  return bodyResponse(request.method === 'HEAD' ? null : file.bytes, file.type, { headers: { 'content-security-policy': CSP, 'cache-control': caching } });
}
