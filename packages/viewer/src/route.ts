/** A page of the app. */
export type Route =
  | { readonly page: 'sessions' | 'statistics' }
  | { readonly page: 'session'; readonly id: string };

const SESSION = /^\/sessions\/([^/]{1,200})\/?$/;

/** Reads the page from an address's path. Everything that is no other page leads to the list. */
export function routeOf(path: string): Route {
  const id = SESSION.exec(path)?.[1];
  if (id !== undefined) return { page: 'session', id: decode(id) };
  return { page: path.replace(/\/$/, '') === '/statistics' ? 'statistics' : 'sessions' };
}

/** The address of a session. */
export function sessionPath(id: string): string {
  return `/sessions/${encodeURIComponent(id)}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
