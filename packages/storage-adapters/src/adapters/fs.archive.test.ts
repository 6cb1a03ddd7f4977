import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs, { closeSync, copyFileSync, cpSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { isPlayheadError, type Chunk, type SessionStorage, type StoredRecord } from '@playhead/protocol';
import { expect, test } from 'vitest';
import { fixture, fsData } from '../fixtures/fs-data.ts';
import { compressSession, fsStorage } from './fs.ts';

const { built, freshDir, line: lineOf, session, tombstone } = fsData();
const NOW = { quietForMs: 0 };
const PLANTED = 'PLANTED';

const line = (n: number, title = `${PLANTED} ${n}`): string => lineOf(n, { title });
/** A line of about so many bytes that hardly gets smaller. */
const long = (n: number, bytes: number): string => line(n, randomBytes(bytes / 2).toString('hex'));

async function chunksOf(storage: SessionStorage, id: string, from = ''): Promise<readonly Chunk[]> {
  const all: Chunk[] = [];
  for await (const chunk of storage.read(id, { from })) all.push(chunk);
  return all;
}

const recordsOf = async (storage: SessionStorage, id: string, from = ''): Promise<readonly StoredRecord[]> => (await chunksOf(storage, id, from)).flatMap(({ records }) => records);
const linesOf = async (storage: SessionStorage, id: string, from = ''): Promise<readonly string[]> => (await recordsOf(storage, id, from)).map(({ line: text }) => text);
const numbersOf = async (storage: SessionStorage, id: string): Promise<readonly number[]> => (await recordsOf(storage, id)).map(({ record }) => record.n);

/** The session's log, and the archive of its beginning. */
function filesOf(dir: string, id: string): { log: string; archive: string } {
  const name = readdirSync(join(dir, 'sessions')).find((found) => found.endsWith(`_${id}.jsonl`) && !found.startsWith('rewriting-')) ?? '';
  return { log: join(dir, 'sessions', name), archive: join(dir, 'sessions', `${name}.gz`) };
}

/** The files below a directory that hold a text, plain or compressed. */
function findPlanted(dir: string): readonly string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).filter((path) => {
    const bytes = readFileSync(path);
    return (path.endsWith('.gz') || bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).includes(PLANTED);
  });
}

/** A session of three blocks and a bit, compressed. Its lines are as long as half a block. */
async function compressed(dir: string): Promise<{ storage: SessionStorage; id: string; before: readonly StoredRecord[]; archive: string; log: string }> {
  const storage = fsStorage({ dir });
  const id = await session(storage, Array.from({ length: 7 }, (_, n) => long(n, 100 * 1024)));
  const before = await recordsOf(storage, id);
  await compressSession(id, { dir, ...NOW });
  return { storage, id, before, ...filesOf(dir, id) };
}

test('a compressed session is a gzip file of its log, byte for byte, for its owner only', async () => {
  const dir = freshDir();
  const storage = fsStorage({ dir });
  const id = await session(storage, Array.from({ length: 3000 }, (_, n) => line(n, `npm test -- --run part-${n % 7} in packages/shop`)));
  const { log, archive } = filesOf(dir, id);
  const plain = readFileSync(log);
  const done = await compressSession(id, { dir, ...NOW });
  expect([done.status, done.bytes, done.stored]).toEqual(['compressed', plain.length, statSync(archive).size]);
  expect(done.stored / done.bytes).toBeLessThan(0.25);
  expect([statSync(log).size, statSync(archive).mode & 0o777, statSync(log).mode & 0o777]).toEqual([0, 0o600, 0o600]);
  expect(spawnSync('gzip', ['-dc', archive], { maxBuffer: 1e9 }).stdout.equals(plain)).toBe(true);
});

test('every cursor from before means the same place afterwards, and again after more was appended and compressed', async () => {
  const dir = freshDir();
  const { storage, id, before } = await compressed(dir);
  await storage.append(id, [line(7), line(8)]);
  for (let round = 0; round < 3; round += 1) {
    const other = fsStorage({ dir });
    const after = await recordsOf(other, id);
    expect(after.slice(0, 7)).toEqual(before);
    expect(after.length).toBe(9);
    for (const [index, { cursor }] of after.entries()) expect(await recordsOf(other, id, cursor)).toEqual(after.slice(index + 1));
    expect((await other.get(id))?.events).toBe(9);
    await compressSession(id, { dir, ...NOW });
  }
});

test('a position is read from its block alone', async () => {
  const dir = freshDir();
  const { storage, id, before, archive } = await compressed(dir);
  const bytes = readFileSync(archive);
  const [first, second] = [member(bytes, 'PB'), member(bytes, 'PB', 1)];
  writeFileSync(archive, bytes.fill(0, first + 30, second - 20)); // the first block is gone
  const chunks = [];
  for await (const chunk of storage.read(id, { from: before[4]?.cursor ?? '', to: before[5]?.cursor ?? '' })) chunks.push(chunk);
  expect(chunks.flatMap(({ records }) => records)).toEqual(before.slice(5, 6));
  expect(chunks.flatMap(({ damage }) => damage)).toEqual([]);
});

test.each([
  ['a byte in a block', (bytes: Buffer) => flip(bytes, 3000), 2],
  ['the head of a block', (bytes: Buffer) => flip(bytes, member(bytes, 'PB', 1) + 8), 2],
  ['a byte in a block, and the index', (bytes: Buffer) => flip(flip(bytes, 3000), member(bytes, 'PI') + 8), 2],
  ['the head of a block, and the end', (bytes: Buffer) => flip(flip(bytes, member(bytes, 'PB', 1)), bytes.length - 40), 2],
  ['the index', (bytes: Buffer) => flip(bytes, member(bytes, 'PI') + 8), 0],
  ['the end', (bytes: Buffer) => flip(bytes, bytes.length - 40), 0],
  ['everything behind the first block', (bytes: Buffer) => bytes.subarray(0, member(bytes, 'PB', 1) - 12), 5],
] as const)('damage to %s costs only what it held, and is reported', async (what, damage, lost) => {
  const dir = freshDir();
  const { storage, id, before, archive } = await compressed(dir);
  await storage.append(id, [line(7)]);
  writeFileSync(archive, damage(readFileSync(archive)));
  const chunks = await chunksOf(fsStorage({ dir }), id);
  const found = chunks.flatMap(({ records }) => records.map(({ line: text }) => text));
  expect(found.length).toBe(8 - lost);
  expect(before.map(({ line: text }) => text).filter((text) => !found.includes(text)).length).toBe(lost);
  expect(found.at(-1)).toContain('"n":7');
  const told = chunks.flatMap(({ damage: stretches }) => stretches).filter(({ kind }) => kind === 'missing');
  expect(told.length).toBe(what === 'the index' ? 0 : what.endsWith(', and the end') ? 2 : 1);
  if (lost === 2) expect(told.map(({ bytes }) => bytes)).toContain(before.slice(0, 2).reduce((sum, { line: text }) => sum + text.length + 1, 0));
});

/** Where the extra field of the nth member of a kind begins: `PB` a block, `PI` the index, `PE` the end. */
function member(bytes: Buffer, kind: string, nth = 0): number {
  const head = Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255]);
  const found: number[] = [];
  for (let at = bytes.indexOf(head); at >= 0; at = bytes.indexOf(head, at + 1)) if (bytes.toString('latin1', at + 12, at + 14) === kind) found.push(at + 12);
  return found[nth] ?? -1;
}

function flip(bytes: Buffer, at: number): Buffer {
  bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  return bytes;
}

test('a subscriber sees everything once while the session is compressed and goes on', async () => {
  const dir = freshDir();
  const storage = fsStorage({ dir, pollMs: 20 });
  const id = await session(storage, [line(0), line(1)]);
  const stop = new AbortController();
  const seen: number[] = [];
  for await (const { records, damage } of storage.subscribe(id, { signal: stop.signal })) {
    expect(damage).toEqual([]);
    seen.push(...records.map(({ record }) => record.n));
    if (seen.length < 8) {
      await compressSession(id, { dir, ...NOW });
      await storage.append(id, [line(seen.length)]);
    } else stop.abort();
  }
  expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test('a session that was written to within a day is left alone, unless asked', async () => {
  const dir = freshDir();
  const storage = fsStorage({ dir });
  const id = await session(storage, [line(0)]);
  const { log, archive } = filesOf(dir, id);
  expect((await compressSession(id, { dir })).status).toBe('recent');
  const yesterday = Date.now() / 1000 - 86_500;
  utimesSync(log, yesterday, yesterday);
  expect((await compressSession(id, { dir, dryRun: true })).status).toBe('compressed');
  expect(existsSync(archive)).toBe(false);
  expect((await compressSession(id, { dir })).status).toBe('compressed');
  expect((await compressSession(id, { dir })).status).toBe('nothing');
  expect(Math.trunc(statSync(log).mtimeMs / 1000)).toBe(Math.trunc(yesterday)); // it is as quiet as before
  await storage.append(id, [line(1)]);
  expect((await compressSession(id, { dir })).status).toBe('recent');
  expect(await numbersOf(storage, id)).toEqual([0, 1]);
});

test('no byte of a compressed session is left after it was made private, and none of what a rewrite takes out', async () => {
  const dir = freshDir();
  const storage = fsStorage({ dir });
  const id = await session(storage, [line(0), line(1)]);
  await compressSession(id, { dir, ...NOW });
  await storage.append(id, [line(2)]);
  expect(findPlanted(dir).length).toBe(2);
  await storage.rewrite(id, ({ line: text }) => text.replaceAll(PLANTED, 'x'));
  expect(findPlanted(dir)).toEqual([]);
  expect(await numbersOf(storage, id)).toEqual([0, 1, 2]);
  await storage.append(id, [line(3)]);
  await compressSession(id, { dir, ...NOW });
  await storage.drop(id, tombstone());
  expect(findPlanted(dir)).toEqual([]);
  expect((await compressSession(id, { dir, ...NOW })).status).toBe('nothing');
  expect((await recordsOf(storage, id)).map(({ record }) => record.type)).toEqual(['session_dropped']);
});

test('an archive that was copied in alone is listed, read and written on', async () => {
  const [dir, copy] = [freshDir(), freshDir()];
  const { id, before, archive } = await compressed(dir);
  mkdirSync(join(copy, 'sessions'));
  copyFileSync(archive, join(copy, 'sessions', `from-elsewhere_${id}.jsonl.gz`));
  const storage = fsStorage({ dir: copy });
  expect((await storage.list()).sessions.map(({ sessionId, events }) => [sessionId, events])).toEqual([[id, 7]]);
  expect(await recordsOf(storage, id)).toEqual(before);
  await storage.append(id, [line(7)]);
  expect(await numbersOf(storage, id)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  await storage.delete(id);
  expect(readdirSync(join(copy, 'sessions'))).toEqual([]);
});

test('a line that was cut off stays an unfinished end, and what comes next begins on its own', async () => {
  const dir = freshDir();
  const storage = fsStorage({ dir });
  const id = await session(storage, [line(0)]);
  fs.appendFileSync(filesOf(dir, id).log, line(9).slice(0, 60));
  await compressSession(id, { dir, ...NOW });
  expect((await chunksOf(storage, id)).flatMap(({ damage }) => damage)).toEqual([]);
  await fsStorage({ dir }).append(id, [line(1)]);
  const chunks = await chunksOf(storage, id);
  expect(chunks.flatMap(({ records }) => records.map(({ record }) => record.n))).toEqual([0, 1]);
  expect(chunks.flatMap(({ damage }) => damage.map(({ kind, bytes }) => [kind, bytes]))).toEqual([['torn', 60]]);
});

/** Runs the compressor in a process that dies at a step. Other writers append to the session at its every rename. */
function killedAt(dir: string, id: string, action: 'compress' | 'rewrite' | 'drop', step: number): { done: boolean; acknowledged: readonly number[] } {
  const { stdout, signal } = spawnSync(process.execPath, [fixture('killed.mjs'), pathToFileURL(built).href, dir, id, action, String(step)], { encoding: 'utf8' });
  const said = stdout.split('\n').filter((text) => text !== '');
  expect(signal).toBe(said.includes('done') ? null : 'SIGKILL');
  return { done: said.includes('done'), acknowledged: said.filter((text) => text !== 'done').map(Number) };
}

test.each([false, true])('a compressor that dies at any step loses nothing and doubles nothing, and the next one finishes it (compressed before: %s)', { timeout: 120_000 }, async (again) => {
  for (let step = 0, done = false; !done; step += 1) {
    const dir = freshDir();
    const storage = fsStorage({ dir });
    const id = await session(storage, [line(0), line(1)]);
    if (again) await compressSession(id, { dir, ...NOW });
    await storage.append(id, [line(2), line(3)]);
    const before = await recordsOf(storage, id);
    const killed = killedAt(dir, id, 'compress', step);
    done = killed.done;
    const all = [0, 1, 2, 3, ...killed.acknowledged];
    const { log } = filesOf(dir, id);
    const second = readdirSync(join(dir, 'sessions')).find((name) => name.startsWith('rewriting-'));
    // What lies only in the old file is read from there until it is carried over; everything else keeps its place.
    const keepsPlace = second === undefined || statSync(join(dir, 'sessions', second)).ino === statSync(log).ino;
    let places: readonly (string | undefined)[] | undefined;
    for (let round = 0; round < 3; round += 1) {
      const after = await recordsOf(fsStorage({ dir }), id);
      expect([step, after.map(({ record }) => record.n)]).toEqual([step, all]);
      if (keepsPlace) {
        places ??= after.map(({ cursor }) => cursor.split('.')[0]);
        expect([step, after.map(({ cursor }) => cursor.split('.')[0])]).toEqual([step, places]);
      }
      for (const [index, { cursor, line: text }] of before.entries()) {
        expect([step, after[index]?.line, (await numbersOf(storage, id)).length]).toEqual([step, text, all.length]);
        expect([step, (await recordsOf(storage, id, cursor)).map(({ record }) => record.n)]).toEqual([step, all.slice(index + 1)]);
      }
      expect([step, (await fsStorage({ dir }).get(id))?.events]).toEqual([step, all.length]);
      await compressSession(id, { dir, ...NOW });
    }
    const bytes = Buffer.concat([gunzipSync(readFileSync(`${log}.gz`)), readFileSync(log)]).toString();
    for (const { line: text } of before) expect([step, bytes.split(text).length - 1]).toEqual([step, 1]);
    expect(readdirSync(join(dir, 'sessions')).filter((name) => name.startsWith('rewriting-'))).toEqual([]);
    await storage.close();
  }
});

test('a rewrite or a drop of a compressed session that dies at any step is finished by the next call', { timeout: 120_000 }, async () => {
  for (const action of ['rewrite', 'drop'] as const) {
    for (let step = 0, done = false; !done; step += 1) {
      const dir = freshDir();
      const storage = fsStorage({ dir });
      const id = await session(storage, [line(0), line(1)]);
      await compressSession(id, { dir, ...NOW });
      await storage.append(id, [line(2)]);
      const killed = killedAt(dir, id, action, step);
      done = killed.done;
      const now = await recordsOf(storage, id);
      const dropped = now[0]?.record.type === 'session_dropped';
      if (!dropped) expect([step, now.map(({ record }) => record.n)]).toEqual([step, [0, 1, 2, ...killed.acknowledged]]);
      if (!dropped) await storage.rewrite(id, ({ line: text }) => text.replaceAll(PLANTED, 'x'));
      const names = findPlanted(dir).filter((path) => !path.endsWith('.tmp'));
      expect([action, step, names]).toEqual([action, step, []]);
      await storage.drop(id, tombstone());
      expect([action, step, findPlanted(dir)]).toEqual([action, step, []]);
      await storage.close();
    }
  }
});

test('what a writer of another kind puts into the replaced file is carried over', async () => {
  const dir = freshDir();
  const storage = fsStorage({ dir });
  const id = await session(storage, [line(0)]);
  const { log } = filesOf(dir, id);
  const writer = openSync(log, 'a');
  const real = fs.renameSync;
  let n = 1;
  Object.assign(fs, { renameSync: (from: string, to: string) => {
    writeSync(writer, `${line(n++)}\n`);
    real(from, to);
    writeSync(writer, `${line(n++)}\n`);
  } });
  syncBuiltinESMExports();
  try {
    await compressSession(id, { dir, ...NOW });
  } finally {
    Object.assign(fs, { renameSync: real });
    syncBuiltinESMExports();
    closeSync(writer);
  }
  expect([...await numbersOf(storage, id)]).toEqual([0, 1, 2, 3, 4]);
});

test('a data directory that was copied while a session was half compressed has every record once', async () => {
  const [dir, copy] = [freshDir(), freshDir()];
  const { storage, id, before, log } = await compressed(dir);
  await storage.append(id, [line(7)]);
  const plain = gunzipSync(readFileSync(`${log}.gz`));
  cpSync(dir, copy, { recursive: true });
  const { log: copied } = filesOf(copy, id);
  writeFileSync(copied, Buffer.concat([plain, readFileSync(log)]));
  expect(await linesOf(fsStorage({ dir: copy }), id)).toEqual([...before.map(({ line: text }) => text), expect.stringContaining('"n":7')]);
});

test('what other processes append while a session is compressed again and again is kept, and a subscriber sees it once', { timeout: 120_000 }, async () => {
  const dir = freshDir();
  const storage = fsStorage({ dir });
  const id = await session(storage);
  const writers = Array.from({ length: 4 }, (_, index) => new Promise<number>((resolve) => {
    const child = spawn(process.execPath, [fixture('writer.mjs'), pathToFileURL(built).href, dir, id, `w${index}`, '2500', '300'], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => { output += text; });
    child.on('close', () => resolve(output.trim().split('\n').length));
  }));
  let running = true;
  const ended = Promise.all(writers).then((counts) => { running = false; return counts; });
  const stop = new AbortController();
  const followed: string[] = [];
  const following = (async () => {
    for await (const { records } of fsStorage({ dir, pollMs: 20 }).subscribe(id, { signal: stop.signal })) {
      followed.push(...records.map(({ record }) => record.id));
      if (followed.length >= 10_000) stop.abort();
    }
  })();
  let times = 0;
  while (running) times += (await compressSession(id, { dir, ...NOW }).catch((error: unknown) => { if (!isPlayheadError(error)) throw error; return { status: error.code }; })).status === 'compressed' ? 1 : 0;
  expect(await ended).toEqual([2500, 2500, 2500, 2500]);
  expect(times).toBeGreaterThan(0);
  await Promise.race([following, new Promise((resolve) => { setTimeout(resolve, 30_000).unref(); })]); // one that misses something fails, and does not hang
  stop.abort();
  await following;
  expect([followed.length, new Set(followed).size]).toEqual([10_000, 10_000]);
  const found = await recordsOf(storage, id);
  expect(found.length).toBe(10_000);
  for (const p of ['w0', 'w1', 'w2', 'w3']) {
    const numbers = found.filter(({ record }) => record.p === p).map(({ record }) => record.n);
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 2500 }, (_, n) => n));
  }
});

test('compressing a session that is deleted or made private meanwhile brings nothing of it back', async () => {
  for (const end of ['delete', 'drop'] as const) {
    for (const name of ['linkSync', 'renameSync'] as const) {
      const dir = freshDir();
      const [storage, other] = [fsStorage({ dir }), fsStorage({ dir })];
      const id = await session(storage, [line(0)]);
      const real = fs[name];
      let ending: Promise<void> | undefined;
      Object.assign(fs, { [name]: (from: string, to: string) => {
        Object.assign(fs, { [name]: real });
        syncBuiltinESMExports();
        ending = end === 'delete' ? other.delete(id) : other.drop(id, tombstone());
        real(from, to);
      } });
      syncBuiltinESMExports();
      await compressSession(id, { dir, ...NOW }).catch(() => undefined);
      await ending;
      expect([end, name, findPlanted(dir)]).toEqual([end, name, []]);
      expect((await storage.list()).sessions.length).toBe(end === 'delete' ? 0 : 1);
    }
  }
});

test('values that were copied in with a session are shared again', async () => {
  const [dir, copy] = [freshDir(), freshDir()];
  const storage = fsStorage({ dir });
  const value = new TextEncoder().encode('v'.repeat(50_000));
  const ids = [await session(storage, [line(0)]), await session(storage, [line(0)])];
  const [blob = ''] = await Promise.all(ids.map((id) => storage.blobs.put(id, value)));
  cpSync(join(dir, 'sessions'), join(copy, 'sessions'), { recursive: true });
  const done = [];
  for (const id of ids) done.push((await compressSession(id, { dir: copy, ...NOW })).shared);
  expect(done).toEqual([0, 50_000]);
  expect((await fsStorage({ dir: copy }).blobs.get(ids[1] ?? '', blob)).length).toBe(50_000);
  const inodes = readdirSync(copy, { recursive: true, withFileTypes: true }).filter((entry) => entry.name === blob.slice(7)).map((entry) => statSync(join(entry.parentPath, entry.name)).ino);
  expect([inodes.length, new Set(inodes).size]).toEqual([3, 1]);
});

test('a session that cannot be compressed for want of room stays as it is', async (context) => {
  const dir = freshDir();
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', dir]).status !== 0) {
    context.skip('!!! A small file system cannot be mounted here (not root): the full disk was NOT tested. !!!');
  }
  try {
    const storage = fsStorage({ dir });
    const id = await session(storage, [long(0, 300 * 1024)]);
    const error: unknown = await compressSession(id, { dir, ...NOW }).catch((reason: unknown) => reason);
    expect(isPlayheadError(error, 'storage_full')).toBe(true);
    expect(await numbersOf(storage, id)).toEqual([0]);
    expect(readdirSync(join(dir, 'sessions')).filter((name) => name.endsWith('.tmp') || name.endsWith('.gz'))).toEqual([]);
    await storage.close();
  } finally {
    spawnSync('umount', ['-l', dir]);
  }
});
