import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReplay, logSource, type ReplayStore } from '@playhead/replay-core';
import { encodeRecord, type SessionStorage } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { get, handlerFor } from './support.ts';

const ID = '01980000-0000-7000-8000-000000000001';
const RECORDS = 400;
const LONG = 'a long line of what it said, and more\n'.repeat(1400);
const PATIENCE = { timeout: 30_000, interval: 20 };
let dir: string;
let storage: SessionStorage;
/** From which cursors the log was read to its end, as far as it was. */
let read: string[];
const replays: ReplayStore[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'playhead-brief-'));
  const own = fsStorage({ dir });
  read = [];
  storage = {
    ...own,
    read(sessionId, options = {}) {
      if (options.to === undefined || options.to === '~') read.push(options.from ?? '');
      return own.read(sessionId, options);
    },
  };
  await storage.create({ sessionId: ID, name: 'Long', harness: 'h', agentName: 'a', workspaceName: 'w' });
  for (let from = 0; from < RECORDS; from += 100) await storage.append(ID, Array.from({ length: 100 }, (_, index) => line(from + index)));
});
afterEach(async () => {
  for (const replay of replays.splice(0)) replay.close();
  await storage.close();
  await rm(dir, { recursive: true, force: true });
});

const line = (n: number, text = `${n}: ${LONG}`): string => encodeRecord({ id: `r${n}`, p: 'p', e: 0, n, at: 1_760_000_000_000_000 + n * 1000, type: 'assistant_text', via: 'sdk', data: { text } });

async function opened(): Promise<ReplayStore> {
  const handler = handlerFor({ storage });
  const ask: typeof fetch = async (address, init) => {
    const { pathname, search } = new URL(String(address), 'http://127.0.0.1:7433');
    return get(handler, pathname + search, Object.fromEntries(new Headers(init?.headers)));
  };
  const replay = createReplay(logSource({ url: `http://127.0.0.1:7433/api/v1/sessions/${ID}/records`, fetch: ask, retryDelayMs: () => 1 }));
  replays.push(replay);
  await vi.waitFor(() => expect(replay.getState().status).toBe('ready'), PATIENCE);
  return replay;
}

const stateOf = (replay: ReplayStore): unknown => replay.getState().model.events.map(({ record }) => record);
const derived = (): string[] => { try { return readdirSync(join(dir, 'derived', ID)).sort(); } catch { return []; } };
const parts = (): string[] => derived().filter((name) => name.startsWith('brief-'));
/** Three parts, and the index, which is made last. */
const kept = (): Promise<void> => vi.waitFor(() => expect(derived()).toEqual(['brief-0.3', 'brief-1.3', 'brief-2.3', 'index.1']), PATIENCE);
const logPath = (): string => join(dir, 'sessions', readdirSync(join(dir, 'sessions')).find((name) => name.endsWith('.jsonl')) ?? '');

test('a long session that was opened once is opened again from what was kept of it, and shows the same', async () => {
  const first = await opened();
  await kept();
  expect(read).toContain('');
  read.length = 0;
  const second = await opened();
  expect(read.filter((from) => from === '')).toEqual([]);
  expect(stateOf(second)).toEqual(stateOf(first));
  expect(second.getState().model.events).toHaveLength(RECORDS);
  const [last] = second.getState().model.events.slice(-1);
  expect(await second.text(last?.record.data['text'] as never)).toBe(`${RECORDS - 1}: ${LONG}`); // a reference: the session is long
});

test('a session that is opened from what was kept goes on live, and what came since it was kept is there', async () => {
  await opened();
  await kept();
  await storage.append(ID, [line(RECORDS, 'Later')]);
  const replay = await opened();
  expect(replay.getState().model.events.at(-1)?.summary).toBe('Later');
  await storage.append(ID, [line(RECORDS + 1, 'Now')]);
  await vi.waitFor(() => expect(replay.getState().model.events.at(-1)?.summary).toBe('Now'), PATIENCE);
  expect(replay.getState().model.events).toHaveLength(RECORDS + 2);
});

test('nothing that was kept of a log outlives its rewriting', async () => {
  await opened();
  await kept();
  await storage.rewrite(ID, ({ line: old }) => old.replace(/(\d+): a long line/, '$1: a clean line'));
  expect(parts()).toEqual([]);
  const replay = await opened();
  expect(replay.getState().model.events[3]?.summary).toMatch(/^3: a clean line/);
});

test('of a log that was changed by hand nothing is shown that was kept of the old one', async () => {
  await opened();
  await kept();
  const lines = readFileSync(logPath(), 'utf8').split('\n');
  writeFileSync(logPath(), [line(0, `Changed: ${LONG}`), ...lines.slice(1)].join('\n'));
  expect((await opened()).getState().model.events[0]?.summary).toMatch(/^Changed/);
});

test('what was kept and is damaged since is made anew, and a torn line is told as one', async () => {
  await opened();
  await kept();
  for (const name of parts()) writeFileSync(join(dir, 'derived', ID, name), 'no part');
  appendFileSync(logPath(), '{"$r":1,"id":"torn');
  await storage.append(ID, [line(RECORDS, 'After it')]);
  const replay = await opened();
  expect(replay.getState().model.events).toHaveLength(RECORDS + 1);
  expect(replay.getState().model.damage.map(({ kind }) => kind)).toEqual(['torn']);
  await vi.waitFor(() => expect(readFileSync(join(dir, 'derived', ID, 'brief-0.3')).length).toBeGreaterThan(100), PATIENCE);
});
