import { PlayheadError } from '@playhead/protocol';

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]']);

/** What the guard compares a request with. */
export interface GuardOptions {
  /** Hosts beside the local ones: `name` for any port, `name:port` for one. */
  readonly allowedHosts: readonly string[];
  /** The port the server listens on. Undefined where the runtime does not say; then any port passes. */
  readonly port?: number;
}

/**
 * Refuses requests that a foreign web page could have caused: a host name that is not this server's
 * (DNS rebinding), or an origin that is not this host.
 *
 * @throws PlayheadError `forbidden`.
 */
export function guardRequest(request: Request, options: GuardOptions): void {
  const host = hostOfRequest(request);
  if (!isAllowed(host, options)) {
    throw new PlayheadError('forbidden', 'This server does not answer under this host name. Open it as http://127.0.0.1 with its port, or allow the name with allowedHosts.');
  }
  const origin = request.headers.get('origin');
  if (origin !== null && hostOf(origin) !== host) {
    throw new PlayheadError('forbidden', 'Pages of another origin may not use this server. Open the page from the server itself, or allow its host with allowedHosts.');
  }
}

/** Whether a request names this machine as its host, as no proxy of a public name does. */
export function isLocalHost(request: Request): boolean {
  return LOCAL.has(partsOf(hostOfRequest(request))?.name ?? '');
}

function hostOfRequest(request: Request): string {
  return (request.headers.get('host') ?? new URL(request.url).host).toLowerCase();
}

function partsOf(host: string): { readonly name: string; readonly given: string } | undefined {
  const match = /^(\[[0-9a-f:.]+\]|[^:]+)(?::(\d{1,5}))?$/.exec(host);
  return match ? { name: match[1] ?? '', given: match[2] ?? '80' } : undefined;
}

function isAllowed(host: string, { allowedHosts, port }: GuardOptions): boolean {
  const parts = partsOf(host);
  if (!parts) return false;
  const { name, given } = parts;
  if (LOCAL.has(name)) return port === undefined || Number(given) === port;
  return allowedHosts.some((allowed) => allowed.toLowerCase() === host || allowed.toLowerCase() === name);
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** Whether an address is this machine. */
export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(::ffff:)?127\.|^::1$/.test(address);
}
