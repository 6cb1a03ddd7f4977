import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PlayheadError } from '@playhead/protocol';
import type { Handler } from '../handler.ts';

/** Where a server listens. */
export interface ListenOptions {
  /** Default 7433. 0 takes any free port. */
  readonly port?: number;
  /** The address to bind. Default `127.0.0.1`: this machine only. */
  readonly host?: string;
  /** Whether a taken port is replaced by the next free one. Default true. */
  readonly portFallback?: boolean;
  /** How long the headers of a request may take to arrive, in milliseconds. Default 15,000. */
  readonly headersTimeoutMs?: number;
  /** How long a whole request may take to arrive, in milliseconds; an answer may take as long as it likes. Default 300,000. */
  readonly requestTimeoutMs?: number;
  /** How many connections may be open at once; beyond that new ones are closed at once. Default 10,000. */
  readonly connections?: number;
}

/** A server that listens. */
export interface Listening {
  /** Where it is, such as `http://127.0.0.1:7433`. */
  readonly url: string;
  readonly port: number;
  /** Stops listening, ends the open connections and closes the handler. */
  close(): Promise<void>;
}

const FALLBACK_PORTS = 100;

/**
 * Puts a handler on a port of this machine.
 *
 * @throws PlayheadError `port_in_use` when the port is taken and `portFallback` is false.
 *
 * @example
 * ```ts
 * const { url, close } = await listen(createHandler({ storage }));
 * ```
 */
export async function listen(handler: Handler, options: ListenOptions = {}): Promise<Listening> {
  const { port: wanted = 7433, host = '127.0.0.1', portFallback = true, headersTimeoutMs = 15_000, requestTimeoutMs = 300_000, connections = 10_000 } = options;
  const timeouts = { headersTimeout: Math.min(headersTimeoutMs, requestTimeoutMs), requestTimeout: requestTimeoutMs, connectionsCheckingInterval: Math.min(5000, headersTimeoutMs, requestTimeoutMs) };
  const server = createServer(timeouts, (incoming, outgoing) => void answer(handler, incoming, outgoing));
  server.maxConnections = connections;
  const last = portFallback && wanted !== 0 ? Math.min(65_535, wanted + FALLBACK_PORTS) : wanted;
  let port = await bind(server, wanted, host);
  for (let next = wanted + 1; port === undefined && next <= last; next += 1) port = await bind(server, next, host);
  if (port === undefined) {
    throw new PlayheadError('port_in_use', `Port ${wanted} of ${host} is taken, so the server did not start. Stop the other program or choose another port.`);
  }
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${port}`,
    port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await handler.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** @returns The port bound; undefined when it is taken. */
function bind(server: Server, port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const refused = (error: NodeJS.ErrnoException): void => {
      server.off('listening', bound);
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(new PlayheadError('server_unavailable', `The server cannot listen on ${host}:${port} (${error.code ?? error.message}). Choose another port or host.`, { cause: error }));
    };
    const bound = (): void => {
      server.off('error', refused);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    };
    server.once('error', refused).once('listening', bound).listen(port, host);
  });
}

async function answer(handler: Handler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const gone = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) gone.abort(); // who has the whole answer needs no word
  });
  try {
    const { remoteAddress, localPort } = incoming.socket;
    const connection = { ...(remoteAddress !== undefined && { remoteAddress }), ...(localPort !== undefined && { port: localPort }) };
    const request = requestOf(incoming, gone.signal);
    const response = request ? await handler(request, connection) : new Response(null, { status: 400 });
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    if (!response.body) {
      outgoing.end();
      return;
    }
    outgoing.flushHeaders();
    // The DOM's and Node's stream types describe one object.
    await pipeline(Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]), outgoing);
  } catch {
    outgoing.destroy(); // the reader went away, or its log broke in the middle: a cut connection says so
  }
}

/** @returns undefined for a request whose host or method no fetch request can have. */
function requestOf(incoming: IncomingMessage, signal: AbortSignal): Request | undefined {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) headers.append(name, one);
  }
  const { method = 'GET', url = '/' } = incoming;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  try {
    return new Request(new URL(`http://${headers.get('host') ?? ''}${url.startsWith('/') ? url : '/'}`), {
      method, headers, signal,
      // `duplex` is what Node needs to stream a body; the DOM's types do not know it.
      ...(hasBody && ({ body: Readable.toWeb(incoming), duplex: 'half' } as unknown as RequestInit)),
    });
  } catch {
    return undefined;
  }
}
