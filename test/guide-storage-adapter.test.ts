import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SessionStorage } from '@playhead/protocol';
import { faultyStorage, randomPlan, runStoragePlan, storageReportText, testStorage } from '@playhead/storage-adapters/testing';

// The storage that docs/guides/storage-adapters.md shows, taken from the page.

interface KeyValueStore {
  get(key: string): Promise<string | undefined>;
  put(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
  keys(prefix: string): Promise<readonly string[]>;
}

const root = mkdtempSync(join(tmpdir(), 'playhead-guide-'));
let keyValueStorage: (store: KeyValueStore) => SessionStorage;

beforeAll(async () => {
  const page = readFileSync(fileURLToPath(new URL('../docs/guides/storage-adapters.md', import.meta.url)), 'utf8');
  const contents = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code).find((code) => code.includes('export function keyValueStorage')) ?? '';
  const bundle = await build({ stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' }, bundle: true, write: false, format: 'esm', platform: 'node', conditions: ['@playhead/source'] });
  writeFileSync(join(root, 'storage.mjs'), bundle.outputFiles[0]?.text ?? '');
  ({ keyValueStorage } = await import(pathToFileURL(join(root, 'storage.mjs')).href));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A key-value store that can be broken off at a change, as by a crash, or be out of order. */
interface TestStore extends KeyValueStore { broken: boolean; changesLeft: number; readonly values: Map<string, string> }

function createStore(values = new Map<string, string>()): TestStore {
  const change = (): void => {
    if (store.broken || (store.changesLeft -= 1) < 0) throw new Error('ECONNREFUSED');
  };
  const store: TestStore = {
    broken: false, changesLeft: Infinity, values,
    get: async (key) => values.get(key),
    put: async (key, value) => { change(); values.set(key, value); },
    delete: async (key) => { change(); values.delete(key); },
    keys: async (prefix) => [...values.keys()].filter((key) => key.startsWith(prefix)).sort(),
  };
  return store;
}

const stores = new WeakMap<SessionStorage, TestStore>();
const openOn = (store: TestStore): SessionStorage => {
  const storage = keyValueStorage(store);
  stores.set(storage, store);
  return storage;
};
const storeOf = (storage: SessionStorage): TestStore => stores.get(storage) ?? createStore();

const report = testStorage('the guide’s', {
  create: () => openOn(createStore()),
  async disable(storage) {
    storeOf(storage).broken = true;
    return async () => { storeOf(storage).broken = false; };
  },
  reasons: { reopen: 'only one storage object at a time' },
  describe, test, expect,
});

test('the guide’s storage keeps every rule but those it has no room for', () => {
  expect(storageReportText(report)).toMatch(/^the guide’s: \d\d rules passed, 0 failed, \d+ left out\n/);
});

test('what a session is survives that the guide’s storage is closed, or left as a crash leaves it', async () => {
  for (let seed = 0; seed < 40; seed += 1) await runStoragePlan({ create: () => openOn(createStore()), reopen: (storage) => openOn(createStore(storeOf(storage).values)) }, randomPlan(seed, 60));
});

test('a crash between any two changes leaves a whole session in the guide’s storage', async () => {
  const header = { sessionId: '01937d1e-7c3a-7000-8000-5f2b6c8d9e01', name: 'A session', harness: 'test', harnessSessionId: 'h', agentName: 'agent', workspaceName: 'workspace', prompt: 'secret' };
  const { sessionId } = header;
  const line = (n: number, type = 'moment', data: object = { title: 'secret' }): string => `{"$r":1,"id":"${n}","p":"p","e":0,"n":${n},"at":${n},"type":"${type}","via":"sdk","data":${JSON.stringify(data)}}`;
  const tombstone = line(9, 'session_dropped', { reason: 'private', harness: 'test', harnessSessionId: 'h' });
  const linesOf = async (storage: SessionStorage): Promise<string[]> => {
    const lines: string[] = [];
    for await (const { records } of storage.read(sessionId)) lines.push(...records.map((stored) => stored.line));
    return lines;
  };
  const before = [line(0), line(1)];
  const after = before.map((text) => text.replace('secret', 'clean'));
  const actions: readonly (readonly [(storage: SessionStorage) => Promise<unknown>, readonly (readonly string[] | undefined)[]])[] = [
    [(storage) => storage.append(sessionId, [line(2)]), [before, [...before, line(2)]]],
    [(storage) => storage.rewrite(sessionId, ({ line: text }) => text.replace('secret', 'clean')), [before, after]],
    [(storage) => storage.drop(sessionId, tombstone), [before, [tombstone]]],
    [(storage) => storage.delete(sessionId), [before, undefined]],
  ];
  for (const [act, outcomes] of actions) {
    for (let changes = 0; changes < 8; changes += 1) {
      const store = createStore();
      const storage = keyValueStorage(store);
      await storage.create(header);
      for (const text of before) await storage.append(sessionId, [text]);
      store.changesLeft = changes;
      const done = await act(storage).then(() => true, () => false);
      const again = keyValueStorage(createStore(store.values));
      const found = (await again.get(sessionId)) ? await linesOf(again) : undefined;
      expect(outcomes.slice(done ? 1 : 0)).toContainEqual(found);
      if (found === undefined) expect([...store.values.keys()]).toEqual([]);
      if (found?.[0] === tombstone) expect([...store.values]).toEqual([[`${sessionId}/dropped`, tombstone]]);
    }
  }
});

test('the guide’s storage loses nothing that it acknowledged while answers are lost and calls are repeated', async () => {
  const store = createStore();
  const storage = faultyStorage(keyValueStorage(store), { seed: 3, faults: [{ on: 'append', does: 'lose-answer', chance: 0.3 }, { on: 'append', does: 'repeat', chance: 0.3 }, { on: 'append', does: 'tear', chance: 0.2 }] });
  const header = { sessionId: '01937d1e-7c3a-7000-8000-5f2b6c8d9e02', name: 'x', harness: 'x', agentName: 'x', workspaceName: 'x' };
  await storage.create(header);
  const sent: string[] = [];
  for (let n = 0; n < 50; n += 1) {
    const batch = [0, 1, 2].map((of) => `{"$r":1,"id":"${n}","p":"p","e":0,"n":${n * 3 + of},"at":1,"type":"moment","via":"sdk","data":{}}`);
    while (!(await storage.append(header.sessionId, batch).then(() => true, () => false)));
    sent.push(...batch);
  }
  const read: string[] = [];
  for await (const { records } of keyValueStorage(createStore(store.values)).read(header.sessionId)) read.push(...records.map(({ line }) => line));
  expect(read).toEqual(sent);
});
