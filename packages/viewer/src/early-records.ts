import { plainRequest, type ServerRequest } from './access/server-request.ts';
import { placeOf } from './place.ts';
import { routeOf } from './route.ts';

/** How long an early answer is kept for whoever asks the same, in milliseconds. */
const KEPT_MS = 10_000;

/**
 * Asks for the records of the session that the address names, while the app is still being read.
 *
 * @param token - What the address brought along.
 * @returns Requests as of the page itself; the first that asks for these records gets the answer that is on its way.
 */
export function askEarly(window: Pick<Window, 'location' | 'history'>, token: string | undefined): ServerRequest {
  const { path, files } = placeOf(window);
  const route = routeOf(path);
  if (files || route.page !== 'session') return plainRequest;
  const stop = new AbortController();
  const url = `/api/v1/sessions/${encodeURIComponent(route.id)}/records?brief=true`; // what a log source asks first
  const headers = { accept: 'text/event-stream', ...(token !== undefined && { authorization: `Bearer ${token}` }) };
  let answer: Promise<Response> | undefined = plainRequest(url, { headers, signal: stop.signal });
  answer.catch(() => undefined); // who takes it hears of it
  const expiry = setTimeout(() => {
    answer = undefined;
    stop.abort();
  }, KEPT_MS);
  return (input, init = {}) => {
    const asked = new Headers(init.headers);
    const same = input === url && (init.method ?? 'GET') === 'GET' && [...asked].toString() === [...new Headers(headers)].toString();
    if (!answer || !same) return plainRequest(input, init);
    const early = answer;
    answer = undefined;
    clearTimeout(expiry);
    if (init.signal?.aborted) stop.abort();
    init.signal?.addEventListener('abort', () => stop.abort(), { once: true });
    return early;
  };
}
