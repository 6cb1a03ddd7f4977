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
const PATIENCE = { timeout: 60_000, interval: 20 };
let dir: string;
let storage: SessionStorage;
let handler: Handler;
/** From which cursors logs were read to their end. */
let read: string[];
/** How many of these readings ended. */
let ended: number;
/** What was kept, in order. */
let kept: string[];
/** Happens in the middle of the next reading of a log from its beginning. */
let meanwhile: (() => Promise<unknown>) | undefined;
/** Is called once something was kept. */
let onKept: (name: string) => void;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'playhead-upkeep-'));
  const own = fsStorage({ dir });
  [read, ended, kept, meanwhile, onKept] = [[], 0, [], undefined, () => undefined];
  storage = {
    ...own,
    async *read(sessionId, options = {}) {
      const whole = options.to === undefined || options.to === '~';
      if (whole) read.push(options.from ?? '');
      const happens = whole && (options.from ?? '') === '' ? meanwhile : undefined;
      if (happens) meanwhile = undefined;
      await happens?.();
      try {
        yield* own.read(sessionId, options);
      } finally {
        if (whole) ended += 1;
      }
    },
    derived: {
      ...own.derived,
      async put(sessionId, name, version, bytes) {
        await own.derived.put(sessionId, name, version, bytes);
        kept.push(name);
        onKept(name);
      },
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
const derived = (): readonly string[] => {
  try {
    return readdirSync(join(dir, 'derived', ID));
  } catch {
    return [];
  }
};
const parts = (): readonly string[] => derived().filter((name) => name.startsWith('brief-')).sort();
/** Longer than what is read in brief, a hundred records an append. */
async function plantLong(from: number, to: number): Promise<void> {
  for (let first = from; first < to; first += 100) await storage.append(ID, Array.from({ length: Math.min(100, to - first) }, (_, index) => text(first + index)));
}

test('the list says how much of a session asks for a review soon after it ended, and is narrowed to those', async () => {
  await create();
  await send([line(0, 'terminal_command', { command: 'git push --force', tool: 'Bash' }, 'c1'), line(1, 'tool_result', { status: 'ok' }, 'c1'), line(2, 'session_stop', { outcome: 'success' }), line(3, 'session_status', { status: 'completed' })]);
  await vi.waitFor(async () => expect(await listed()).toMatchObject([{ sessionId: ID, review: 1, reviewAll: 1 }]), PATIENCE);
  expect(await listed('?needsReview=true')).toMatchObject([{ sessionId: ID }]);
  await post(handler, `/api/v1/sessions/${ID}/annotations`, JSON.stringify({ id: '01980000-0000-7000-8000-00000000000a', at: 1, author: 'ada', type: 'marker', data: { marker: 'risky-change:c1', state: 'done' } }));
  expect(await listed()).toMatchObject([{ review: 0, reviewAll: 1 }]);
  expect(await listed('?needsReview=true')).toEqual([]);
  expect(await listed('?needsReview=false')).toMatchObject([{ sessionId: ID }]);
  expect((await get(handler, '/api/v1/sessions?needsReview=maybe')).status).toBe(400);
}, 120_000);

test('a session of hooks is looked at as well, and again when it goes on after its end', async () => {
  await hook(handler, { session: 's1', text: 'Go', end: true });
  await vi.waitFor(async () => expect((await listed())[0]).toHaveProperty('review'), PATIENCE);
  const [session] = await listed();
  const failing = encodeRecord({ id: 'late', p: 'late', e: 0, n: 0, at: Date.now() * 1000, type: 'terminal_command', via: 'sdk', call: 'c1', data: { command: 'npm publish', tool: 'Bash' } });
  await post(handler, `/api/v1/sessions/${String(session?.['sessionId'])}/records`, `${failing}\n`, { 'content-type': 'application/x-ndjson' });
  await vi.waitFor(async () => expect(await listed()).toMatchObject([{ review: Number(session?.['review']) + 1 }]), PATIENCE);
}, 120_000);

test('what another process recorded is looked at behind the list that shows it', async () => {
  await create();
  await storage.append(ID, [line(0, 'terminal_command', { command: 'npm publish', tool: 'Bash' }, 'c1'), line(1, 'session_stop', {})]);
  expect((await listed())[0]).not.toHaveProperty('review');
  expect(read).toEqual([]); // not before the list is there
  await vi.waitFor(async () => expect(await listed()).toMatchObject([{ review: 1 }]), PATIENCE);
}, 120_000);

test('a long session that nobody opened yet is kept in brief, and the first who opens it finds that', async () => {
  await create();
  await plantLong(0, 400);
  await send([line(400, 'session_stop', { outcome: 'success' }), line(401, 'session_status', { status: 'completed' })]);
  await vi.waitFor(() => expect(parts()).toEqual(['brief-0.3', 'brief-1.3', 'brief-2.3']), PATIENCE);
  await vi.waitFor(async () => expect((await listed())[0]).toHaveProperty('review', 0), PATIENCE);
  expect(derived()).not.toContainEqual(expect.stringContaining('keyframes')); // it has no terminal, so that nobody looked for one
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
}, 120_000);

test('a server that is closed half-way keeps what is whole, and the next one makes the rest', async () => {
  await create();
  await plantLong(0, 400);
  await send([line(400, 'session_stop', {})]);
  await vi.waitFor(() => expect(parts().length).toBeGreaterThan(0), PATIENCE);
  await handler.close();
  const before = parts();
  handler = handlerFor({ storage });
  await listed();
  await vi.waitFor(() => expect(parts()).toEqual(['brief-0.3', 'brief-1.3', 'brief-2.3']), PATIENCE);
  expect(before.length).toBeLessThanOrEqual(3);
}, 120_000);

test('parts of a session that goes on are made once there is enough for another one', async () => {
  await create();
  await plantLong(0, 400);
  await send([text(400)]);
  await vi.waitFor(() => expect(parts()).toEqual(['brief-0.3', 'brief-1.3', 'brief-2.3']), PATIENCE);
  await plantLong(401, 620);
  await send([text(620)]);
  await vi.waitFor(() => expect(parts()).toEqual(['brief-0.3', 'brief-1.3', 'brief-2.3', 'brief-3.3']), PATIENCE);
}, 120_000);

test.each([
  ['follows it', 'records', 'text/event-stream'], ['reads its lines', 'records', ''], ['searches it', 'records?search=force', ''], ['polls it', 'records?wait=0', ''],
  ['asks for all of it', 'document', ''], ['asks where things are in it', 'index', ''],
])('while somebody %s for the first time nothing is looked at in the background, and then it is', async (_, path, accept) => {
  const otherDir = await mkdtemp(join(tmpdir(), 'playhead-upkeep-other-'));
  const otherStorage = fsStorage({ dir: otherDir });
  const other = handlerFor({ storage: otherStorage });
  try {
    const plant = async (at: SessionStorage, sessionId: string): Promise<void> => {
      await at.create({ sessionId, name: 'Short', harness: 'h', agentName: 'a', workspaceName: 'w' });
      await at.append(sessionId, [line(0, 'terminal_command', { command: 'git push --force', tool: 'Bash' }, 'c1'), line(1, 'session_stop', {})]);
    };
    await plant(storage, ID);
    const others = Array.from({ length: 9 }, (_unused, index) => ID.slice(0, -1) + String(index + 1));
    for (const each of others) await plant(otherStorage, each);
    // The reading is in its middle until a server that nobody reads from had the time to look at more.
    let goOn = (): void => undefined;
    const began = new Promise<void>((isReading) => {
      meanwhile = () => new Promise<void>((resolve) => { goOn = resolve; isReading(); });
    });
    const answer = get(handler, `/api/v1/sessions/${ID}/${path}`, { accept }).then((response) => textUntil(response, 'session_stop'));
    await began;
    await listed();
    await get(other, '/api/v1/sessions');
    await vi.waitFor(async () => expect((await json(await get(other, '/api/v1/sessions')))['sessions']).toMatchObject(others.map(() => ({ review: 1 }))), PATIENCE);
    expect(kept).not.toContain('review');
    goOn();
    await answer;
    await vi.waitFor(async () => expect(await listed()).toMatchObject([{ review: 1 }]), PATIENCE);
  } finally {
    await other.close();
    await otherStorage.close();
    await rm(otherDir, { recursive: true, force: true });
  }
}, 180_000);

test('a page that follows a session and has all there is holds nothing up', async () => {
  await create();
  await storage.append(ID, [line(0, 'terminal_command', { command: 'npm publish', tool: 'Bash' }, 'c1'), line(1, 'session_stop', {})]);
  const response = await get(handler, `/api/v1/sessions/${ID}/records`, { accept: 'text/event-stream' });
  const body = response.body?.getReader();
  const decoder = new TextDecoder();
  for (let text = ''; !text.includes('up-to-date');) text += decoder.decode((await body?.read())?.value);
  await listed();
  await vi.waitFor(async () => expect(await listed()).toMatchObject([{ review: 1 }]), PATIENCE);
  await body?.cancel();
}, 120_000);

test('what somebody reads meanwhile is kept in brief once, by him', async () => {
  await create();
  await plantLong(0, 400);
  let reading: Promise<string> | undefined;
  onKept = (name) => {
    if (name === 'brief-0') reading ??= get(handler, `/api/v1/sessions/${ID}/records?brief=true`, { accept: 'text/event-stream' }).then((response) => textUntil(response, 'up-to-date'));
  };
  await send([line(400, 'session_stop', {})]);
  await vi.waitFor(async () => expect((await listed())[0]).toHaveProperty('review', 0), PATIENCE);
  await reading;
  expect(kept.filter((name) => name.startsWith('brief-')).sort()).toEqual(['brief-0', 'brief-1', 'brief-2']);
}, 120_000);

test('what was put together to count what asks for a review is let go when somebody reads, and put together anew', async () => {
  await create();
  const lines = [line(0, 'terminal_command', { command: 'npm publish', tool: 'Bash' }, 'c1'), line(1, 'session_stop', {})];
  await storage.append(ID, lines);
  let answered: Promise<string> | undefined;
  // Somebody comes while it is counted, and reads until that has ended.
  meanwhile = async () => {
    meanwhile = () => vi.waitFor(() => expect(ended).toBe(1), PATIENCE);
    answered = get(handler, `/api/v1/sessions/${ID}/records`).then((response) => response.text());
    await vi.waitFor(() => expect(read).toHaveLength(2), PATIENCE);
  };
  await listed();
  await vi.waitFor(async () => expect(await listed()).toMatchObject([{ review: 1 }]), PATIENCE);
  expect((await answered)?.trimEnd().split('\n')).toEqual(lines);
  expect(read).toHaveLength(3);
}, 120_000);

test('keeps the screens of a terminal once somebody asks for them, before all else of the session', async () => {
  await create();
  const printed = Array.from({ length: 20 }, (_, n) => line(n + 1, 'terminal_output', { text: LONG.slice(0, 30_000), stream: 'pty' }, 't'));
  await storage.append(ID, [line(0, 'terminal_command', { command: 'bash', pty: { columns: 80, rows: 24 } }, 't'), ...printed, line(30, 'session_stop', {})]);
  const screens = `/api/v1/sessions/${ID}/derived/keyframes?version=2`;
  expect((await get(handler, screens)).status).toBe(404);
  await vi.waitFor(() => expect(kept).toContain('keyframes'), PATIENCE);
  expect(kept[0]).toBe('keyframes');
  expect((await get(handler, screens)).status).toBe(200);
}, 60_000);

/** What an answer says, until it says a word; or all of it. */
async function textUntil(response: Response, word: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of response.body ?? []) {
    text += decoder.decode(bytes, { stream: true });
    if (text.includes(word)) break;
  }
  return text;
}
