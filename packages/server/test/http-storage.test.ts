import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { encodeRecord, isPlayheadError, type SessionStorage } from '@playhead/protocol';
import { httpStorage, type HttpStorageOptions } from '@playhead/storage-adapters/http';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHandler, type Handler } from '../src/index.ts';
import { listen, type Listening } from '../src/node.ts';

const ID = '01937d1e-7c3a-7000-8000-5f2b6c8d9e01';
const HEADER = { sessionId: ID, name: 'Fix the login', harness: 'test', agentName: 'me', workspaceName: 'shop' };
const SECRET = ['tok', 'en', '-', 'a1b2c3'.repeat(4)].join('');

const ANNOTATION = { id: 'a1', at: 1, author: 'me', type: 'note', data: { text: 'Look here' } };
const TOMBSTONE = encodeRecord({ id: 't1', p: 'drop', e: 0, n: 0, at: 1, type: 'session_dropped', via: 'sdk', data: { reason: 'private' } });
const FILLING = 'x'.repeat(256 * 1024);

let behind: SessionStorage;
let server: Listening;
let handler: Handler;
const open: SessionStorage[] = [];
const fronts: Server[] = [];
/** Answers in the place of the server, or undefined to let the request through. */
type Front = (request: IncomingMessage, body: Buffer, response: ServerResponse) => boolean | Promise<boolean>;

beforeEach(async () => {
  behind = memoryStorage();
  handler = createHandler({ storage: behind });
  server = await listen(handler, { port: 0 });
  await behind.create(HEADER);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((storage) => storage.close()));
  for (const front of fronts.splice(0)) {
    front.closeAllConnections();
    front.close();
  }
  await server.close();
});

const connect = (options: Partial<HttpStorageOptions> = {}): SessionStorage => {
  const storage = httpStorage({ url: server.url, retryMs: 5, ...options });
  open.push(storage);
  return storage;
};
const line = (n: number, data: Record<string, unknown> = {}): string => encodeRecord({ id: `id-${n}`, p: 'p1', e: 0, n, at: 1795232184432781 + n, type: 'moment', via: 'sdk', data: { title: `${n}`, ...data } as never });
const stored = async (): Promise<string[]> => {
  const lines: string[] = [];
  for await (const { records } of behind.read(ID)) lines.push(...records.map((record) => record.line));
  return lines;
};
/** Something between client and server, such as a proxy. */
const between = async (front: Front): Promise<string> => {
  const proxy = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (await front(request, body, response)) return;
    const headers = { ...(request.headers as Record<string, string>), host: new URL(server.url).host };
    const answer = await fetch(server.url + (request.url ?? ''), { method: request.method ?? 'GET', headers: withoutHops(headers), ...(body.length > 0 && { body }) });
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    try {
      for await (const chunk of answer.body ?? []) response.write(chunk);
      response.end();
    } catch {
      response.destroy();
    }
  });
  fronts.push(proxy);
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
};
const HOPS = ['connection', 'transfer-encoding', 'content-length'];
const withoutHops = (headers: Record<string, string>): Record<string, string> => Object.fromEntries(Object.entries(headers).filter(([name]) => !HOPS.includes(name)));
const refuse = (response: ServerResponse, status: number, headers: Record<string, string> = {}, body = ''): true => {
  response.writeHead(status, headers).end(body);
  return true;
};
const codeOf = async (promise: Promise<unknown>): Promise<unknown> => promise.then(() => 'done', (error: unknown) => (isPlayheadError(error) ? error.code : error));

describe('a server that cannot answer for a while', () => {
  test.each([408, 429, 500, 502, 503, 504])('and says %i is asked again', async (status) => {
    let refused = 0;
    const url = await between((_, __, response) => (refused += 1) <= 2 && refuse(response, status));
    await connect({ url }).append(ID, [line(0)]);
    expect([refused, await stored()]).toEqual([3, [line(0)]]);
  });

  test('and cuts the connection is asked again, and has the line once', async () => {
    let requests = 0;
    const url = await between(async (request, body, response) => {
      if ((requests += 1) > 1) return false;
      await fetch(server.url + (request.url ?? ''), { method: 'POST', body: new Uint8Array(body), headers: { host: new URL(server.url).host } });
      response.destroy(); // the server has it, and the client does not know
      return true;
    });
    await connect({ url }).append(ID, [line(0)]);
    expect([requests, await stored()]).toEqual([2, [line(0)]]);
  });

  test('is not asked again before the time that it names', async () => {
    const times: number[] = [];
    const url = await between((_, __, response) => times.push(Date.now()) === 1 && refuse(response, 429, { 'retry-after': '1' }));
    await connect({ url }).append(ID, [line(0)]);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(990);
  });

  test('is given up in the end, and the call may be repeated', async () => {
    let requests = 0;
    const url = await between((_, __, response) => refuse(response, 503, {}, String((requests += 1))));
    const error: unknown = await connect({ url, retries: 3 }).append(ID, [line(0)]).catch((reason: unknown) => reason);
    expect([isPlayheadError(error, 'storage_unavailable') && error.retryable, requests]).toEqual([true, 4]);
    expect(await codeOf(connect({ url: 'http://127.0.0.1:9', retries: 1 }).list())).toBe('storage_unavailable');
  });

  test('is not waited for longer than it may take', async () => {
    const url = await between(() => true); // and never answers
    expect(await codeOf(connect({ url, timeoutMs: 50, retries: 1 }).get(ID))).toBe('storage_unavailable');
  });
});

describe('what a server says', () => {
  test.each([
    [400, 'usage'], [403, 'forbidden'], [404, 'not_found'], [409, 'conflict'], [413, 'payload_too_large'], [507, 'storage_full'],
  ])('with %i and no word of its own is %s, and is asked once', async (status, code) => {
    let requests = 0;
    const url = await between((_, __, response) => refuse(response, status, {}, `<html>${(requests += 1)}</html>`));
    expect([await codeOf(connect({ url }).append(ID, [line(0)])), requests]).toEqual([code, 1]);
  });

  test('comes back with its code and its message', async () => {
    const error: unknown = await connect().append(ID, [line(0, { title: 5 as never })]).catch((reason: unknown) => reason);
    expect(isPlayheadError(error, 'invalid_event') && error.message).toContain('"title" must be a string');
    expect(await codeOf(connect().append(ID.replace('1e', '2e'), [line(0)]))).toBe('session_not_found');
  });

  test('that is no answer of Playhead is said to be none', async () => {
    const url = await between((_, __, response) => refuse(response, 200, {}, '<html>Log in</html>'));
    expect(await codeOf(connect({ url }).list())).toBe('storage_unavailable');
  });

  test.each([['a page', '<html>Log in</html>'], ['JSON of something else', '{"status":"ok"}'], ['nothing', '']])('counts as stored only where Playhead says so, and not where %s comes back', async (_, body) => {
    const url = await between((__, ___, response) => refuse(response, 200, {}, body));
    const storage = connect({ url });
    const calls = [storage.create(HEADER), storage.append(ID, [line(0)]), storage.annotate(ID, ANNOTATION), storage.blobs.put(ID, new Uint8Array([1])), storage.derived.put(ID, 'index', 1, new Uint8Array([1])), storage.delete(ID), storage.drop(ID, TOMBSTONE)];
    expect(await Promise.all(calls.map(codeOf))).toEqual(calls.map(() => 'storage_unavailable'));
  });

  test('without an end is not waited for when it is a refusal', async () => {
    const url = await between((_, __, response) => {
      response.writeHead(503).write('{"code":');
      return true; // and never ends
    });
    expect(await codeOf(connect({ url, timeoutMs: 100, retries: 1 }).append(ID, [line(0)]))).toBe('storage_unavailable');
  });

  test('without an end is not kept in memory when it is a refusal', async () => {
    let written = 0;
    const url = await between((_, __, response) => {
      response.writeHead(507);
      const more = (): void => {
        while (!response.destroyed && written < 1e9 && response.write(FILLING)) written += FILLING.length;
      };
      response.on('drain', more);
      more();
      return true;
    });
    expect(await codeOf(connect({ url }).append(ID, [line(0)]))).toBe('storage_full');
    expect(written).toBeLessThan(64 * 1024 * 1024);
  });

  test('within a log and without a line end is given up before it fills the memory', async () => {
    const url = await between((_, __, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: ');
      const more = (): void => {
        while (!response.destroyed && response.write(FILLING)); // for as long as somebody takes it
      };
      response.on('drain', more);
      more();
      return true;
    });
    expect(await codeOf(connect({ url }).read(ID)[Symbol.asyncIterator]().next())).toBe('storage_unavailable');
  });

  test('to somebody who follows a log is said to be none when it is a page', async () => {
    const url = await between((_, __, response) => refuse(response, 200, { 'content-type': 'text/html' }, '<html>Log in</html>'));
    const following = connect({ url, retries: 1 }).subscribe(ID, { signal: AbortSignal.timeout(20_000) });
    expect(await codeOf(following[Symbol.asyncIterator]().next())).toBe('storage_unavailable');
  });
});

describe('a token', () => {
  /** Lets only one token through. */
  const asking = async (good: () => string): Promise<{ url: string; seen: string[] }> => {
    const seen: string[] = [];
    const url = await between((request, _, response) => {
      seen.push(request.headers.authorization ?? 'none');
      return request.headers.authorization !== `Bearer ${good()}` && refuse(response, 401, {}, JSON.stringify({ code: 'unauthorized', message: `No such token: ${request.headers.authorization}` }));
    });
    return { url, seen };
  };

  test('is sent with every request, and another one is asked for once when it is refused', async () => {
    const { url, seen } = await asking(() => 'new-token');
    let asked = 0;
    const storage = connect({ url, token: SECRET, onUnauthorized: async () => { asked += 1; return 'new-token'; } });
    await Promise.all([storage.append(ID, [line(0)]), storage.get(ID), storage.list(), storage.annotations(ID)]);
    expect([asked, new Set(seen)]).toEqual([1, new Set([`Bearer ${SECRET}`, 'Bearer new-token'])]);
    expect(await stored()).toEqual([line(0)]);
  });

  test.each([
    ['nothing', (): undefined => undefined],
    ['another bad one', (): string => 'bad-too'],
    ['an error that quotes it', (): never => { throw new Error(SECRET); }],
  ])('that is refused stands in no error when the answer is %s', async (_, onUnauthorized) => {
    const { url } = await asking(() => 'good');
    const error: unknown = await connect({ url, token: SECRET, onUnauthorized }).list().catch((reason: unknown) => reason);
    expect(isPlayheadError(error, 'unauthorized')).toBe(true);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(SECRET);
  });

  test('stands in no error of the network, of a stream or of the storage itself', async () => {
    const cut = await between((request, _, response) => (request.headers.accept?.includes('event-stream') ? refuse(response, 200, {}, `event: error\ndata: ${JSON.stringify({ code: 'internal', message: `with ${SECRET}` })}\n\n`) : (response.destroy(), true)));
    const storage = connect({ url: cut, token: SECRET, retries: 1 });
    for (const call of [() => storage.list(), () => storage.append(ID, [line(0)]), () => storage.read(ID)[Symbol.asyncIterator]().next()]) {
      const error: unknown = await call().catch((reason: unknown) => reason);
      expect(isPlayheadError(error)).toBe(true);
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(SECRET);
    }
    expect(inspect(storage, { depth: 9, showHidden: true })).not.toContain(SECRET);
  });

  test.each([[{ token: `${SECRET}\nx` }], [{ url: `http://me:${SECRET}@127.0.0.1` }], [{ url: `file:///${SECRET}` }], [{ url: SECRET }]])('that cannot be one is refused without repeating it (%#)', (options) => {
    const error = ((): unknown => {
      try {
        return connect(options);
      } catch (reason) {
        return reason;
      }
    })();
    expect(isPlayheadError(error, 'usage')).toBe(true);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(SECRET);
  });

  test('goes to no other server', async () => {
    const elsewhere: string[] = [];
    const other = await between((request, _, response) => { elsewhere.push(request.headers.authorization ?? ''); return refuse(response, 200, {}, '{}'); });
    const url = await between((request, _, response) => refuse(response, 307, { location: other + (request.url ?? '') }));
    expect(await codeOf(connect({ url, token: SECRET, retries: 0 }).list())).toBe('storage_unavailable');
    expect(elsewhere).toEqual([]);
  });
});

describe('appends', () => {
  test('of one moment go together, in the order of the calls', async () => {
    let requests = 0;
    const url = await between(() => { requests += 1; return false; });
    const storage = connect({ url });
    const lines = Array.from({ length: 300 }, (_, n) => line(n));
    await Promise.all(lines.map((one) => storage.append(ID, [one])));
    expect([requests <= 2, await stored()]).toEqual([true, lines]);
  });

  test('that are refused do not take others with them', async () => {
    const storage = connect();
    const codes = await Promise.all([[line(0)], [line(1, { title: 5 as never })], [line(2)]].map((lines) => codeOf(storage.append(ID, lines))));
    expect([codes, await stored()]).toEqual([['done', 'invalid_event', 'done'], [line(0), line(2)]]);
  });

  test('that are too much for the server are sent in parts, unless one line alone is', async () => {
    const url = await between((_, body, response) => body.byteLength > 2000 && refuse(response, 413));
    const storage = connect({ url, compress: false });
    const lines = Array.from({ length: 60 }, (_, n) => line(n));
    await storage.append(ID, lines);
    expect(await stored()).toEqual(lines);
    expect(await codeOf(storage.append(ID, [line(60, { description: 'x'.repeat(3000) })]))).toBe('payload_too_large');
  });

  test('that are large are packed, unless they are not to be', async () => {
    const seen: (string | undefined)[] = [];
    const url = await between((request) => { seen.push(request.headers['content-encoding']); return false; });
    const lines = (from: number): string[] => Array.from({ length: 200 }, (_, n) => line(from + n));
    await connect({ url, compress: true }).append(ID, lines(0));
    await connect({ url, compress: false }).append(ID, lines(200));
    await connect({ url, compress: true }).append(ID, [line(400)]);
    await connect({ url }).append(ID, lines(401)); // to this machine
    expect([seen, (await stored()).length]).toEqual([['gzip', undefined, undefined, undefined], 601]);
  });

  test('of a number that the server has otherwise leave it as it is, and say so', async () => {
    const conflicts: unknown[] = [];
    const storage = connect({ onConflict: (conflict) => conflicts.push(conflict) });
    await storage.append(ID, [line(0)]);
    await storage.append(ID, [line(0, { title: 'another' }), line(1)]);
    expect([await stored(), conflicts]).toEqual([[line(0), line(1)], [{ sessionId: ID, lines: 1 }]]);
  });
});

describe('following', () => {
  /** Follows until so many lines came. */
  const follow = async (storage: SessionStorage, count: number, onLine: (n: number) => Promise<void> = async () => undefined): Promise<string[]> => {
    const stop = new AbortController();
    const seen: string[] = [];
    for await (const { records } of storage.subscribe(ID, { signal: stop.signal })) {
      for (const { line: text } of records) {
        seen.push(text);
        await onLine(seen.length);
      }
      if (seen.length >= count) stop.abort();
    }
    return seen;
  };
  const lines = Array.from({ length: 30 }, (_, n) => line(n));

  test('goes on where its connection was cut, without a gap and without a copy', async () => {
    const streams = new Set<ServerResponse>();
    let count = 0;
    const url = await between((request, _, response) => {
      if (!request.headers.accept?.includes('event-stream')) return false;
      count += 1;
      streams.add(response);
      return false;
    });
    await behind.append(ID, lines.slice(0, 5));
    const seen = await follow(connect({ url }), 30, async (n) => {
      if (n % 5 !== 0 || n === 30) return;
      for (const stream of streams) stream.destroy();
      streams.clear();
      await behind.append(ID, lines.slice(n, n + 5));
    });
    expect([seen, count >= 5]).toEqual([lines, true]);
  });

  test('asks again and again where it is told to', async () => {
    const accepts: string[] = [];
    const url = await between((request) => { accepts.push(new URL(request.url ?? '', 'http://x').searchParams.get('wait') ?? 'stream'); return false; });
    await behind.append(ID, lines.slice(0, 10));
    const storage = connect({ url, longPoll: true });
    expect(storage.capabilities.live).toBe('poll');
    expect(await follow(storage, 30, async (n) => { if (n === 10) await behind.append(ID, lines.slice(10)); })).toEqual(lines);
    expect(accepts).not.toContain('stream');
  });

  test('asks again and again where a proxy holds up what has no end', async () => {
    const url = await between((request) => Boolean(request.headers.accept?.includes('event-stream')) && !request.url?.includes('wait='));
    await behind.append(ID, lines.slice(0, 10));
    expect(await follow(connect({ url, timeoutMs: 300 }), 30, async (n) => { if (n === 10) await behind.append(ID, lines.slice(10)); })).toEqual(lines);
  });

  test('comes back to a server that was away', async () => {
    let away = false;
    const streams = new Set<ServerResponse>();
    const url = await between((_, __, response) => {
      streams.add(response);
      return away && (response.destroy(), true);
    });
    await behind.append(ID, lines.slice(0, 10));
    const seen = await follow(connect({ url, retries: 0 }), 30, async (n) => {
      if (n !== 10) return;
      away = true;
      for (const stream of streams) stream.destroy();
      await behind.append(ID, lines.slice(10));
      setTimeout(() => { away = false; }, 50);
    });
    expect(seen).toEqual(lines);
  });

  test('of what is not there, or on a server that is not, says so', async () => {
    const first = (storage: SessionStorage, sessionId: string): Promise<unknown> => storage.subscribe(sessionId, { signal: new AbortController().signal })[Symbol.asyncIterator]().next();
    expect(await codeOf(first(connect(), ID.replace('1e', '2e')))).toBe('session_not_found');
    expect(await codeOf(first(connect({ url: 'http://127.0.0.1:9', retries: 1 }), ID))).toBe('storage_unavailable');
  });
});

test('a read goes on where its connection was cut', async () => {
  const lines = Array.from({ length: 40 }, (_, n) => line(n, { description: 'x'.repeat(100_000) }));
  await behind.append(ID, lines);
  let reads = 0;
  const url = await between(async (request, _, response) => {
    if (!request.headers.accept?.includes('event-stream')) return false;
    if ((reads += 1) > 2) return false;
    const answer = await fetch(server.url + (request.url ?? ''), { headers: { accept: 'text/event-stream' } });
    const text = await answer.text();
    response.writeHead(200, Object.fromEntries(answer.headers));
    response.write(text.slice(0, 1_500_000), () => response.destroy());
    return true;
  });
  const seen: string[] = [];
  for await (const { records } of connect({ url }).read(ID)) seen.push(...records.map((record) => record.line));
  expect([seen.length === 40 && seen.every((one, n) => one === lines[n]), reads]).toEqual([true, 3]);
});
