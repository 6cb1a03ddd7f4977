import { PlayheadError, errorDescriptions, isJsonObject, isPlayheadError } from '@playhead/protocol';

const PROTECTION = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };

/** Answers with JSON. What is recorded changes while it is read, so nothing is cached. */
export function jsonResponse(value: unknown, init: { status?: number; headers?: Record<string, string> } = {}): Response {
  return jsonTextResponse(JSON.stringify(value), init);
}

/** The same with what is JSON already. */
export function jsonTextResponse(text: string, init: { status?: number; headers?: Record<string, string> } = {}): Response {
  const headers = { 'content-type': 'application/json; charset=utf-8', ...PROTECTION, ...init.headers };
  return new Response(text, { status: init.status ?? 200, headers });
}

/** Answers with a stream or bytes of a type that browsers must not guess about. */
export function bodyResponse(body: BodyInit | null, contentType: string, init: { status?: number; headers?: Record<string, string> } = {}): Response {
  return new Response(body, { status: init.status ?? 200, headers: { ...PROTECTION, 'content-type': contentType, ...init.headers } });
}

/** Answers `{ code, message }` with the status of the code. A foreign error says nothing about its inside. */
export function errorResponse(error: unknown): Response {
  const known = isPlayheadError(error) ? error : new PlayheadError('internal', 'The server met a fault of its own while answering. Its log says which; try again.');
  const { code, message, cause } = known;
  const retryAfter = isJsonObject(cause) && typeof cause['retryAfter'] === 'number' ? cause['retryAfter'] : undefined; // in seconds
  const headers = { ...(code === 'unauthorized' && { 'www-authenticate': 'Bearer realm="playhead"' }), ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }) };
  return jsonResponse({ code, message }, { status: errorDescriptions[code].status, headers });
}

/** Refuses a method that a route does not have. */
export function methodNotAllowed(allow: string): Response {
  const message = `This address answers ${allow} only.`;
  return jsonResponse({ code: 'usage', message }, { status: 405, headers: { allow } });
}
