import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ask, bodyOf, copied, sendRaw, serve, serveRaw, tapOf } from './http-support.ts';

const cut = (bytes: Buffer, places: readonly number[]): readonly Buffer[] => {
  const ends = [...places.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end)).filter(({ length }) => length > 0);
};
const body = fc.oneof(fc.uint8Array({ maxLength: 5000 }).map((bytes) => Buffer.from(bytes)), fc.integer({ min: 60_000, max: 400_000 }).map((size) => Buffer.alloc(size, 'xyz')));

describe('bytes pass an HTTP tap as they are', () => {
  test('in both directions, however they are cut and framed, and however slowly they are taken', async () => {
    let answerWith: { bytes: Buffer; places: readonly number[]; sized: boolean } = { bytes: Buffer.alloc(0), places: [], sized: false };
    let got: Buffer = Buffer.alloc(0);
    const { url } = await serve(async (incoming, answer) => {
      got = await bodyOf(incoming);
      const { bytes, places, sized } = answerWith;
      answer.writeHead(201, 'Made', { 'X-Kind': ['a', 'b'], ...(sized && { 'content-length': bytes.length }) });
      for (const piece of cut(bytes, places)) if (!answer.write(piece)) await once(answer, 'drain');
      answer.end();
    });
    const tap = await tapOf(`${url}/mcp`);
    await fc.assert(fc.asyncProperty(body, body, fc.array(fc.nat(), { maxLength: 20 }), fc.boolean(), fc.boolean(), async (sent, answered, places, sized, slow) => {
      answerWith = { bytes: answered, places, sized };
      tap.steps.length = 0;
      const answer = await ask(tap.url, { method: 'POST', ...(sized && { headers: { 'content-length': sent.length } }), ...(slow && { highWaterMark: 1 }) }, cut(sent, places));
      const back = await bodyOf(answer);
      expect([answer.statusCode, answer.statusMessage, answer.headersDistinct['x-kind'], got.equals(sent), back.equals(answered)]).toEqual([201, 'Made', ['a', 'b'], true, true]);
      await expect.poll(() => tap.steps.at(-1)).toMatchObject({ kind: 'end' });
      expect([copied(tap.steps, 'to_server').equals(sent), copied(tap.steps, 'to_client').equals(answered), tap.steps.at(-1)]).toEqual([true, true, { exchange: expect.any(Number), kind: 'end' }]);
    }), { numRuns: 40 });
  });

  test('also ten megabytes each way, to a reader that takes them slowly', async () => {
    const bytes = Buffer.alloc(10_000_000, 'abcdefg');
    const { url } = await serve((incoming, answer) => { incoming.pipe(answer); });
    const tap = await tapOf(url);
    const answer = await ask(tap.url, { method: 'POST' }, cut(bytes, [1, 5_000_000]));
    const pieces: Buffer[] = [];
    for await (const piece of answer) {
      pieces.push(piece as Buffer); // of a body that is read as bytes
      await new Promise((resolve) => { setImmediate(resolve); });
    }
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
  });

  test('no faster than they are taken', async () => {
    let written = 0;
    const { url } = await serve((_incoming, answer) => {
      const write = (): void => {
        while (written < 200_000_000) {
          written += 1_000_000;
          if (!answer.write(Buffer.alloc(1_000_000))) {
            answer.once('drain', write);
            return;
          }
        }
        answer.end();
      };
      write();
    });
    const tap = await tapOf(url);
    const answer = await ask(tap.url, {});
    await once(answer, 'readable');
    let before = -1;
    await expect.poll(() => { const isSteady = before === written; before = written; return isSteady; }, { interval: 300 }).toBe(true);
    expect(written).toBeLessThan(60_000_000);
    answer.destroy();
  });

  test('and at once: the beginning of an answer is there before its end, and so is that of a request', async () => {
    let finish = (): void => {};
    const { url } = await serve((incoming, answer) => {
      incoming.once('data', (first: Buffer) => {
        answer.writeHead(200, { 'content-type': 'text/event-stream' });
        answer.write(`data: ${String(first)}\n\n`);
      });
      finish = () => answer.end('data: last\n\n');
    });
    const tap = await tapOf(url);
    const asked = request(tap.url, { method: 'POST', agent: false });
    asked.write('begun');
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]; // the arguments of this event
    expect(String((await once(answer, 'data'))[0])).toBe('data: begun\n\n');
    asked.end('ended');
    finish();
    expect(String(await bodyOf(answer))).toBe('data: last\n\n');
  });

  test('heads of answers come before their bodies do', async () => {
    const { url } = await serve((_incoming, answer) => { answer.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders(); });
    const answer = await ask((await tapOf(url)).url, {});
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/event-stream']);
    answer.destroy();
  });

  test('of a client that asks first whether it may send', async () => {
    const { url, server } = await serve((incoming, answer) => { incoming.pipe(answer); });
    const asked: unknown[] = [];
    server.on('checkContinue', (incoming: IncomingMessage, answer) => {
      asked.push(incoming.headers.expect);
      if (incoming.url === '/no') answer.writeHead(413).end();
      else {
        answer.writeContinue();
        incoming.pipe(answer);
      }
    });
    const tap = await tapOf(url);
    const send = async (path: string): Promise<unknown> => {
      const sent = request(tap.url + path, { method: 'PUT', agent: false, headers: { expect: '100-continue', 'content-length': 4 } });
      sent.once('continue', () => sent.end('body')).flushHeaders();
      const [answer] = (await once(sent, 'response')) as [IncomingMessage]; // the arguments of this event
      sent.destroy();
      return answer.statusCode === 200 ? String(await bodyOf(answer)) : answer.statusCode;
    };
    expect([await send('yes'), await send('no'), asked]).toEqual(['body', 413, ['100-continue', '100-continue']]);
  });
});

describe('who leaves', () => {
  test('a client, while it is answered: the server is left, too', async () => {
    const left: Promise<unknown>[] = [];
    const { url } = await serve((_incoming, answer) => {
      left.push(once(answer, 'close'));
      answer.write('data: 1\n\n');
    });
    const tap = await tapOf(url);
    const answer = await ask(tap.url, {});
    await once(answer, 'data');
    answer.destroy();
    await left[0];
    expect(tap.steps.at(-1)).toMatchObject({ kind: 'end', aborted: { by: 'client' } });
  });

  test('a client, while it sends: half a body is not taken for a whole one', async () => {
    const ends: string[] = [];
    const { url } = await serve((incoming) => { incoming.on('end', () => ends.push('end')).on('error', () => ends.push('error')).resume(); });
    const tap = await tapOf(url);
    const asked = request(tap.url, { method: 'POST', agent: false }).on('error', () => {});
    asked.write('half');
    await expect.poll(() => copied(tap.steps, 'to_server').length).toBe(4);
    asked.destroy();
    await expect.poll(() => ends).toEqual(['error']);
    await expect.poll(() => tap.steps.at(-1)).toMatchObject({ kind: 'end', aborted: { by: 'client' } });
  });

  test.each([['with a length', { 'content-length': 100 }], ['in chunks', {}]])('a server, while it answers %s: half an answer is not taken for a whole one', async (_name, headers) => {
    const { url } = await serve((_incoming, answer) => {
      answer.writeHead(200, headers).write('half');
      answer.socket?.end();
      setImmediate(() => answer.socket?.destroy());
    });
    const tap = await tapOf(url);
    const answer = await ask(tap.url, {});
    await expect(bodyOf(answer)).rejects.toThrow();
    await expect.poll(() => tap.steps.at(-1)).toMatchObject({ kind: 'end', aborted: { by: 'server' } });
  });

  test('a server that is not there is an answer that says so', async () => {
    const tap = await tapOf('http://127.0.0.1:1/mcp');
    const answer = await ask(tap.url, { method: 'POST' }, [Buffer.from('{}')]);
    expect([answer.statusCode, JSON.parse(String(await bodyOf(answer)))]).toEqual([502, { code: 'server_unavailable', message: expect.stringContaining('ECONNREFUSED') }]);
    await expect.poll(() => tap.steps.at(-1)).toMatchObject({ kind: 'end', aborted: { by: 'server' } });
  });
});

describe('heads', () => {
  const echoHeads = async (raw: string): Promise<{ heard: readonly string[]; answer: string; url: string }> => {
    let heard: readonly string[] = [];
    const { url } = await serve((incoming, answer) => {
      heard = incoming.rawHeaders;
      answer.writeHead(200, ['X-One', '1', 'Keep-Alive', 'timeout=77', 'x-two', 'a', 'X-Two', 'b', 'Content-Length', '0']).end();
    });
    const tap = await tapOf(`${url}/mcp`);
    const answer = await sendRaw(tap.url, raw.replaceAll('TAP', new URL(tap.url).host));
    return { heard, answer, url };
  };

  test('pass as they were written, but for what is about the connection', async () => {
    const { heard, answer } = await echoHeads('GET /mcp HTTP/1.1\r\nHost: TAP\r\nX-a: 1\r\nConnection: close, X-hop\r\nX-hop: 1\r\nTE: trailers\r\nProxy-Authorization: Basic eHh4\r\nUpgrade: websocket\r\nAccept: */*\r\nx-A: 2\r\n\r\n');
    const names = heard.filter((_name, index) => index % 2 === 0);
    expect(names).toEqual(['Host', 'X-a', 'X-a', 'Accept', 'Connection']);
    expect(answer).toContain('X-One: 1\r\nx-two: a\r\nX-Two: b\r\n');
    expect(answer).not.toContain('timeout=77');
  });

  test('name the server where the client named the tap, and whom it named otherwise', async () => {
    const hostOf = (heard: readonly string[]): string | undefined => heard[heard.indexOf('Host') + 1];
    const own = await echoHeads('GET / HTTP/1.1\r\nHost: TAP\r\nConnection: close\r\n\r\n');
    expect(hostOf(own.heard)).toBe(new URL(own.url).host);
    expect(hostOf((await echoHeads('GET / HTTP/1.1\r\nHost: evil.example.com\r\nConnection: close\r\n\r\n')).heard)).toBe('evil.example.com');
  });

  test('are told of without any credential', async () => {
    const { url } = await serve((_incoming, answer) => answer.writeHead(200, { 'set-cookie': 'k=secret-3', 'content-type': 'text/plain' }).end());
    const tap = await tapOf(url);
    await bodyOf(await ask(tap.url, { headers: { authorization: 'Bearer secret-1', cookie: 'k=secret-2', 'x-api-key': 'secret-4' } }));
    await expect.poll(() => tap.steps.at(-1)).toMatchObject({ kind: 'end' });
    expect(tap.steps.find(({ kind }) => kind === 'response')).toMatchObject({ head: { headers: { 'content-type': 'text/plain' } } });
    expect(JSON.stringify(tap.steps)).not.toContain('secret-');
  });
});

describe('an HTTP tap is no way to anywhere else', () => {
  test.each([
    'GET http://evil.example.com/ HTTP/1.1\r\nHost: evil.example.com\r\nConnection: close\r\n\r\n', 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 'GET evil.example.com HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nbody', 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n', 'GET / HTTP/1.1\r\nHost: x\r\n folded: 1\r\nConnection: close\r\n\r\n',
  ])('a request that could be read in two ways, or names another server, is refused: %j', async (raw) => {
    let asked = '';
    const upstream = await serveRaw((bytes) => { asked += String(bytes); }); // one of Node would refuse some of them itself
    expect(await sendRaw((await tapOf(upstream)).url, raw)).toMatch(/^HTTP\/1\.1 400 /);
    expect(asked).toBe('');
  });

  test('a request that names two servers is told why it is refused, before Node looks at it', async () => {
    expect(await sendRaw((await tapOf(await serveRaw(() => {}))).url, 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n')).toContain('names several hosts');
  });

  test('also with CONNECT, and a path that looks like a server is a path', async () => {
    const asked: unknown[] = [];
    const { url } = await serve((incoming, answer) => {
      asked.push(incoming.url);
      answer.end();
    });
    const tap = await tapOf(url);
    expect(await sendRaw(tap.url, 'CONNECT evil.example.com:443 HTTP/1.1\r\nHost: evil.example.com:443\r\n\r\n')).not.toContain('200');
    expect(asked).toEqual([]);
    await sendRaw(tap.url, 'GET //evil.example.com/x?y=//z HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(asked).toEqual(['//evil.example.com/x?y=//z']);
  });

  test('a redirect is for the client to follow', async () => {
    const elsewhere: unknown[] = [];
    const other = await serve((incoming, answer) => {
      elsewhere.push(incoming.headers.authorization);
      answer.end();
    });
    const { url } = await serve((_incoming, answer) => answer.writeHead(307, { location: other.url }).end());
    const answer = await ask((await tapOf(url)).url, { headers: { authorization: 'Bearer x' } });
    expect([answer.statusCode, answer.headers.location, elsewhere]).toEqual([307, other.url, []]);
  });

  test('an answer that could be read in two ways is none', async () => {
    const { server, url } = await serve(() => {});
    server.on('connection', (socket) => {
      socket.removeAllListeners('data').on('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'));
    });
    expect((await ask((await tapOf(url)).url, {})).statusCode).toBe(502);
  });

  test.each(['ftp://x/', 'nothing', 'http://user:secret@127.0.0.1/', 'http://127.0.0.1/?key=secret'])('%s is no server', async (upstream) => {
    await expect(tapOf(upstream)).rejects.toMatchObject({ code: 'usage', message: expect.not.stringContaining('secret') });
  });

  test('it listens to this machine alone, at a port of its own', async () => {
    const { url } = await serve((_incoming, answer) => answer.end());
    const tap = await tapOf(url);
    expect(new URL(tap.url).hostname).toBe('127.0.0.1');
    await expect(tapOf(url, { port: Number(new URL(tap.url).port) })).rejects.toMatchObject({ code: 'port_in_use' });
  });
});

describe('connections', () => {
  test('of one client are one of the server, and requests follow one another on it', async () => {
    let connections = 0;
    const { url, server } = await serve((incoming, answer) => { incoming.pipe(answer); });
    server.on('connection', () => { connections += 1; });
    const tap = await tapOf(url);
    const { hostname, port } = new URL(tap.url);
    const socket = connect(Number(port), hostname);
    for (const text of ['one', 'two', 'three']) {
      socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${text.length}\r\n\r\n${text}`);
      await expect.poll(() => copied(tap.steps, 'to_client').toString()).toContain(text);
    }
    socket.destroy();
    expect(connections).toBe(1);
  });

  test('that are open when the tap ends are closed, and nothing new is taken', async () => {
    const { url } = await serve((_incoming, answer) => { answer.write('data: 1\n\n'); });
    const tap = await tapOf(url);
    const answer = await ask(tap.url, {});
    const gone = bodyOf(answer).catch((error: Error) => error.message);
    await tap.close(0);
    expect(await gone).toBe('aborted');
    await expect(ask(tap.url, {})).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

test('a connection that is silent is left before the server leaves it, where it says when, and the next request finds a new one', async () => {
  const connections: number[] = [];
  let left = 0;
  const { url, server } = await serve((_, answer) => {
    connections.push(connections.length);
    answer.writeHead(200, { 'keep-alive': 'timeout=2' }).end();
  });
  server.keepAliveTimeout = 60_000; // it would not leave itself
  server.on('connection', (socket) => socket.on('close', () => { left += 1; }));
  const tap = await tapOf(url);
  const client = new Agent({ keepAlive: true, maxSockets: 1 });
  const isReused = async (): Promise<boolean> => {
    const asked = request(tap.url, { agent: client });
    asked.end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]; // the arguments of this event
    await bodyOf(answer);
    return asked.reusedSocket;
  };
  expect(await isReused()).toBe(false);
  await expect.poll(() => left).toBe(1);
  expect([await isReused(), connections.length]).toEqual([true, 2]); // the client's own connection is the same
  client.destroy();
});
