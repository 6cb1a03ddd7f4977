import { createServer, request as ask, type Server } from 'node:http';
import { createReplay, logSource, type ReplayStore } from '@playhead/replay-core';
import { encodeRecord, type SessionStorage } from '@playhead/protocol';
import { createHandler } from '@playhead/server';
import { listen, type Listening } from '@playhead/server/node';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const ID = '01980000-0000-7000-8000-000000000001';
let storage: SessionStorage;
let server: Listening;
let url: string;
const closing: (() => void)[] = [];

beforeEach(async () => {
  storage = memoryStorage();
  server = await listen(createHandler({ storage }), { port: 0 });
  url = `${server.url}/api/v1/sessions/${ID}/records`;
  await storage.create({ sessionId: ID, name: 'Live', harness: 'h', agentName: 'a', workspaceName: 'w' });
  await add(0, 10);
});
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  await server.close();
});

const line = (n: number): string => encodeRecord({ id: `r${n}`, p: 'p', e: 0, n, at: 1_760_000_000_000_000 + n * 1000, type: 'assistant_text', via: 'sdk', data: { text: `text ${n}`, messageId: `m${n}` } });
const add = (from: number, to: number): Promise<void> => storage.append(ID, Array.from({ length: to - from }, (_, index) => line(from + index)));

function open(options: Partial<Parameters<typeof logSource>[0]> = {}): ReplayStore {
  const replay = createReplay(logSource({ url, retryDelayMs: () => 1, ...options }));
  closing.push(() => replay.close());
  return replay;
}

const numbers = (replay: ReplayStore): number[] => replay.getState().model.events.map(({ record }) => record.n);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

test('a replay reads a stretch of a log by its cursors, and the whole of what is there', async () => {
  const cursors: string[] = [];
  for await (const { records } of storage.read(ID)) cursors.push(...records.map(({ cursor }) => cursor));
  const stretch = open({ from: cursors[2] ?? '', to: cursors[6] ?? '' });
  const whole = open({ live: false });
  await vi.waitFor(() => expect([stretch.getState().status, whole.getState().status]).toEqual(['ready', 'ready']));
  expect([numbers(stretch), stretch.getState().live]).toEqual([[3, 4, 5, 6], false]);
  expect([numbers(whole), whole.getState().live]).toEqual([upTo(10), false]);
});

test('a replay follows a log by asking again and again', async () => {
  const replay = open({ longPoll: true });
  await vi.waitFor(() => expect(numbers(replay)).toEqual(upTo(10)));
  await add(10, 15);
  await vi.waitFor(() => expect(numbers(replay)).toEqual(upTo(15)));
  await add(15, 16);
  await vi.waitFor(() => expect(numbers(replay)).toEqual(upTo(16)));
  expect(replay.getState()).toMatchObject({ live: true, connection: 'open' });
});

/** A proxy that hands answers on only when they are whole. */
async function gathering(): Promise<{ readonly proxy: Server; readonly url: string }> {
  const proxy = createServer((incoming, outgoing) => {
    const onwards = ask(server.url + (incoming.url ?? ''), { headers: { ...incoming.headers, host: new URL(server.url).host } }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('end', () => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        outgoing.end(Buffer.concat(pieces));
      });
    });
    onwards.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onwards.destroy());
    onwards.end();
  });
  await new Promise<void>((resolve) => { proxy.listen(0, '127.0.0.1', resolve); });
  closing.push(() => { proxy.closeAllConnections(); proxy.close(); });
  const address = proxy.address();
  return { proxy, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/api/v1/sessions/${ID}/records` };
}

test('behind a proxy that holds event streams back a replay is live all the same', async () => {
  const { url: behind } = await gathering();
  const replay = open({ url: behind, firstWordMs: 200 });
  await vi.waitFor(() => expect(numbers(replay)).toEqual(upTo(10)));
  await add(10, 12);
  await vi.waitFor(() => expect(numbers(replay)).toEqual(upTo(12)));
});

test('of a long log a replay loads the beginnings of texts, and each text when it is asked for', async () => {
  const long = (n: number): string => encodeRecord({ id: `r${n}`, p: 'p', e: 0, n, at: 1_760_000_000_000_000 + n * 1000, type: 'terminal_output', via: 'sdk', call: `c${n}`, data: { text: `${n}: ${'long '.repeat(6000)}` } });
  await storage.append(ID, Array.from({ length: 600 }, (_, index) => long(10 + index)));
  let received = 0;
  const counted: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    const count = new TransformStream<Uint8Array, Uint8Array>({ transform: (bytes, controller) => { received += bytes.length; controller.enqueue(bytes); } });
    return new Response(response.body?.pipeThrough(count), response);
  };
  const replay = open({ fetch: counted });
  await vi.waitFor(() => expect(replay.getState().status).toBe('ready'));
  expect(numbers(replay)).toEqual(upTo(610));
  expect(received).toBeLessThan(1_000_000);
  const { summary, record } = replay.getState().model.events[400] ?? {};
  expect(summary).toMatch(/^400: long long/);
  expect(await replay.text(record?.data['text'] as never)).toBe(`400: ${'long '.repeat(6000)}`); // a reference, for the bytes received are few
  await storage.append(ID, [long(610)]);
  await vi.waitFor(() => expect(replay.getState().model.events.length).toBe(611));
  expect(JSON.stringify(replay.getState().model.events[610]?.record).length).toBeLessThan(700);

  await storage.append(ID, [encodeRecord({ id: 'r611', p: 'p', e: 0, n: 611, at: 1_760_000_001_000_000, type: 'terminal_output', via: 'sdk', call: 'c9', data: { text: `${'long '.repeat(900)} needle` } })]);
  await vi.waitFor(() => expect(replay.getState().model.events.length).toBe(612));
  received = 0;
  replay.setQuery('Needle');
  await vi.waitFor(() => expect(replay.getState().hits).toEqual(['r611']), { timeout: 30_000 });
  expect(received).toBeLessThan(10_000);
  await vi.waitFor(() => expect(replay.getState().searching).toBeUndefined(), { timeout: 30_000 });

  // What is recorded from now on comes in brief too, and is found by the whole of its text.
  await storage.append(ID, [encodeRecord({ id: 'r612', p: 'p', e: 0, n: 612, at: 1_760_000_002_000_000, type: 'terminal_output', via: 'sdk', call: 'c10', data: { text: `${'later '.repeat(900)} needle` } })]);
  received = 0;
  await vi.waitFor(() => expect(replay.getState().hits).toEqual(['r611', 'r612']), { timeout: 30_000 });
  expect(JSON.stringify(replay.getState().model.events[612]?.record)).not.toContain('needle');
  expect(received).toBeLessThan(10_000);

  const copy = open({ brief: false, live: false });
  await vi.waitFor(() => expect(copy.getState().status).toBe('ready'));
  expect(copy.getState().model.events[400]?.record.data['text']).toBe(`400: ${'long '.repeat(6000)}`);
});

test('whoever searches a log is told how far the search is, and where it ended', async () => {
  const answer = await fetch(`${url}?search=nothing%20has%20it&progress=true`);
  const lines = (await answer.text()).trimEnd().split('\n').map((line) => JSON.parse(line) as { readonly searched: { readonly next: string; readonly readBytes: number; readonly totalBytes: number } }); // what the server says of its search
  const last = lines.at(-1)?.searched;
  expect(last?.readBytes).toBe(last?.totalBytes);
  await storage.append(ID, [encodeRecord({ id: 'late', p: 'p', e: 0, n: 900, at: 1_760_000_003_000_000, type: 'milestone', via: 'sdk', data: { title: 'late' } })]);
  expect(await (await fetch(`${url}?search=late&from=${last?.next}`)).text()).toContain('"id":"late"');
});
