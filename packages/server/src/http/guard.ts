import { PlayheadError } from '@playhead/protocol';

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]']);
/** Types that a form of any page can send without asking first. */
const FORM_TYPES = new Set(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']);

/** What the guard compares a request with. */
export interface GuardOptions {
  /** Hosts beside the local ones: `name` for any port, `name:port` for one. `0.0.0.0` and `[::]` stand for every address, but for no name. */
  readonly allowedHosts: readonly string[];
  /** Origins of other pages that may use the server, such as `https://app.example`. */
  readonly allowedOrigins: readonly string[];
  /** The port the server listens on. Undefined where the runtime does not say; then any port passes. */
  readonly port?: number;
}

/**
 * Refuses requests that a foreign web page could have caused: a host name that is not this server's
 * (DNS rebinding), an origin that is not this host, or what browsers say of where a request comes from.
 *
 * @throws PlayheadError `forbidden`.
 */
export function guardRequest(request: Request, options: GuardOptions): void {
  const host = hostOfRequest(request);
  if (!isAllowed(host, options)) {
    throw new PlayheadError('forbidden', 'This server does not answer under this host name. Open it as http://127.0.0.1 with its port, or allow the name with --allow-host.');
  }
  if (isForeign(request, host, options)) {
    throw new PlayheadError('forbidden', 'Pages of another origin may not use this server. Open the page from the server itself, or allow its origin with --allow-origin.');
  }
}

/**
 * Refuses to write what a form of a foreign page could have sent. Hooks are excepted, whose senders name no type, and so is who shows
 * a token, which no form can.
 *
 * @throws PlayheadError `forbidden`.
 */
export function guardBody(request: Request): void {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (request.method === 'GET' || request.method === 'HEAD' || !FORM_TYPES.has(type) || request.headers.has('authorization')) return;
  throw new PlayheadError('forbidden', `A body of the type ${type} could come from a form of any web page, so nothing was done. Send the header "content-type: application/json", or application/x-ndjson for records.`);
}

/** Whether the request comes from a page of an origin that its owner allowed. */
export function isAllowedOrigin(origin: string | null, { allowedOrigins }: Pick<GuardOptions, 'allowedOrigins'>): origin is string {
  return origin !== null && origin !== 'null' && allowedOrigins.some((allowed) => allowed.toLowerCase().replace(/\/$/, '') === origin.toLowerCase());
}

function isForeign(request: Request, host: string, options: GuardOptions): boolean {
  const origin = request.headers.get('origin');
  if (origin !== null) return hostOf(origin) !== host && !isAllowedOrigin(origin, options);
  const site = request.headers.get('sec-fetch-site');
  // Images, frames and scripts come without an origin. A link that a person follows may lead here from anywhere.
  return (site === 'cross-site' || site === 'same-site') && !isVisit(request);
}

function isVisit({ method, headers }: Request): boolean {
  return (method === 'GET' || method === 'HEAD') && headers.get('sec-fetch-mode') === 'navigate' && headers.get('sec-fetch-dest') === 'document';
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
  return allowedHosts.some((allowed) => {
    // A page cannot make its own name mean an address that stands in the host itself.
    if (/^(?:0\.0\.0\.0|\[?::\]?)$/.test(allowed)) return /^(?:\[.*\]|\d{1,3}(?:\.\d{1,3}){3})$/.test(name);
    return [host, name, name.replaceAll(/[[\]]/g, '')].includes(allowed.toLowerCase());
  });
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** Whether an address is this machine. */
export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(::ffff:)?127\.|^::1$/.test(address);
}
