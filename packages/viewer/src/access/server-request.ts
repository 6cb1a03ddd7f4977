/** How the app asks its server. */
export type ServerRequest = typeof fetch;

/** Asks as the page itself, without a token. */
export const plainRequest: ServerRequest = (...args) => globalThis.fetch(...args);

/**
 * Makes requests that show a token.
 *
 * @param token - Undefined while there is none.
 * @param onRefused - Hears when the server wants one, or another one.
 * @param send - Carries them. Default: as the page itself.
 */
export function requestWith(token: string | undefined, onRefused: () => void, send: ServerRequest = plainRequest): ServerRequest {
  return async (input, init = {}) => {
    const headers = new Headers(init.headers);
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    const response = await send(input, { ...init, headers });
    const reads = (init.method ?? 'GET') === 'GET'; // a token that may only read is no wrong one
    if (response.status === 401 || (response.status === 403 && token !== undefined && reads && !isForOwners(input))) onRefused();
    return response;
  };
}

/** Whether an address is for those who may change everything: a token that may only read is no wrong one there. */
function isForOwners(input: Parameters<ServerRequest>[0]): boolean {
  return typeof input === 'string' && /^\/api\/v1\/(?:retention|audit|imports\/)/.test(input);
}

/**
 * Takes the token out of an address such as `/sessions#token=playhead_read_…`, so that it stands neither in the address nor in
 * the history. The fragment is never sent to a server; from here on the token is in memory alone.
 */
export function takeToken({ location, history }: Pick<Window, 'location' | 'history'>): string | undefined {
  const match = /^#token=([\w.~-]+)$/.exec(location.hash);
  if (!match) return undefined;
  history.replaceState(history.state, '', `${location.pathname}${location.search}`);
  return match[1];
}
