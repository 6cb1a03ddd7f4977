import { PlayheadError, type Outcome, type SessionQuery, type SessionStatus } from '@playhead/protocol';
import type { RouteContext } from '../http/context.ts';
import { jsonResponse, methodNotAllowed } from '../http/responses.ts';
import { findSession, sessionIdOf } from '../http/session-id.ts';
import { readDocument } from '../session-document.ts';

const TEXTS = ['harness', 'harnessSessionId', 'workspaceName', 'project', 'search', 'cursor'] as const;
const NUMBERS = ['after', 'before', 'limit'] as const;
const STATUSES: readonly string[] = ['recording', 'processing', 'completed', 'failed'] satisfies SessionStatus[];
const OUTCOMES: readonly string[] = ['success', 'failed', 'interrupted', 'max_iterations_reached'] satisfies Outcome[];

/** `/api/v1/sessions`: a page of sessions. */
export async function sessionsRoute(request: Request, { storage }: RouteContext): Promise<Response> {
  if (request.method !== 'GET') return methodNotAllowed('GET');
  return jsonResponse(await storage.list(queryOf(new URL(request.url).searchParams)));
}

/** `/api/v1/sessions/{id}`: a session, or its removal. */
export async function sessionRoute(request: Request, segment: string, { storage }: RouteContext): Promise<Response> {
  if (request.method === 'GET') return jsonResponse({ session: await findSession(storage, segment) });
  if (request.method !== 'DELETE') return methodNotAllowed('GET, DELETE');
  await storage.delete(sessionIdOf(segment));
  return new Response(null, { status: 204 });
}

/** `/api/v1/sessions/{id}/document`: the session put together, as `playhead sessions show --json` prints it. */
export async function documentRoute(request: Request, segment: string, { storage }: RouteContext): Promise<Response> {
  if (request.method !== 'GET') return methodNotAllowed('GET');
  const { sessionId } = await findSession(storage, segment);
  return jsonResponse(await readDocument(storage, sessionId));
}

function queryOf(params: URLSearchParams): SessionQuery {
  const query: Record<string, string | number> = {};
  for (const name of TEXTS) {
    const value = params.get(name);
    if (value !== null) query[name] = value;
  }
  for (const name of NUMBERS) {
    const value = params.get(name);
    if (value === null) continue;
    if (!/^\d{1,16}$/.test(value)) throw new PlayheadError('usage', `The parameter ${name} must be a whole number of digits. Correct it and ask again.`);
    query[name] = Number(value);
  }
  for (const [name, known] of [['status', STATUSES], ['outcome', OUTCOMES]] as const) {
    const value = params.get(name);
    if (value === null) continue;
    if (!known.includes(value)) throw new PlayheadError('usage', `The parameter ${name} must be one of ${known.join(', ')}. Correct it and ask again.`);
    query[name] = value;
  }
  return query as SessionQuery; // every key was put in above, from its own list and with its own type
}
