import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encodeRecord, isBlobRef } from '@playhead/protocol';
import { afterEach, expect, test, vi } from 'vitest';
import { createReplay } from '../create-replay.ts';
import type { ReplayStore } from '../replay-store.ts';
import { logSource } from './log-source.ts';

const PATIENCE = { timeout: 30_000, interval: 20 };
const RECORDS = 400;
const LONG = 'a long line of what it said, and more\n'.repeat(1400);
const line = (n: number): string => encodeRecord({ id: `r${n}`, p: 'p', e: 0, n, at: 1_760_000_000_000_000 + n * 1000, type: 'assistant_text', via: 'sdk', data: { text: `${n}: ${LONG.slice(0, 5000)}${n === 300 ? 'a needle' : ''}${LONG.slice(5000)}` } });
const log = Buffer.from(`${Array.from({ length: RECORDS }, (_, n) => line(n)).join('\n')}\n`);

const closing: (() => void)[] = [];
afterEach(() => { for (const close of closing.splice(0)) close(); });

interface Served {
  readonly url: string;
  /** The ranges that were asked for; `whole` where none was. */
  readonly asked: readonly string[];
  /** The bytes that were sent in answers of no range. */
  readonly wholeBytes: () => number;
}

/** A plain web server with one file. */
async function serve(file: Buffer, { ranges = true, headers = {}, fails = () => false }: { ranges?: boolean; headers?: Record<string, string>; fails?: (request: IncomingMessage, count: number) => boolean } = {}): Promise<Served> {
  const asked: string[] = [];
  let whole = 0;
  const server = createServer((request, response) => {
    const range = ranges ? /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') : null;
    asked.push(range ? range[0] : 'whole');
    if (fails(request, asked.length)) {
      response.destroy();
      return;
    }
    if (range) {
      const part = file.subarray(Number(range[1]), Number(range[2]) + 1);
      response.writeHead(206, { 'content-type': 'application/octet-stream', 'content-length': part.length, 'content-range': `bytes ${range[1]}-${Number(range[1]) + part.length - 1}/${file.length}` });
      response.end(part);
      return;
    }
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': file.length, ...headers });
    let at = 0;
    const send = (): void => {
      for (let full = false; !full && at < file.length && !response.destroyed; at += 65_536) {
        const piece = file.subarray(at, at + 65_536);
        whole += piece.length;
        full = !response.write(piece);
      }
      if (at >= file.length) response.end();
    };
    response.on('drain', send);
    send();
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/logs/session.jsonl`, asked, wholeBytes: () => whole }; // a TCP server has a port
}

async function opened(url: string): Promise<ReplayStore> {
  const replay = createReplay(logSource({ url, retryDelayMs: () => 1 }));
  closing.push(() => replay.close());
  await vi.waitFor(() => expect(replay.getState().status).toBe('ready'), PATIENCE);
  return replay;
}

test('a long recording on a plain web server is read by ranges, and its long texts stay there until they are looked at', async () => {
  const { url, asked, wholeBytes } = await serve(log);
  const replay = createReplay(logSource({ url, retryDelayMs: () => 1 }));
  closing.push(() => replay.close());
  const shares: number[] = [];
  replay.subscribe(() => {
    const { progress } = replay.getState();
    if (progress) shares.push(progress.readBytes / progress.totalBytes);
  });
  await vi.waitFor(() => expect(replay.getState().status).toBe('ready'), PATIENCE);
  const { model, live } = replay.getState();
  expect([model.events.length, model.damage, live]).toEqual([RECORDS, [], false]);
  expect(JSON.stringify(model.events.map(({ record }) => record)).length).toBeLessThan(log.length / 20);
  expect(wholeBytes()).toBeLessThan(log.length / 2); // what was under way when it turned out to be long
  expect(shares.length).toBeGreaterThan(5);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  const before = asked.length;
  const text = model.events[7]?.record.data['text'];
  if (!isBlobRef(text)) throw new Error('The text did not stay in the log.');
  expect(await replay.text(text)).toBe(`7: ${LONG}`);
  expect(asked.length - before).toBe(1);
  replay.setQuery('a needle');
  await vi.waitFor(() => expect(replay.getState().hits).toEqual(['r300']), PATIENCE);
}, 60_000);

test('a server that gives no ranges is read as a whole, and so is a short recording', async () => {
  const without = await serve(log, { ranges: false });
  expect((await opened(without.url)).getState().model.events).toHaveLength(RECORDS);
  const short = await serve(log.subarray(0, log.indexOf(10, 1_000_000) + 1));
  expect((await opened(short.url)).getState().model.events.length).toBeGreaterThan(10);
  expect(short.asked).toEqual(['whole']);
  const packed = await serve(log, { headers: { 'content-encoding': 'identity, identity' } });
  await opened(packed.url).catch(() => undefined); // whatever comes of it, no range of something packed is asked for
  expect(packed.asked.filter((range) => range !== 'whole')).toEqual([]);
}, 90_000);

test('a range that does not come is asked for again, and a server that goes away in the middle is lost until it is back', async () => {
  let cut = 0;
  const { url } = await serve(log, { fails: ({ headers: { range = '' } }) => range.startsWith('bytes=4194304-') && (cut += 1) <= 2 });
  expect((await opened(url)).getState().model.events).toHaveLength(RECORDS);
  expect(cut).toBe(3);
  let down = true;
  const gone = await serve(log, { fails: ({ headers: { range = '' } }) => down && Number(/\d+/.exec(range)?.[0] ?? 0) > 4_000_000 });
  const replay = createReplay(logSource({ url: gone.url, retryDelayMs: () => 1 }));
  closing.push(() => replay.close());
  await vi.waitFor(() => expect(replay.getState()).toMatchObject({ connection: 'lost', status: 'loading' }), PATIENCE);
  expect(replay.getState().model.events.length).toBeGreaterThan(10);
  down = false;
  await vi.waitFor(() => expect(replay.getState()).toMatchObject({ connection: 'open', status: 'ready' }), PATIENCE);
  expect(replay.getState().model.events).toHaveLength(RECORDS);
}, 90_000);
