import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';

/** Answers that have no body. */
const BODILESS: ReadonlySet<number> = new Set([101, 204, 205, 304]);

/**
 * Makes a `fetch` whose requests do not keep the process alive: a server that is slow or away must not delay the end of an agent. It sends
 * bodies of bytes or text, follows no redirects and knows no cookies.
 */
export function createBackgroundFetch(): typeof globalThis.fetch {
  const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) };
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const { method = 'GET', body, signal } = init;
    const secure = url.protocol === 'https:';
    return new Promise<Response>((resolve, reject) => {
      const request = (secure ? https : http).request(url, {
        method, agent: secure ? agents['https:'] : agents['http:'],
        headers: Object.fromEntries(new Headers(init.headers)),
        ...(signal && { signal }),
      });
      request.on('socket', (socket) => socket.unref());
      request.on('error', reject);
      request.on('response', (incoming) => resolve(responseOf(incoming)));
      request.end(typeof body === 'string' || body instanceof Uint8Array ? body : undefined);
    });
  };
}

function responseOf(incoming: IncomingMessage): Response {
  const { statusCode: status = 500, headers } = incoming;
  const plain = Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as [string, string]] : []));
  incoming.on('error', () => {}); // whoever reads the body hears of it
  if (BODILESS.has(status)) {
    incoming.resume();
    return new Response(null, { status, headers: plain });
  }
  // The DOM's and Node's stream types describe one object.
  return new Response(Readable.toWeb(incoming) as unknown as BodyInit, { status, headers: plain });
}
