import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encodeRecord } from '@playhead/protocol';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { createReplay } from '../create-replay.ts';
import { sampleSession } from '../test-support/build-records.ts';
import { logSource } from './log-source.ts';
import { createSseParser } from './sse.ts';

const closing: (() => void)[] = [];
afterEach(() => { for (const close of closing.splice(0)) close(); });

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  closing.push(() => { server.closeAllConnections(); server.close(); });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/sessions/s1/records`; // a TCP server has a port
}

const records = sampleSession();
const message = (index: number): string => {
  const record = records[index];
  return record ? `id: ${String(index).padStart(4, '0')}\ndata: ${encodeRecord(record)}\n\n` : '';
};

test('a connection that breaks goes on where it broke, with nothing twice', async () => {
  const asked: (string | undefined)[] = [];
  const url = await serve((request, response) => {
    const from = request.headers['last-event-id'];
    asked.push(typeof from === 'string' ? from : undefined);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (asked.length === 1) {
      response.write(records.slice(0, 9).map((_, index) => message(index)).join('') + 'event: up-to-date\ndata: {}\n\nid: 9\ndata: {"$r":1,');
      setImmediate(() => response.destroy());
    } else response.end(records.slice(8).map((_, index) => message(index + 8)).join('') + 'event: damage\ndata: {"kind":"torn","cursor":"7","bytes":3,"message":"m"}\n\nevent: end\ndata: {}\n\n');
  });
  const replay = createReplay(logSource({ url, retryDelayMs: () => 1 }));
  closing.push(() => replay.close());
  await vi.waitFor(() => expect(replay.getState().live).toBe(false));
  await vi.waitFor(() => expect(replay.getState().model.events.length).toBe(26));
  expect(asked).toEqual([undefined, '0008']);
  expect(replay.getState()).toMatchObject({ status: 'ready', model: { damage: [{ kind: 'torn', bytes: 3 }], session: { status: 'completed' } } });
});

test('a server that goes away shows as lost until it is back, and the session goes on', async () => {
  const stream = (request: IncomingMessage, response: ServerResponse): void => {
    const from = Number(request.headers['last-event-id'] ?? -1) + 1;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`${message(from)}event: up-to-date\ndata: {}\n\n`);
  };
  const first = createServer(stream);
  await new Promise<void>((resolve) => { first.listen(0, '127.0.0.1', resolve); });
  const { port } = first.address() as AddressInfo; // a TCP server has a port
  const replay = createReplay(logSource({ url: `http://127.0.0.1:${port}/api/v1/sessions/s1/records`, retryDelayMs: () => 1 }));
  closing.push(() => replay.close());
  await vi.waitFor(() => expect(replay.getState()).toMatchObject({ status: 'ready', connection: 'open', live: true }));
  first.closeAllConnections();
  first.close();
  await vi.waitFor(() => expect(replay.getState()).toMatchObject({ connection: 'lost', live: true, status: 'ready' }));
  const second = createServer(stream);
  await new Promise<void>((resolve) => { second.listen(port, '127.0.0.1', resolve); });
  closing.push(() => { second.closeAllConnections(); second.close(); });
  await vi.waitFor(() => expect(replay.getState()).toMatchObject({ connection: 'open', live: true }));
  await vi.waitFor(() => expect(replay.getState().model.events.length).toBe(2));
});

test('a connection that breaks and is there again at once never shows as lost', async () => {
  const seen: string[] = [];
  let answers = 0;
  const url = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(message(answers));
    answers += 1;
    if (answers < 4) setImmediate(() => response.destroy());
  });
  const replay = createReplay(logSource({ url, retryDelayMs: () => 1 }));
  closing.push(() => replay.close());
  replay.subscribe(() => { seen.push(replay.getState().connection); });
  await vi.waitFor(() => expect(replay.getState().model.events.length).toBe(4));
  expect(new Set(seen)).toEqual(new Set(['open']));
});

test('a server that answers with plain lines is read once', async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    response.end(`${records.map((record) => encodeRecord(record)).join('\n')}\nnot a record\n`);
  });
  const replay = createReplay(logSource({ url }));
  await vi.waitFor(() => expect(replay.getState().status).toBe('ready'));
  expect(replay.getState().model.events.length).toBe(26);
  expect(replay.getState().model.damage).toMatchObject([{ kind: 'invalid' }]);
});

test('a session that is not there shows as such, at once', async () => {
  const url = await serve((_, response) => {
    response.writeHead(404, { 'content-type': 'application/json' });
    response.end('{"code":"session_not_found","message":"There is no session s1."}');
  });
  const replay = createReplay(logSource({ url }));
  await vi.waitFor(() => expect(replay.getState().status).toBe('error'));
  expect(replay.getState().error).toMatchObject({ code: 'session_not_found', message: 'There is no session s1.' });
});

test('a server that fails on the way says why, and what was read stays', async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(`${message(0)}event: error\ndata: {"code":"session_not_found","message":"It was deleted."}\n\n`);
  });
  const replay = createReplay(logSource({ url }));
  await vi.waitFor(() => expect(replay.getState().error).toMatchObject({ code: 'session_not_found', message: 'It was deleted.' }));
  expect(replay.getState().model.events.length).toBe(1);
});

test('a server that never answers shows as unavailable after a few tries', async () => {
  const replay = createReplay(logSource({ url: 'http://127.0.0.1:9/records', retryDelayMs: () => 1 }));
  await vi.waitFor(() => expect(replay.getState().error?.code).toBe('server_unavailable'));
});

test('a stretch is asked for by its cursors and read once, also when its connection is cut', async () => {
  const asked: (string | undefined)[][] = [];
  const url = await serve((request, response) => {
    const id = request.headers['last-event-id'];
    asked.push([request.url?.split('?')[1], typeof id === 'string' ? id : undefined]);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const from = asked.length === 1 ? 5 : 8;
    response.write([5, 6, 7, 8, 9].filter((index) => index >= from && (asked.length > 1 || index < 8)).map(message).join(''));
    if (asked.length === 1) setImmediate(() => response.destroy());
    else response.write('event: up-to-date\nid: 0009\ndata: {}\n\n'); // a server that would go on
  });
  const replay = createReplay(logSource({ url, from: '0004', to: '0009', retryDelayMs: () => 1 }));
  await vi.waitFor(() => expect(replay.getState()).toMatchObject({ status: 'ready', live: false }));
  expect(replay.getState().model.events.map(({ record }) => record.n)).toEqual([5, 6, 7, 8, 9]);
  expect(asked).toEqual([['from=0004&to=0009&follow=false&brief=true', undefined], ['to=0009&follow=false&brief=true', '0007']]);
});

test('what is there is read once when nothing is to be followed', async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`${message(0)}${message(1)}event: up-to-date\ndata: {}\n\n`);
  });
  const replay = createReplay(logSource({ url, live: false }));
  await vi.waitFor(() => expect(replay.getState()).toMatchObject({ status: 'ready', live: false }));
  expect(replay.getState().model.events.length).toBe(2);
});

test('where long answers are held back it asks again and again, and nothing is missing or there twice', async () => {
  const asked: (string | undefined)[] = [];
  let there = 2;
  let wake = (): void => undefined;
  const url = await serve((request, response) => {
    const query = new URLSearchParams(request.url?.split('?')[1]);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (!query.has('wait')) return; // a proxy that gathers the whole answer first
    const id = request.headers['last-event-id'];
    const from = typeof id === 'string' ? Number(id) + 1 : 0;
    asked.push(typeof id === 'string' ? id : undefined);
    const answer = (): void => void response.end(`${Array.from({ length: there - from }, (_, index) => message(from + index)).join('')}event: up-to-date\ndata: {}\n\n`);
    if (there > from) answer();
    else wake = answer;
  });
  const replay = createReplay(logSource({ url, firstWordMs: 30, retryDelayMs: () => 1 }));
  closing.push(() => replay.close());
  await vi.waitFor(() => expect(asked).toEqual([undefined, '0001']));
  expect(replay.getState()).toMatchObject({ status: 'ready', live: true, connection: 'open' });
  there = 5;
  wake();
  await vi.waitFor(() => expect(asked).toEqual([undefined, '0001', '0004']));
  expect(replay.getState().model.events.map(({ record }) => record.n)).toEqual([0, 1, 2, 3, 4]);
});

test('a server that does not hold questions is left alone in between', async () => {
  const waited: number[] = [];
  const url = await serve((request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(request.headers['last-event-id'] === undefined ? `${message(0)}event: up-to-date\ndata: {}\n\n` : 'event: up-to-date\ndata: {}\n\n');
  });
  const replay = createReplay(logSource({ url, longPoll: true, retryDelayMs: (attempt) => { waited.push(attempt); return 1; } }));
  closing.push(() => replay.close());
  await vi.waitFor(() => expect(waited.length).toBeGreaterThan(3));
  expect(new Set(waited)).toEqual(new Set([1]));
  expect(replay.getState()).toMatchObject({ status: 'ready', connection: 'open' });
});

test('a connection that fell silent is taken up again where it was', async () => {
  const asked: (string | undefined)[] = [];
  const url = await serve((request, response) => {
    const id = request.headers['last-event-id'];
    asked.push(typeof id === 'string' ? id : undefined);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(message(asked.length - 1));
    if (asked.length > 1) setInterval(() => response.write(':\n\n'), 20).unref();
  });
  const replay = createReplay(logSource({ url, silenceMs: 200, retryDelayMs: () => 1 }));
  closing.push(() => replay.close());
  await vi.waitFor(() => expect(replay.getState().model.events.length).toBe(2));
  expect(asked).toEqual([undefined, '0000']);
});

test('a page in the place of a log is told as one', async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<!doctype html>\n<title>Sign in</title>\n');
  });
  const replay = createReplay(logSource({ url }));
  await vi.waitFor(() => expect(replay.getState().error).toMatchObject({ code: 'not_a_recording', message: expect.stringContaining('is a web page') }));
});

test('large values are read beside the log, and only by their hash', async () => {
  const url = await serve((request, response) => {
    response.writeHead(request.url === `/api/v1/sessions/s1/blobs/sha256-${'a'.repeat(64)}` ? 200 : 404);
    response.end('grüße');
  });
  const source = logSource({ url });
  const blob = (name: string): Promise<string> | undefined => source.text?.({ $blob: name, size: 1, encoding: 'text' });
  expect(await blob(`sha256-${'a'.repeat(64)}`)).toBe('grüße');
  await expect(blob(`sha256-${'b'.repeat(64)}`)).rejects.toMatchObject({ code: 'blob_not_found' });
  await expect(blob('../../secrets')).rejects.toMatchObject({ code: 'blob_not_found' });
});

test('an event stream reads the same however it is cut', () => {
  const stream = ': hello\r\nid: 1\r\ndata: a\r\ndata: b\r\n\r\nevent: x\rdata:c\r\rretry: 70\n\nid: 2\ndata\n\ndata: torn';
  const whole = createSseParser();
  const expected = whole.push(stream);
  expect(expected).toEqual([{ event: 'message', data: 'a\nb', id: '1' }, { event: 'x', data: 'c', id: '1' }, { event: 'message', data: '', id: '2' }]);
  expect(whole.retryMs).toBe(70);
  fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (sizes) => {
    const parser = createSseParser();
    const found = [];
    for (let start = 0, turn = 0; start < stream.length; turn += 1) {
      const size = sizes[turn % sizes.length] ?? 1;
      found.push(...parser.push(stream.slice(start, start + size)));
      start += size;
    }
    expect(found).toEqual(expected);
  }));
});
