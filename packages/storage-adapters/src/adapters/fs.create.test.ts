import fs, { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIdSource, type CreatedSession, type SessionHeader, type SessionStorage } from '@playhead/protocol';
import { afterAll, expect, test } from 'vitest';
import { fsStorage } from './fs.ts';

const root = mkdtempSync(join(tmpdir(), 'playhead-create-'));
const nextId = createIdSource();

afterAll(() => rmSync(root, { recursive: true, force: true }));

const freshDir = (): string => mkdtempSync(join(root, 'data-'));
const create = (storage: SessionStorage, sessionId: string, rest: Partial<SessionHeader> = {}): Promise<CreatedSession> =>
  storage.create({ sessionId, name: 'A session', harness: 'test', agentName: 'agent', workspaceName: 'workspace', ...rest });

/** Counts how many names are read of a folder while something runs. */
async function namesRead(folder: string, run: () => Promise<unknown>): Promise<number> {
  const real = fs.readdirSync;
  let count = 0;
  const counting = (...call: Parameters<typeof real>): ReturnType<typeof real> => {
    const names = real(...call);
    if (call[0] === folder) count += names.length;
    return names;
  };
  fs.readdirSync = counting as typeof real; // the overloads of the original, which one function cannot have
  syncBuiltinESMExports();
  try {
    await run();
  } finally {
    fs.readdirSync = real;
    syncBuiltinESMExports();
  }
  return count;
}

test('a session is made and joined without reading the names of all the others', async () => {
  const dir = freshDir();
  const storage = fsStorage({ dir });
  const folder = join(dir, 'sessions');
  for (let each = 0; each < 20; each += 1) await create(storage, nextId());
  const old = '01937d1e-0000-7000-8000-000000000000';
  await create(storage, old);
  const id = nextId();
  expect(await namesRead(folder, () => create(storage, id, { harnessSessionId: 'one' }))).toBe(0);
  expect(await namesRead(folder, async () => expect(await create(storage, id)).toEqual({ sessionId: id, created: false }))).toBe(0);
  expect(await namesRead(folder, async () => expect(await create(storage, old)).toEqual({ sessionId: old, created: false }))).toBe(0);
  expect(await namesRead(folder, async () => expect(await create(storage, nextId(), { harnessSessionId: 'one' })).toEqual({ sessionId: id, created: false }))).toBe(0);
  expect(await namesRead(folder, () => create(storage, '01937d1e-0000-7000-8000-000000000001'))).toBeGreaterThan(20);
  await storage.close();
});

test('a session that was copied in by hand is joined, not made again', async () => {
  const [from, to] = [freshDir(), freshDir()];
  const id = '01937d1e-0000-7000-8000-000000000000';
  await create(fsStorage({ dir: from }), id);
  cpSync(join(from, 'sessions'), join(to, 'sessions'), { recursive: true });
  const storage = fsStorage({ dir: to });
  expect(await create(storage, id, { prompt: 'another' })).toEqual({ sessionId: id, created: false });
  expect(readdirSync(join(to, 'sessions')).filter((name) => name.endsWith('.jsonl'))).toHaveLength(1);
  await storage.close();
});
