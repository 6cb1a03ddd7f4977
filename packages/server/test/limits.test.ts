import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { SessionStorage } from '@playhead/protocol';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRateLimit, senderAt } from '../src/access/rate-limit.ts';
import { createToken, type AccessOptions, type Handler, type Token } from '../src/index.ts';
import { listen, type Listening, type ListenOptions } from '../src/node.ts';
import { handlerFor, hook, json, recorded } from './support.ts';

const { secret, token } = createToken({ kind: 'admin' });
const other = createToken({ kind: 'read' });
let storage: SessionStorage;
let tokens: Token[];
let handler: Handler;
const open: Listening[] = [];

beforeEach(() => {
  storage = memoryStorage();
  tokens = [token, other.token];
  start({});
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
  await handler.close();
});

function start(limits: AccessOptions['limits']): void {
  handler = handlerFor({ storage, heartbeatMs: 20, access: { tokens: { list: () => tokens }, ...(limits && { limits }) } });
}
const ask = (path: string, headers: Record<string, string>, remoteAddress = '203.0.113.7'): Promise<Response> => handler(new Request(`http://127.0.0.1:7433${path}`, { headers }), { remoteAddress });
const bearer = (text: string): Record<string, string> => ({ authorization: `Bearer ${text}` });
const statusOf = async (path: string, headers: Record<string, string>, address?: string): Promise<number> => (await ask(path, headers, address)).status;

describe('requests', () => {
  test('beyond what a token may ask wait, and say for how long', async () => {
    start({ requestsPerSecond: 0.1, burst: 3 });
    for (const status of [200, 200, 200]) expect(await statusOf('/api/v1/sessions', bearer(secret))).toBe(status);
    const response = await ask('/api/v1/sessions', bearer(secret));
    expect([response.status, (await json(response))['code'], Number(response.headers.get('retry-after'))]).toEqual([429, 'too_many_requests', expect.toSatisfy((seconds: number) => seconds >= 1 && seconds <= 10)]);
    expect(await statusOf('/api/v1/sessions', bearer(other.secret))).toBe(200);
  });

  test('with wrong tokens are counted by where they come from, and shut out nobody else', async () => {
    start({ requestsPerSecond: 0.1, burst: 2 });
    const wrong = bearer(createToken({ kind: 'admin' }).secret);
    for (const status of [401, 401, 429, 429]) expect(await statusOf('/api/v1/sessions', wrong)).toBe(status);
    expect(await statusOf('/api/v1/sessions', wrong, '203.0.113.8')).toBe(401);
    expect(await statusOf('/api/v1/sessions', bearer(secret))).toBe(200);
  });

  test('for what is public are counted too, but never those of this machine', async () => {
    start({ requestsPerSecond: 0.1, burst: 1 });
    expect([await statusOf('/healthz', {}), await statusOf('/healthz', {})]).toEqual([200, 429]);
    for (let n = 0; n < 5; n += 1) expect(await statusOf('/healthz', {}, '127.0.0.1')).toBe(200);
    for (let n = 0; n < 5; n += 1) expect(recorded(await hook(handler, { session: 's1', text: `${n}` }))).toBe(true);
  });

  test('of hooks hear nothing of it', async () => {
    start({ requestsPerSecond: 0.1, burst: 1 });
    const answers = [await hook(handler, { session: 's1', text: 'a' }, bearer(secret)), await hook(handler, { session: 's1', text: 'b' }, bearer(secret))];
    expect(await Promise.all(answers.map(async (answer) => [answer.status, await answer.text(), recorded(answer)]))).toEqual([[200, '', true], [200, '', false]]);
  });

  test('are let in again as time goes by', () => {
    let now = 0;
    const { take } = createRateLimit({ requestsPerSecond: 2, burst: 2, now: () => now });
    expect([take('a'), take('a'), take('a'), take('b')]).toEqual([0, 0, 1, 0]);
    now = 500;
    expect([take('a'), take('a')]).toEqual([0, 1]);
    now = 1_000_000;
    expect([take('a'), take('a'), take('a')]).toEqual([0, 0, 1]);
  });

  test('of more senders than are remembered cost no more memory', () => {
    const { take } = createRateLimit({ requestsPerSecond: 0.001, burst: 1, now: () => 0 });
    expect([take('first'), take('first')]).toEqual([0, 1000]);
    for (let n = 0; n < 5000; n += 1) take(`${n}`);
    expect(take('first')).toBe(0); // forgotten
  });

  test.each([
    ['203.0.113.7', 'address 203.0.113.7'],
    ['::ffff:203.0.113.7', 'address ::ffff:203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', 'network 2001:db8:1:2'],
    ['2001:db8:1:2::6', 'network 2001:db8:1:2'],
    ['2001:db8::6', 'network 2001:db8:0:0'],
    ['::1', 'network 0:0:0:0'],
    [undefined, 'address unknown'],
  ])('of %s are of one sender: %s', (address, sender) => expect(senderAt(address)).toBe(sender));
});

describe('live streams', () => {
  const follow = async (headers: Record<string, string>): Promise<Response> => {
    const sessionId = (await storage.list()).sessions[0]?.sessionId ?? '';
    return ask(`/api/v1/sessions/${sessionId}/records`, { accept: 'text/event-stream', ...headers });
  };
  const readOn = async (response: Response, done: (text: string) => boolean): Promise<string> => {
    const reader = response.body!.getReader();
    let text = '';
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      text += new TextDecoder().decode(step.value);
      if (done(text)) break;
    }
    reader.releaseLock();
    return text;
  };

  test('of one token are so many at once, and closing one makes room', async () => {
    start({ streams: 2 });
    await hook(handler, { session: 's1', text: 'a' });
    const [first] = [await follow(bearer(secret)), await follow(bearer(secret))];
    const third = await follow(bearer(secret));
    expect([third.status, (await json(third))['code'], third.headers.has('retry-after')]).toEqual([429, 'too_many_requests', true]);
    expect((await follow(bearer(other.secret))).status).toBe(200);
    await first?.body?.cancel();
    expect((await follow(bearer(secret))).status).toBe(200);
  });

  test('end when their token is revoked, and no other one does', async () => {
    start({});
    await hook(handler, { session: 's1', text: 'a' });
    const [mine, theirs] = [await follow(bearer(secret)), await follow(bearer(other.secret))];
    for (const response of [mine, theirs]) await readOn(response, (text) => text.includes('up-to-date'));
    tokens = [other.token];
    await readOn(mine, () => false); // until it ends
    await hook(handler, { session: 's1', text: 'for others' });
    expect(await readOn(theirs, (text) => text.includes('for others'))).toContain('for others');
    expect(await statusOf('/api/v1/sessions', bearer(secret))).toBe(401);
  });

  test('end when the tokens can no longer be looked up', async () => {
    start({});
    await hook(handler, { session: 's1', text: 'a' });
    const mine = await follow(bearer(secret));
    await readOn(mine, (text) => text.includes('up-to-date'));
    Object.defineProperty(tokens, 'some', { value: () => { throw new Error('unreadable'); } });
    await readOn(mine, () => false);
  });

  test('hold a slow reader\'s log back as before', async () => {
    start({});
    await hook(handler, { session: 's1', text: 'a' });
    const mine = await follow(bearer(secret));
    expect(await readOn(mine, (text) => text.includes('up-to-date'))).toContain('"text":"a"');
    await handler.close();
    await readOn(mine, () => false);
  });
});

describe('connections', () => {
  async function socketTo(options: ListenOptions): Promise<Socket> {
    start({});
    const server = await listen(handler, { port: 0, ...options });
    open.push(server);
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  }
  async function answerTo(socket: Socket): Promise<string> {
    let said = '';
    socket.on('data', (chunk) => (said += String(chunk)));
    await once(socket, 'close');
    return said;
  }

  test('whose headers never end are closed', async () => {
    const socket = await socketTo({ headersTimeoutMs: 100 });
    socket.write('GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ');
    expect(await answerTo(socket)).toContain('408');
  });

  test('whose body never ends are closed', async () => {
    const socket = await socketTo({ requestTimeoutMs: 200 });
    socket.write(`POST /hooks/echo HTTP/1.1\r\nHost: 127.0.0.1:${socket.remotePort}\r\nContent-Length: 1000\r\n\r\n{`);
    await answerTo(socket);
  });

  /** Sends a text byte by byte, for as long as the connection is open. */
  function drip(socket: Socket, byte: string): void {
    const timer = setInterval(() => socket.write(byte), 10);
    socket.on('error', () => {}).once('close', () => clearInterval(timer)); // a byte may meet a closed connection
  }

  test.each([
    ['headers come byte by byte', { headersTimeoutMs: 200 }, 'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX: '],
    ['body comes byte by byte', { requestTimeoutMs: 200 }, 'POST /hooks/echo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n{'],
  ])('whose %s are closed, however busy they look', async (_, options, begins) => {
    const socket = await socketTo(options);
    socket.write(begins);
    drip(socket, 'a');
    await answerTo(socket);
  });

  test('that never say anything are closed', async () => {
    await answerTo(await socketTo({ headersTimeoutMs: 200 }));
  });

  test('with rubbish behind a request are closed, and disturb no other', async () => {
    const socket = await socketTo({});
    socket.write(`GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:${socket.remotePort}\r\n\r\n\u0000\u0001 rubbish \r\n\r\nGET /healthz HTTP/1.1\r\n\r\n`);
    expect((await answerTo(socket)).match(/^HTTP\/1\.1 \d+/gm)?.at(-1)).toBe('HTTP/1.1 400');
    expect((await fetch(`${open.at(-1)?.url}/healthz`)).status).toBe(200);
  });

  test('that lie about the length of their body are answered once', async () => {
    const socket = await socketTo({});
    socket.write(`POST /hooks/echo HTTP/1.1\r\nHost: 127.0.0.1:${socket.remotePort}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`);
    expect(await answerTo(socket)).toMatch(/^HTTP\/1\.1 400/);
  });

  test('beyond so many are closed at once, and let in again when others have gone', async () => {
    start({});
    const server = await listen(handler, { port: 0, connections: 20 });
    open.push(server);
    const idle = await Promise.all(Array.from({ length: 20 }, async () => {
      const socket = connect(server.port, '127.0.0.1');
      await once(socket, 'connect');
      return socket;
    }));
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
    for (const socket of idle) socket.destroy();
    await expect.poll(async () => (await fetch(`${server.url}/healthz`).catch(() => undefined))?.status).toBe(200);
  });

  test('that follow a log end when their token is revoked', async () => {
    start({});
    const server = await listen(handler, { port: 0 });
    open.push(server);
    await hook(handler, { session: 's1', text: 'a' });
    const sessionId = (await storage.list()).sessions[0]?.sessionId ?? '';
    const response = await fetch(`${server.url}/api/v1/sessions/${sessionId}/records`, { headers: { accept: 'text/event-stream', ...bearer(other.secret) } });
    await readBeats(response, 2, false);
    tokens = [token];
    await readBeats(response, Infinity, false); // to its end
    expect(await statusOf(`/api/v1/sessions/${sessionId}`, bearer(other.secret))).toBe(401);
  });

  test('with more headers than fit are refused', async () => {
    const socket = await socketTo({});
    socket.write(`GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`);
    expect(await answerTo(socket)).toContain('431');
  });

  test('that wait for an answer without an end stay', async () => {
    start({});
    const server = await listen(handler, { port: 0, requestTimeoutMs: 100 });
    open.push(server);
    await fetch(`${server.url}/hooks/echo`, { method: 'POST', body: '{"session":"s1","text":"a"}' });
    const sessionId = (await storage.list()).sessions[0]?.sessionId ?? '';
    const response = await fetch(`${server.url}/api/v1/sessions/${sessionId}/records`, { headers: { accept: 'text/event-stream', ...bearer(secret) } });
    const text = await readBeats(response, 20);
    expect(text.split('\n:\n').length).toBeGreaterThanOrEqual(20);
  });

  /** Reads until so many signs of life have come: at one every 20 ms they last longer than any timeout here. */
  async function readBeats(response: Response, count: number, last = true): Promise<string> {
    const reader = response.body!.getReader();
    let text = '';
    while (text.split('\n:\n').length < count) {
      const step = await reader.read();
      if (step.done) break;
      text += new TextDecoder().decode(step.value);
    }
    if (last) await reader.cancel();
    reader.releaseLock();
    return text;
  }
});
