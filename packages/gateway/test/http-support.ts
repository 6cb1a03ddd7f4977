import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type RequestListener, type RequestOptions, type Server } from 'node:http';
import { connect, createServer as createRawServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach } from 'vitest';
import type { ExchangeStep } from '../src/http/exchange.ts';
import { createHttpTap, type HttpTap, type HttpTapOptions } from '../src/http/http-tap.ts';

const open: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

/** Starts a server for one test. @returns Its address. */
export async function serve(handler: RequestListener): Promise<{ url: string; server: Server }> {
  const server = createServer(handler);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(() => { server.closeAllConnections(); server.close(); });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }; // it listens at a port
}

/** Starts a server for one test that takes whatever comes, and answers that all is well. @returns Its address. */
export async function serveRaw(onBytes: (bytes: Buffer) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createRawServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('data', (bytes) => {
      onBytes(bytes);
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens at a port
}

/** A tap for one test, with what it was told. */
export async function tapOf(upstream: string, options: Partial<HttpTapOptions> = {}): Promise<HttpTap & { steps: ExchangeStep[] }> {
  const steps: ExchangeStep[] = [];
  const tap = await createHttpTap({ upstream, onStep: (step) => { steps.push(step); }, ...options });
  open.push(() => tap.close(0));
  return { ...tap, steps };
}

/** The bytes of one direction that a tap told of. */
export function copied(steps: readonly ExchangeStep[], direction: 'to_server' | 'to_client'): Buffer {
  return Buffer.concat(steps.flatMap((step) => (step.kind === 'bytes' && step.direction === direction ? [step.bytes] : [])));
}

/** Sends a request in pieces. @returns The head of the answer. */
export async function ask(url: string, options: RequestOptions, pieces: readonly Uint8Array[] = []): Promise<IncomingMessage> {
  const asked = request(url, { agent: false, ...options });
  const answered = once(asked, 'response');
  for (const piece of pieces) if (!asked.write(piece)) await Promise.race([once(asked, 'drain'), answered]);
  asked.end();
  const [answer] = (await answered) as [IncomingMessage]; // the arguments of this event
  return answer;
}

export async function bodyOf(answer: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Sends bytes as they are. @returns All that comes back until the other side ends. */
export async function sendRaw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(text);
  return String(await bodyOf(socket).catch((error: Error) => error.message));
}
