import { createServer, Agent as HttpAgent, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { PlayheadError } from '@playhead/protocol';
import type { ExchangeStep } from './exchange.ts';
import { forwardExchange, MOST_HEADER_BYTES, type ForwardedExchange } from './forward-exchange.ts';
import type { ExchangeChanges } from './exchange-changes.ts';
import { ownNames } from './own-names.ts';

/** What {@link createHttpTap} is told. */
export interface HttpTapOptions {
  /** The server: `http:` or `https:`. Requests go there and nowhere else, whatever they say and whatever it answers. */
  readonly upstream: string;
  /** Where the tap listens. Default `127.0.0.1`. */
  readonly host?: string;
  /** The port. Default 0: one that is free. */
  readonly port?: number;
  /** The headers that {@link HttpTapOptions.onStep} is told of, in lower case. Default: type, length and encoding of bodies. */
  readonly keepHeaders?: readonly string[];
  /** Told of every step after it was handed on. Bytes must not be changed. What it throws is ignored. */
  readonly onStep?: (step: ExchangeStep) => void;
  /** What is changed on the way. Default nothing. */
  readonly changes?: ExchangeChanges;
}

/** A tap on the way to an HTTP server. */
export interface HttpTap {
  /** What a client takes in the place of the server's address: the same path, here. */
  readonly url: string;
  /**
   * Takes no more requests, and ends.
   *
   * @param graceMs - How long answers may take that are on their way: milliseconds. Default 1000.
   */
  close(graceMs?: number): Promise<void>;
}

const BODY_HEADERS = ['content-type', 'content-length', 'content-encoding'] as const;
/** How long a connection may say nothing between two requests: milliseconds. */
const IDLE_MS = 60_000;
/** How long one to the server may, unless the server says less: many leave theirs after five seconds, and a request on its way at that moment would be lost. */
const SERVER_IDLE_MS = 4000;
const GRACE_MS = 1000;

/**
 * Listens in the place of an HTTP server and hands every request on to it: heads but for what is about the connection, bodies byte for byte as they come and
 * no faster than they are taken. Each connection of a client has one of its own to the server. Who leaves is left by the other, too. A server that cannot be reached is
 * an answer with status 502.
 *
 * @throws {@link PlayheadError} `usage` for an address that cannot be one; `port_in_use`.
 *
 * @example
 * ```ts
 * const tap = await createHttpTap({ upstream: 'https://mcp.example.com/mcp', onStep: (step) => show(step.exchange, step.kind) });
 * console.log(tap.url); // such as http://127.0.0.1:43211/mcp
 * await tap.close();
 * ```
 */
export function createHttpTap(options: HttpTapOptions): Promise<HttpTap> {
  return openHttpTap(options, forwardExchange);
}

/** Listens, and leaves it to somebody else what becomes of each request. */
export async function openHttpTap(options: HttpTapOptions, forwardOne: (exchange: ForwardedExchange) => void): Promise<HttpTap> {
  const { host = '127.0.0.1', port = 0, keepHeaders = BODY_HEADERS, onStep, changes = {} } = options;
  const upstream = upstreamOf(options.upstream);
  const kept = new Set(keepHeaders);
  const agents = new WeakMap<Socket, HttpAgent>();
  let exchanges = 0;

  /** The connections of a client are kept apart, so that one is over with the other. */
  const agentOf = (socket: Socket): HttpAgent => {
    const known = agents.get(socket);
    if (known) return known;
    const agent = new (upstream.protocol === 'https:' ? HttpsAgent : HttpAgent)({ keepAlive: true, maxSockets: 1, timeout: SERVER_IDLE_MS });
    agents.set(socket, agent);
    socket.once('close', () => agent.destroy());
    return agent;
  };
  const tell = (step: ExchangeStep): void => {
    try {
      onStep?.(step);
    } catch {
      // what becomes of a copy is nothing to those who talk
    }
  };
  const forward = (incoming: IncomingMessage, answer: ServerResponse): void => forwardOne({
    incoming, answer, upstream, kept, tell, changes, agent: agentOf(incoming.socket), exchange: exchanges++, ownNames: ownNames(host, incoming.socket),
  });
  const server = createServer({
    insecureHTTPParser: false, // what two could read in two ways is refused
    maxHeaderSize: MOST_HEADER_BYTES, keepAliveTimeout: IDLE_MS, requestTimeout: 0, // a body may take its time
  }, forward).on('checkContinue', forward);
  server.maxHeadersCount = 0;

  const address = await new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(refusalOf(error, host, port)));
    server.listen({ host, port }, () => resolve(server.address() as AddressInfo)); // a port has one
  });
  const shown = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${shown}:${address.port}${upstream.pathname}`,
    close: (graceMs = GRACE_MS) => new Promise((resolve) => {
      const late = setTimeout(() => server.closeAllConnections(), graceMs);
      server.close(() => {
        clearTimeout(late);
        resolve();
      });
      server.closeIdleConnections();
    }),
  };
}

/**
 * Reads the address of a server.
 *
 * @throws PlayheadError `usage` where it is none that a tap can stand before.
 */
export function upstreamOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) throw new PlayheadError('usage', 'The server must be an address such as https://mcp.example.com/mcp.');
  if (url.username !== '' || url.password !== '') throw new PlayheadError('usage', 'The address of the server must hold no user and no password: the client sends them in a header.');
  if (url.search !== '' || url.hash !== '') throw new PlayheadError('usage', 'The address of the server must end with its path: what follows a ? is for the client to send.');
  return url;
}

function refusalOf(error: NodeJS.ErrnoException, host: string, port: number): PlayheadError {
  if (error.code === 'EADDRINUSE') return new PlayheadError('port_in_use', `Port ${port} of ${host} is taken by another program.`, { cause: error });
  return new PlayheadError('usage', `Nobody can listen at ${host}:${port}: ${error.message}`, { cause: error });
}
