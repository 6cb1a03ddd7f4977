import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeRecord, type JsonObject, type SessionStorage } from '@playhead/protocol';
import { createReplay, logSource } from '@playhead/replay-core';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Handler } from '../src/index.ts';
import { get, handlerFor, hook, json, post } from './support.ts';

const ID = '01980000-0000-7000-8000-000000000001';
const LONG = 'a long line of what it said, and more\n'.repeat(1400);
const PATIENCE = { timeout: 30_000, interval: 20 };
let dir: string;
let storage: SessionStorage;
let handler: Handler;
/** From which cursors logs were read to their end. */
let read: string[];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'playhead-upkeep-'));
  const own = fsStorage({ dir });
  read = [];
  storage = {
    ...own,
    read(sessionId, options = {}) {
      if (options.to === undefined || options.to === '~') read.push(options.from ?? '');
      return own.read(sessionId, options);
    },
  };
  handler = handlerFor({ storage });
});
afterEach(async () => {
  await handler.close();
  await storage.close();
  await rm(dir, { recursive: true, force: true });
});

const line = (n: number, type: string, data: JsonObject, call?: string): string => encodeRecord({ id: `r${n}`, p: 'p', e: 0, n, at: 1_760_000_000_000_000 + n * 1000, type, via: 'sdk', data, ...(call !== undefined && { call }) });
const text = (n: number): string => line(n, 'assistant_text', { text: `${n}: ${LONG}` });
const create = (): Promise<unknown> => storage.create({ sessionId: ID, name: 'Long', harness: 'h', agentName: 'a', workspaceName: 'w' });
const send = (lines: readonly string[]): Promise<Response> => post(handler, `/api/v1/sessions/${ID}/records`, lines.map((each) => `${each}\n`).join(''), { 'content-type': 'application/x-ndjson' });
async function listed(query = ''): Promise<readonly Record<string, unknown>[]> {
  return (await json(await get(handler, `/api/v1/sessions${query}`)))['sessions'] as readonly Record<string, unknown>[]; // our own server's answer
}
const parts = (): readonly string[] => {
  try {
    return readdirSync(join(dir, 'derived', ID)).filter((name) => name.startsWith('brief-')).sort();
  } catch {
    return [];
  }
};
/** Longer than what is read in brief, a hundred records an append. */
async function plantLong(from: number, to: number): Promise<void> {
  for (let first = from; first < to; first += 100) await storage.append(ID, Array.from({ length: Math.min(100, to - first) }, (_, index) => text(first + index)));
}

test('the list says how much of a session asks for a review soon after it ended, and is narrowed to those', async () => {
  await create();
  await send([line(0, 'terminal_command', { command: 'git push --force', tool: 'Bash' }, 'c1'), line(1, 'session_stop', { outcome: 'success' }), line(2, 'session_status', { status: 'completed' })]);
  await vi.waitFor(async () => expect(await listed()).toMatchObject([{ sessionId: ID, review: 1, reviewAll: 1 }]), PATIENCE);
  expect(await listed('?needsReview=true')).toMatchObject([{ sessionId: ID }]);
  await post(handler, `/api/v1/sessions/${ID}/annotations`, JSON.stringify({ id: '01980000-0000-7000-8000-00000000000a', at: 1, author: 'ada', type: 'marker', data: { marker: 'risky-change:c1', state: 'done' } }));
  expect(await listed()).toMatchObject([{ review: 0, reviewAll: 1 }]);
  expect(await listed('?needsReview=true')).toEqual([]);
  expect(await listed('?needsReview=false')).toMatchObject([{ sessionId: ID }]);
  expect((await get(handler, '/api/v1/sessions?needsReview=maybe')).status).toBe(400);
}, 60_000);

test('a session of hooks is looked at as well, and again when it goes on after its end', async () => {
  await hook(handler, { session: 's1', text: 'Go', end: true });
  await vi.waitFor(async () => expect((await listed())[0]).toHaveProperty('review'), PATIENCE);
  const [session] = await listed();
  const failing = encodeRecord({ id: 'late', p: 'late', e: 0, n: 0, at: Date.now() * 1000, type: 'terminal_command', via: 'sdk', call: 'c1', data: { command: 'npm publish', tool: 'Bash' } });
  await post(handler, `/api/v1/sessions/${String(session?.['sessionId'])}/records`, `${failing}\n`, { 'content-type': 'application/x-ndjson' });
  await vi.waitFor(async () => expect(await listed()).toMatchObject([{ review: Number(session?.['review']) + 1 }]), PATIENCE);
}, 60_000);

test('what another process recorded is looked at behind the list that shows it', async () => {
  await create();
  await storage.append(ID, [line(0, 'terminal_command', { command: 'npm publish', tool: 'Bash' }, 'c1'), line(1, 'session_stop', {})]);
  expect((await listed())[0]).not.toHaveProperty('review');
  expect(read).toEqual([]); // not before the list is there
  await vi.waitFor(async () => expect(await listed()).toMatchObject([{ review: 1 }]), PATIENCE);
}, 60_000);

test('a long session that nobody opened yet is kept in brief, and the first who opens it finds that', async () => {
  await create();
  await plantLong(0, 400);
  await send([line(400, 'session_stop', { outcome: 'success' }), line(401, 'session_status', { status: 'completed' })]);
  await vi.waitFor(() => expect(parts()).toEqual(['brief-0.1', 'brief-1.1', 'brief-2.1']), PATIENCE);
  await vi.waitFor(async () => expect((await listed())[0]).toHaveProperty('review', 0), PATIENCE);
  read.length = 0;
  const ask: typeof fetch = async (address, init) => {
    const { pathname, search } = new URL(String(address), 'http://127.0.0.1:7433');
    return get(handler, pathname + search, Object.fromEntries(new Headers(init?.headers)));
  };
  const replay = createReplay(logSource({ url: `http://127.0.0.1:7433/api/v1/sessions/${ID}/records`, fetch: ask, retryDelayMs: () => 1 }));
  const shares: number[] = [];
  replay.subscribe(() => {
    const { progress } = replay.getState();
    if (progress) shares.push(progress.readBytes / progress.totalBytes);
  });
  await vi.waitFor(() => expect(replay.getState().status).toBe('ready'), PATIENCE);
  replay.close();
  expect(replay.getState().model.events).toHaveLength(402);
  expect(read).not.toContain('');
  expect(shares.length).toBeGreaterThan(0);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
}, 60_000);

test('a server that is closed half-way keeps what is whole, and the next one makes the rest', async () => {
  await create();
  await plantLong(0, 400);
  await send([line(400, 'session_stop', {})]);
  await vi.waitFor(() => expect(parts().length).toBeGreaterThan(0), PATIENCE);
  await handler.close();
  const before = parts();
  handler = handlerFor({ storage });
  await listed();
  await vi.waitFor(() => expect(parts()).toEqual(['brief-0.1', 'brief-1.1', 'brief-2.1']), PATIENCE);
  expect(before.length).toBeLessThanOrEqual(3);
}, 60_000);

test('parts of a session that goes on are made once there is enough for another one', async () => {
  await create();
  await plantLong(0, 400);
  await send([text(400)]);
  await vi.waitFor(() => expect(parts()).toEqual(['brief-0.1', 'brief-1.1', 'brief-2.1']), PATIENCE);
  await plantLong(401, 620);
  await send([text(620)]);
  await vi.waitFor(() => expect(parts()).toEqual(['brief-0.1', 'brief-1.1', 'brief-2.1', 'brief-3.1']), PATIENCE);
}, 60_000);
