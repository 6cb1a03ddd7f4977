import type { CatalogKind } from '@playhead/replay-core/metrics';

/** A page of the app. */
export type Route =
  | { readonly page: 'sessions' | 'statistics' | 'settings' }
  | { readonly page: 'catalog'; readonly kind?: CatalogKind; readonly name?: string }
  | { readonly page: 'session'; readonly id: string };

const SESSION = /^\/sessions\/([^/]{1,200})\/?$/;
const CATALOG = /^\/catalog(?:\/([a-z_]{1,20}))?\/?$/;
/** As figures hold them: the list itself comes with the page that needs figures. */
const KINDS: Readonly<Record<CatalogKind, true>> = { tool: true, mcp_server: true, mcp_tool: true, skill: true, plugin: true, subagent: true, model: true };
const LONGEST_NAME = 200;

/**
 * Reads the page from an address. Everything that is no other page leads to the list.
 *
 * @param query - Names an entry of the catalog: names may hold slashes, which paths may not.
 */
export function routeOf(path: string, query = ''): Route {
  const id = SESSION.exec(path)?.[1];
  if (id !== undefined) return { page: 'session', id: decode(id) };
  const catalog = CATALOG.exec(path);
  if (catalog) {
    const kind = isKind(catalog[1]) ? catalog[1] : undefined;
    const name = new URLSearchParams(query).get('name')?.slice(0, LONGEST_NAME) || undefined;
    return { page: 'catalog', ...(kind && { kind }), ...(kind && name !== undefined && { name }) };
  }
  const plain = path.replace(/\/$/, '');
  return { page: plain === '/statistics' ? 'statistics' : plain === '/settings' ? 'settings' : 'sessions' };
}

/** The address of a session. */
export function sessionPath(id: string): string {
  return `/sessions/${encodeURIComponent(id)}`;
}

/**
 * The address of the catalog, of a kind in it, or of an entry.
 *
 * @param query - What sessions are narrowed to, as `queryOfFilters` writes it.
 */
export function catalogPath({ kind, name }: { readonly kind?: CatalogKind | undefined; readonly name?: string | undefined }, query: string): string {
  const params = new URLSearchParams(query);
  if (name !== undefined) params.set('name', name);
  return `/catalog${kind === undefined ? '' : `/${kind}`}${params.size === 0 ? '' : `?${params}`}`;
}

function isKind(text: string | undefined): text is CatalogKind {
  return text !== undefined && Object.hasOwn(KINDS, text);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
