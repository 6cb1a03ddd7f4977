import { isJsonObject } from '@playhead/protocol';
import type { BodyChange, ChangedExchange, ExchangeChanges } from './exchange-changes.ts';
import type { RawHeaders } from './headers.ts';

/** What {@link oauthChanges} is told. */
export interface OauthChangesOptions {
  /** The server behind the tap. */
  readonly upstream: string;
  /** Whether metadata is changed so that it names the tap. Otherwise answers that cannot work are refused. */
  readonly rewrite: boolean;
}

const METADATA = '/.well-known/oauth-protected-resource';
const ADVICE = 'This server signs clients in with OAuth for its own address, so that they would refuse it behind a tap. Start the tap with --rewrite-oauth-resource, or put it where the name of the server leads to.';
/** So many places of metadata and resources are remembered: a server has one. */
const MOST_KNOWN = 16;

/**
 * OAuth for MCP names a server by its address, and clients compare that with the one they use. Two things are rewritten, and nothing else: `resource` in the metadata of the
 * server, and `resource_metadata` in `WWW-Authenticate`. Where a request for a token or for leave passes the tap, it names the resource as the server does.
 */
export function oauthChanges({ upstream, rewrite }: OauthChangesOptions): ExchangeChanges {
  const server = new URL(upstream);
  const metadataPaths = new Set<string>();
  /** What the server calls a resource, by what its client calls it. */
  const originals = new Map<string, string>();

  const isMetadata = ({ method, target }: ChangedExchange): boolean => {
    const path = target.split('?', 1)[0] ?? '';
    return method === 'GET' && (path === METADATA || path.startsWith(`${METADATA}/`) || metadataPaths.has(path));
  };
  /** The address as the client has to see it; undefined where it is right as it is. */
  const seenBy = (address: string, request: ChangedExchange): string | undefined => {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    const host = request.headers.host ?? server.host;
    if (!url || url.origin !== server.origin || url.host === host.toLowerCase()) return undefined;
    return `http://${host}${address.slice(address.indexOf('//') + 2 + url.host.length)}`;
  };
  const changeMetadata = (request: ChangedExchange): BodyChange => (body) => {
    const metadata = parsed(body.toString());
    if (!isJsonObject(metadata)) return body;
    const { resource } = metadata;
    const seen = typeof resource === 'string' ? seenBy(resource, request) : undefined;
    if (typeof resource !== 'string' || seen === undefined) return body;
    if (!rewrite) throw new Error(ADVICE);
    if (originals.size < MOST_KNOWN) originals.set(seen, resource);
    return Buffer.from(JSON.stringify({ ...metadata, resource: seen }));
  };
  const originalIn = (parameters: URLSearchParams): string | undefined => {
    const named = parameters.getAll('resource');
    if (!named.some((name) => originals.has(name))) return undefined;
    parameters.delete('resource');
    for (const name of named) parameters.append('resource', originals.get(name) ?? name);
    return parameters.toString();
  };

  return {
    target(target) {
      const [path = '', query] = target.split(/\?(.*)/s, 2);
      const changed = query === undefined ? undefined : originalIn(new URLSearchParams(query));
      return changed === undefined ? target : `${path}?${changed}`;
    },
    requestBody({ method, headers }) {
      if (originals.size === 0 || method !== 'POST' || !/^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '')) return undefined;
      return (body) => Buffer.from(originalIn(new URLSearchParams(body.toString())) ?? body);
    },
    refusal(request, { headers }) {
      const announced = announcedIn(headers['www-authenticate'] ?? '');
      return !rewrite && announced !== undefined && seenBy(announced, request) !== undefined ? ADVICE : undefined;
    },
    responseHeaders: (raw, request): RawHeaders => raw.map((value, index) => {
      if (index % 2 === 0 || raw[index - 1]?.toLowerCase() !== 'www-authenticate') return value;
      const announced = announcedIn(value);
      const seen = announced === undefined ? undefined : seenBy(announced, request);
      if (announced === undefined || seen === undefined) return value;
      if (metadataPaths.size < MOST_KNOWN) metadataPaths.add(new URL(announced).pathname);
      return value.replace(announced, seen);
    }),
    responseBody: (request, { status }) => (status === 200 && isMetadata(request) ? changeMetadata(request) : undefined),
  };
}

/** Where a server says that its metadata is. */
function announcedIn(challenge: string): string | undefined {
  return /\bresource_metadata\s*=\s*(?:"([^"]*)"|([^\s,]+))/i.exec(challenge)?.slice(1).find((part) => part !== undefined);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
