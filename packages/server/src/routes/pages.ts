import { PlayheadError } from '@playhead/protocol';
import type { ViewerFile } from '../http/context.ts';
import { bodyResponse } from '../http/responses.ts';
import { sessionIdOf } from '../http/session-id.ts';
import type { RouteCall } from './route.ts';

const CSP = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'self'";

/** `/`: the list of sessions. */
export async function homeRoute(): Promise<Response> {
  return new Response(null, { status: 302, headers: { location: '/sessions' } });
}

/** `/sessions`, `/sessions/{id}`, `/statistics`, `/catalog`, `/catalog/{kind}` and `/settings`: the web app. */
export async function pageRoute({ request, parameters: { id }, context: { viewer, readers } }: RouteCall): Promise<Response> {
  if (id !== undefined) sessionIdOf(id);
  const file = await readers.during(async () => viewer?.read('index.html')); // who opens a page reads a log next
  if (!file) throw new PlayheadError('not_found', 'The web app is not built, so there is no page to show. Build it (pnpm build) and start the server again; the JSON API works without it.');
  return fileResponse(request, file, 'no-cache');
}

/** The files of the web app. */
export async function fileRoute({ request, parameters: { file: path = '' }, context: { viewer } }: RouteCall): Promise<Response> {
  const file = await viewer?.read(path);
  if (!file) throw new PlayheadError('not_found', 'The server has nothing under this address. The sessions are at /sessions.');
  return fileResponse(request, file, path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
}

function fileResponse(request: Request, { bytes, type }: ViewerFile, caching: string): Response {
  return bodyResponse(request.method === 'HEAD' ? null : bytes, type, { headers: { 'content-security-policy': CSP, 'cache-control': caching, 'content-length': String(bytes.byteLength) } });
}
