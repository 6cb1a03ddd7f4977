import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import fs, { appendFileSync, cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isPlayheadError, type SessionStorage } from '@playhead/protocol';
import { expect, test } from 'vitest';
import { fixture, fsData } from '../fixtures/fs-data.ts';
import { dataDirectory, fsStorage } from './fs.ts';

const { built, freshDir, header, line: lineOf, nextId, session } = fsData();

const line = (n: number, title = 'x'): string => lineOf(n, { title });

async function readAll(storage: SessionStorage, id: string): Promise<{ ids: Set<string>; damage: number; lines: string[] }> {
  const lines: string[] = [];
  const ids = new Set<string>();
  let damage = 0;
  for await (const chunk of storage.read(id)) {
    damage += chunk.damage.length;
    for (const { record, line: text } of chunk.records) {
      ids.add(record.id);
      lines.push(text);
    }
  }
  return { ids, damage, lines };
}

const codeOf = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => 'resolved', (error: unknown) => (isPlayheadError(error) ? error.code : error));

interface Writer { readonly child: ChildProcess; readonly acknowledged: string[]; readonly ended: Promise<void>; acknowledges(count: number): Promise<void> }

function startWriter(dir: string, id: string, producer: string, count: number, size: number): Writer {
  const script = fixture('writer.mjs');
  const child = spawn(process.execPath, [script, pathToFileURL(built).href, dir, id, producer, String(count), String(size)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const acknowledged: string[] = [];
  let rest = '';
  let wanted: { count: number; done: () => void } | undefined;
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const numbers = (rest + text).split('\n');
    rest = numbers.pop() ?? '';
    acknowledged.push(...numbers.map((n) => `${producer}-${n}`));
    if (wanted && acknowledged.length >= wanted.count) wanted.done();
  });
  return {
    child, acknowledged,
    ended: new Promise((resolve) => child.on('close', () => resolve())),
    acknowledges: (number) => new Promise((done) => {
      wanted = { count: number, done };
      if (acknowledged.length >= number) done();
    }),
  };
}

test.skipIf(process.platform !== 'linux')('who follows a long log from its end does not wait for what stands before it, and sees no copy of that', async () => {
  const dir = freshDir();
  const storage = fsStorage({ dir });
  const many = Array.from({ length: 200 }, (_, n) => line(n, 'x'.repeat(50_000)));
  const id = await session(storage, many);
  let end = '';
  for await (const { next } of storage.read(id)) end = next;
  const readBytes = (): number => Number(/rchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);
  const before = readBytes();
  const stop = new AbortController();
  const titles: unknown[] = [];
  for await (const chunk of storage.subscribe(id, { from: end, signal: stop.signal })) {
    if (titles.length === 0) {
      titles.push('there');
      expect(readBytes() - before).toBeLessThan(5_000_000);
      await storage.append(id, [line(7, 'a copy'), line(200, 'new')]);
    }
    titles.push(...chunk.records.map(({ record }) => record.data['title']));
    if (titles.includes('new')) stop.abort();
  }
  expect(titles).toEqual(['there', 'new']);
  await storage.close();
});

test('what another process appends arrives in a subscription', { timeout: 30_000 }, async () => {
  const dir = freshDir();
  const storage = fsStorage({ dir });
  const id = await session(storage);
  const stop = new AbortController();
  const seen: string[] = [];
  let writer: Writer | undefined;
  for await (const { records } of storage.subscribe(id, { signal: stop.signal })) {
    writer ??= startWriter(dir, id, 'other', 50, 100);
    seen.push(...records.map(({ record }) => record.id));
    if (seen.length >= 50) stop.abort();
  }
  await writer?.ended;
  expect(seen).toEqual(Array.from({ length: 50 }, (_, n) => `other-${n}`));
});

test('a batch begins on a new line after another process left half a line', async () => {
  const dir = freshDir();
  const id = await session(fsStorage({ dir }));
  const log = join(dir, 'sessions', readdirSync(join(dir, 'sessions')).find((name) => name.endsWith(`_${id}.jsonl`)) ?? '');
  appendFileSync(log, line(9).slice(0, 50));
  const next = line(0);
  await fsStorage({ dir }).append(id, [next]);
  expect(readFileSync(log, 'utf8').split('\n').at(-2)).toBe(next);
});

test.each(['at the end of the turn', 'when the storage is closed'])('lines written one by one into a log that is replaced meanwhile are in the new one %s', async (when) => {
  const dir = freshDir();
  const storage = fsStorage({ dir });
  const id = await session(storage);
  const log = join(dir, 'sessions', readdirSync(join(dir, 'sessions')).find((name) => name.endsWith(`_${id}.jsonl`)) ?? '');
  const lines = [line(0), line(1), line(2)];
  storage.appendSync?.(id, lines.slice(0, 1));
  cpSync(log, `${log}.new`);
  renameSync(`${log}.new`, log); // as an editor or a rewrite does it
  storage.appendSync?.(id, lines.slice(1, 2));
  storage.appendSync?.(id, lines.slice(2));
  if (when.startsWith('at')) await new Promise((resolve) => setImmediate(resolve));
  await storage.close();
  expect((await readAll(fsStorage({ dir }), id)).lines).toEqual(lines);
});

test('everything is for its owner only, also under a lax umask', async () => {
  const dir = join(freshDir(), 'new', 'home');
  const before = process.umask(0);
  try {
    const storage = fsStorage({ dir });
    const id = (await storage.create(header({ harnessSessionId: 'h' }))).sessionId;
    await storage.append(id, [line(0)], { durability: 'fsync' });
    await storage.annotate(id, { id: nextId(), at: 1, author: 'a', type: 'note', data: {} });
    await storage.blobs.put(id, new Uint8Array([1]));
    await storage.derived.put(id, 'index', 1, new Uint8Array([1]));
    await storage.close();
  } finally {
    process.umask(before);
  }
  const modes = readdirSync(dir, { recursive: true, withFileTypes: true }).map((entry) => {
    const mode = statSync(join(entry.parentPath, entry.name)).mode & 0o777;
    return `${entry.isDirectory() ? 'directory' : 'file'} ${mode.toString(8)}`;
  });
  expect([...new Set(modes)].sort()).toEqual(['directory 700', 'file 600']);
  expect(statSync(dir).mode & 0o777).toBe(0o700);
});

test('the file is named by time, a hash of the prompt and the id', async () => {
  const dir = freshDir();
  const wanted = header({ prompt: 'Add JWT auth' });
  await fsStorage({ dir }).create(wanted, { at: 1_763_693_890_123_456 });
  expect(readdirSync(join(dir, 'sessions')).sort()[1]).toBe(`20251121T025810123Z_cc9055a5_${wanted.sessionId}.jsonl`);
});

test('a session id that looks like a path touches nothing outside the directory', async () => {
  const outer = freshDir();
  writeFileSync(join(outer, 'secret_x.jsonl'), `${line(0)}\n`);
  const storage = fsStorage({ dir: join(outer, 'home') });
  for (const id of ['../../etc/passwd', '../secret_x', '..', '/etc/passwd', '../secret_x.jsonl\u0000']) {
    expect(await codeOf(storage.append(id, [line(1)]))).toBe('invalid_session');
    expect(await codeOf(readAll(storage, id))).toBe('invalid_session');
    await storage.delete(id);
  }
  expect(readdirSync(outer)).toEqual(['secret_x.jsonl']);
});

test('files copied in by hand are listed, read and written on', async () => {
  const [from, to] = [freshDir(), freshDir()];
  const storage = fsStorage({ dir: from });
  const id = await session(storage);
  await storage.append(id, [line(0)]);
  const blob = await storage.blobs.put(id, new Uint8Array([1, 2]));
  cpSync(join(from, 'sessions'), join(to, 'sessions'), { recursive: true });
  const copy = fsStorage({ dir: to });
  expect((await copy.list()).sessions.map(({ sessionId, name }) => [sessionId, name])).toEqual([[id, 'A session']]);
  await copy.append(id, [line(1)]);
  writeFileSync(join(to, 'sessions', `from-elsewhere_${id}.jsonl`), `${line(1)}\n${line(2)}\n`);
  expect((await readAll(copy, id)).lines.length).toBe(3);
  expect((await copy.get(id))?.events).toBe(3);
  expect([...(await copy.blobs.get(id, blob))]).toEqual([1, 2]);
});

test('a creator that died between its claim and its file is healed by the next one', async () => {
  const dir = freshDir();
  const wanted = header({ harnessSessionId: 'h' });
  await fsStorage({ dir }).create(wanted);
  rmSync(join(dir, 'sessions'), { recursive: true });
  const again = await fsStorage({ dir }).create(header({ harnessSessionId: 'h' }));
  expect(again).toEqual({ sessionId: wanted.sessionId, created: true });
  expect((await fsStorage({ dir }).get(wanted.sessionId))?.sessionId).toBe(wanted.sessionId);
});

test('an append to a session that another process deleted is refused, not lost', async () => {
  const dir = freshDir();
  const storage = fsStorage({ dir });
  const id = await session(storage);
  await storage.append(id, [line(0)]);
  await fsStorage({ dir }).delete(id);
  expect(await codeOf(storage.append(id, [line(1)]))).toBe('session_not_found');
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true });
  expect(entries.filter((entry) => entry.isFile()).map(({ name }) => name)).toEqual(['audit.jsonl']);
});

test('more sessions than descriptors stay open are written all the same', async () => {
  const storage = fsStorage({ dir: freshDir() });
  const ids: string[] = [];
  for (let n = 0; n < 80; n += 1) ids.push(await session(storage));
  for (let n = 0; n < 2; n += 1) await Promise.all(ids.map((id) => storage.append(id, [line(n)], { durability: 'fsync' })));
  expect((await storage.list({ limit: 100 })).sessions.map(({ events }) => events)).toEqual(ids.map(() => 2));
});

test('a line longer than 64 MiB is passed over and its neighbours are read', { timeout: 30_000 }, async () => {
  const dir = freshDir();
  const storage = fsStorage({ dir });
  const id = await session(storage);
  await storage.append(id, [line(0)]);
  const log = join(dir, 'sessions', readdirSync(join(dir, 'sessions')).find((name) => name.endsWith(`_${id}.jsonl`)) ?? '');
  appendFileSync(log, Buffer.alloc(65 * 1024 * 1024, 'x'));
  appendFileSync(log, '\n');
  await storage.append(id, [line(1)]);
  const { lines, damage } = await readAll(storage, id);
  expect([lines.length, damage]).toEqual([2, 1]);
});

test('a long session begins with a piece that is read in a moment, and goes on with larger ones', async () => {
  const storage = fsStorage({ dir: freshDir() });
  const id = await session(storage);
  await storage.append(id, Array.from({ length: 3000 }, (_, n) => line(n, 'x'.repeat(1000))));
  const sizes: number[] = [];
  for await (const { records } of storage.read(id)) sizes.push(records.reduce((size, { line: { length } }) => size + length + 1, 0));
  expect(sizes[0]).toBeGreaterThan(200 * 1024);
  expect(sizes[0]).toBeLessThanOrEqual(256 * 1024);
  expect(sizes[1]).toBeGreaterThan(900 * 1024);
});

test('a directory that cannot be made or read says so with storage_unavailable', async () => {
  const file = join(freshDir(), 'file');
  writeFileSync(file, '');
  for (const dir of [file, join(file, 'home')]) {
    const error: unknown = await fsStorage({ dir }).create(header()).catch((reason: unknown) => reason);
    expect(isPlayheadError(error, 'storage_unavailable')).toBe(true);
    expect(error instanceof Error && error.cause).toBeInstanceOf(Error);
  }
});

// In a process of its own: Node's recursive mkdir never returns here, and nothing within a process could end that.
test.runIf(process.platform === 'linux')('a directory below /proc is refused at once', { timeout: 20_000 }, () => {
  const script = `
    const { fsStorage } = await import(${JSON.stringify(pathToFileURL(built).href)});
    await fsStorage({ dir: '/proc/playhead' }).create(${JSON.stringify(header())}).catch(({ code }) => process.stdout.write(code));`;
  const { stdout, signal } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', timeout: 10_000, killSignal: 'SIGKILL' });
  expect([stdout, signal]).toEqual(['storage_unavailable', null]);
});

test('a full disk says so with storage_full, keeps what it has and goes on when there is room', async (context) => {
  const dir = freshDir();
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', dir]).status !== 0) {
    context.skip('!!! A small file system cannot be mounted here (not root): the full disk was NOT tested. !!!');
  }
  try {
    const storage = fsStorage({ dir });
    const id = await session(storage);
    const filler = join(dir, 'filler');
    await storage.append(id, [line(0)]);
    mkdirSync(join(dir, 'x'));
    writeFileSync(filler, Buffer.alloc(100 * 1024));
    const batch = [line(1), line(2, 'y'.repeat(200 * 1024))];
    expect(await codeOf(storage.append(id, batch))).toBe('storage_full');
    expect((await readAll(storage, id)).lines[0]).toBeDefined();
    rmSync(filler);
    expect(await codeOf(storage.append(id, [line(3)]))).toBe('resolved');
    expect((await readAll(storage, id)).lines.at(-1)).toContain('"n":3');
    await storage.close();
  } finally {
    spawnSync('umount', ['-l', dir]);
  }
});

test('the data directory is PLAYHEAD_HOME, else the XDG data directory, else below the home', () => {
  expect(dataDirectory({ PLAYHEAD_HOME: '/a', XDG_DATA_HOME: '/b', HOME: '/c' })).toBe('/a');
  expect(dataDirectory({ XDG_DATA_HOME: '/b', HOME: '/c' })).toBe('/b/playhead');
  expect(dataDirectory({ XDG_DATA_HOME: 'relative', HOME: '/c' })).toBe('/c/.local/share/playhead');
});

test.runIf(process.platform === 'linux')('an append that is to survive a power failure forces the log, its name and the folders made for it to the disk', async () => {
  const forced: string[] = [];
  const real = { fsyncSync: fs.fsyncSync, fdatasyncSync: fs.fdatasyncSync };
  const noting = (sync: (fd: number) => void) => (fd: number): void => {
    forced.push(fs.readlinkSync(`/proc/self/fd/${fd}`));
    sync(fd);
  };
  Object.assign(fs, { fsyncSync: noting(real.fsyncSync), fdatasyncSync: noting(real.fdatasyncSync) });
  syncBuiltinESMExports();
  const above = freshDir();
  const dir = join(above, 'new', 'home');
  try {
    const storage = fsStorage({ dir });
    const id = await session(storage);
    storage.appendSync?.(id, [line(0)]);
    expect(forced.filter((path) => path.endsWith('.jsonl'))).toEqual([]);
    storage.appendSync?.(id, [line(1)], { durability: 'fsync' });
  } finally {
    Object.assign(fs, real);
    syncBuiltinESMExports();
  }
  expect(forced).toEqual(expect.arrayContaining([above, join(above, 'new'), dir, join(dir, 'sessions'), expect.stringMatching(/\.jsonl$/)]));
});
