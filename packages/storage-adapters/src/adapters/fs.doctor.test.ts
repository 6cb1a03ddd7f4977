import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { JsonValue, SessionStorage } from '@playhead/protocol';
import { expect, test } from 'vitest';
import { typeIn } from '../fs/file-system.ts';
import { fixture, fsData } from '../fixtures/fs-data.ts';
import { compressSession, diskUsageOf, examineDataDirectory, fsStorage, type ExamineOptions } from './fs.ts';

const { built, freshDir, line: lineOf, nextId, session: sessionOf, tombstone } = fsData();

const line = (n: number, title: JsonValue = 'PLANTED'): string => lineOf(n, { title });

const session = (storage: SessionStorage, lines: readonly string[] = [line(0), line(1)]): Promise<string> => sessionOf(storage, lines);

async function numbersOf(dir: string, id: string): Promise<number[]> {
  const numbers: number[] = [];
  for await (const { records } of fsStorage({ dir }).read(id)) numbers.push(...records.map(({ record }) => record.n));
  return numbers;
}

/** What the doctor says is to be mended. */
async function problems(dir: string, options: ExamineOptions = {}): Promise<readonly string[]> {
  const { findings } = await examineDataDirectory({ dir, ...options });
  return findings.filter(({ level }) => level === 'problem').map(({ message }) => message);
}

async function notes(dir: string, options: ExamineOptions = {}): Promise<readonly string[]> {
  const { findings } = await examineDataDirectory({ dir, ...options });
  return findings.filter(({ level, check }) => level === 'note' && check !== 'file-system').map(({ message }) => message);
}

const NOW = { leftOverMs: 0 };
const logOf = (dir: string, id: string): string => join(dir, 'sessions', readdirSync(join(dir, 'sessions')).find((name) => name.endsWith(`_${id}.jsonl`)) ?? '');

test('a data directory in use has nothing to mend, however closely one looks', async () => {
  const dir = freshDir();
  const storage = fsStorage({ dir });
  const [plain, compressed] = [await session(storage), await session(storage)];
  const blob = await storage.blobs.put(plain, new TextEncoder().encode('v'.repeat(40_000)));
  await storage.append(plain, [line(2, { $blob: blob, size: 40_000, encoding: 'text', preview: 'v' })]);
  await storage.annotate(plain, { id: nextId(), at: 1, author: 'a', type: 'note', data: {} });
  await storage.derived.put(plain, 'index', 1, new Uint8Array([1]));
  await compressSession(compressed, { dir, quietForMs: 0 });
  await storage.drop(await session(storage), tombstone());
  await storage.list();
  expect([await problems(dir, { deep: true, ...NOW }), await notes(dir, { deep: true })]).toEqual([[], []]);
  const { findings } = await examineDataDirectory({ dir, deep: true });
  expect(findings.find(({ check }) => check === 'logs')?.message).toBe('2 sessions, 1 of their logs compressed: 5 records and 1 large value were read.');
});

test('a directory that is not there yet is no problem, and is not made', async () => {
  const dir = join(freshDir(), 'not', 'yet');
  expect(await problems(dir, { fix: true, deep: true })).toEqual([]);
  expect(await notes(dir)).toEqual([expect.stringContaining('There is no data directory')]);
  expect(() => statSync(dir)).toThrow();
});

test.runIf(process.platform !== 'win32')('what others may open is said, and closed when asked', async () => {
  const dir = freshDir();
  const id = await session(fsStorage({ dir }));
  chmodSync(logOf(dir, id), 0o644);
  chmodSync(join(dir, 'sessions'), 0o755);
  expect(await problems(dir)).toEqual([expect.stringContaining('Other users of this machine may open 2 files and folders')]);
  expect(statSync(logOf(dir, id)).mode & 0o777).toBe(0o644);
  expect(await problems(dir, { fix: true })).toEqual([]);
  expect([statSync(logOf(dir, id)).mode & 0o777, statSync(join(dir, 'sessions')).mode & 0o777]).toEqual([0o600, 0o700]);
});

test('what is left of sessions that were removed by hand is said, and removed when asked', async () => {
  const dir = freshDir();
  const storage = fsStorage({ dir });
  const id = await session(storage);
  await storage.blobs.put(id, new TextEncoder().encode('PLANTED'.repeat(5000)));
  await storage.derived.put(id, 'index', 1, new TextEncoder().encode('PLANTED'));
  const other = await session(storage);
  await storage.blobs.put(other, new TextEncoder().encode('PLANTED too'.repeat(5000)));
  rmSync(logOf(dir, id));
  for (const name of readdirSync(join(dir, 'sessions')).filter((found) => found.includes(other))) rmSync(join(dir, 'sessions', name), { recursive: true });
  expect(await problems(dir)).toEqual([expect.stringContaining('1 shared value in ')]); // the rest may be at work still
  expect((await problems(dir, NOW)).map((text) => text.slice(0, 20))).toEqual(['3 files and folders ', '1 shared value in /t'.replace('/t', dir.slice(0, 2))]);
  expect(await problems(dir, { fix: true, ...NOW })).toEqual([]);
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  expect(files.filter((path) => readFileSync(path).includes('PLANTED'))).toEqual([]);
});

test.each(['compress', 'rewrite', 'drop'] as const)('what a %s leaves that dies at any step is said, and mended when asked', { timeout: 120_000 }, async (action) => {
  let said = 0;
  for (let step = 0, done = false; !done; step += 1) {
    const dir = freshDir();
    const id = await session(fsStorage({ dir }));
    const { stdout } = spawnSync(process.execPath, [fixture('killed.mjs'), pathToFileURL(built).href, dir, id, action, String(step)], { encoding: 'utf8' });
    done = stdout.includes('done');
    if ((await problems(dir, NOW)).length > 0) said += 1;
    expect([step, await problems(dir, { fix: true, ...NOW })]).toEqual([step, []]);
    expect([step, await problems(dir, { deep: true, ...NOW })]).toEqual([step, []]);
    const names = readdirSync(dir, { recursive: true, encoding: 'utf8' });
    expect([step, names.filter((name) => name.endsWith('.tmp') || name.includes('rewriting-'))]).toEqual([step, []]);
    const late = stdout.split('\n').filter((text) => /^\d+$/.test(text)).map(Number);
    const numbers = (await numbersOf(dir, id)).sort((a, b) => a - b);
    if (numbers.length > 1) expect([step, numbers]).toEqual([step, [0, 1, ...late]]);
    else expect(action).toBe('drop');
  }
  expect(said).toBeGreaterThan(2);
});

test('damage is said with what follows from it; what was never acknowledged is nothing to mend', async () => {
  const dir = freshDir();
  const storage = fsStorage({ dir });
  const id = await session(storage);
  appendFileSync(logOf(dir, id), `${line(5).slice(0, 70)}\nno record\n`);
  expect(await problems(dir, { deep: true })).toEqual([]);
  expect((await notes(dir, { deep: true })).map((text) => text.replace(/, such as .*?, is /, ' is ').slice(0, 38))).toEqual(['1 stretch (70 bytes) is cut off while ', '1 stretch (9 bytes) is no records, as ']);
  expect(await notes(dir)).toEqual([]);

  const archived = await session(storage, Array.from({ length: 100 }, (_, n) => line(n, `title ${n}`)));
  await compressSession(archived, { dir, quietForMs: 0 });
  const archive = `${logOf(dir, archived)}.gz`;
  const bytes = readFileSync(archive);
  bytes[200] = (bytes[200] ?? 0) ^ 0xff;
  writeFileSync(archive, bytes);
  expect(await problems(dir)).toEqual([]);
  expect(await problems(dir, { deep: true })).toEqual([expect.stringMatching(/^1 stretch \(\d+ bytes\), such as in .*, is damaged inside a compressed log/)]);
  writeFileSync(archive, bytes.subarray(0, -20));
  expect(await problems(dir)).toEqual([expect.stringContaining('The index of 1 archive cannot be read')]);
});

test('a large value that is no longer what it was is said, and one that is gone', async () => {
  const dir = freshDir();
  const storage = fsStorage({ dir });
  const id = await session(storage);
  const [first, second] = [await storage.blobs.put(id, new TextEncoder().encode('one')), await storage.blobs.put(id, new TextEncoder().encode('two'))];
  await storage.append(id, [first, second].map((blob, n) => line(n + 2, { $blob: blob, size: 3, encoding: 'text', preview: '' })));
  const pathOf = (blob: string): string => join(logOf(dir, id).replace(/\.jsonl$/, '.blobs'), blob.slice(7, 9), blob.slice(7));
  writeFileSync(pathOf(first), 'One');
  rmSync(pathOf(second));
  rmSync(join(dir, 'blobs'), { recursive: true });
  expect(await problems(dir, { deep: true, fix: true })).toEqual([expect.stringContaining('1 large value is not what it was')]);
  expect(await notes(dir, { deep: true })).toEqual([expect.stringContaining(`1 large value that records name is not there, such as ${second}`)]);
});

test('a value that sessions share takes its room once', async () => {
  const dir = freshDir();
  const storage = fsStorage({ dir });
  const value = new TextEncoder().encode('v'.repeat(1_000_000));
  const before = (await diskUsageOf(dir)).bytes;
  for (let n = 0; n < 5; n += 1) await storage.blobs.put(await session(storage), value);
  const grown = (await diskUsageOf(dir)).bytes - before;
  expect(grown).toBeGreaterThan(1_000_000);
  expect(grown).toBeLessThan(2_000_000);
});

test.each([
  ['/', 'ext4'], ['/home/ada/x', 'nfs4'], ['/home/adam', 'ext4'], ['/mnt/my disk/a', 'cifs'], ['/mnt/my', 'ext4'], ['/work', 'ext4'], ['/work/shared/a', '9p'], ['/over', 'tmpfs'],
])('the disk of %s is %s', (path, type) => {
  const mountinfo = [
    '22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw', '36 22 0:31 / /home/ada rw,relatime shared:2 master:3 - nfs4 server:/home/ada rw,vers=4.2',
    '40 22 0:40 / /mnt/my\\040disk rw - cifs //nas/disk rw', '41 22 0:41 / /work/shared rw - 9p shared rw', '42 22 0:42 / /over rw - ext4 /dev/sdb rw', '43 42 0:43 / /over rw - tmpfs none rw', '',
  ].join('\n');
  expect(typeIn(mountinfo, path)).toBe(type);
});
