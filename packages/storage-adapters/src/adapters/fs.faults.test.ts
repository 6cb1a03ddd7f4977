import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { SessionStorage } from '@playhead/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fsUnderTest, logIn, worked } from '../fixtures/fs-hooks.ts';
import { expectNothingLost, sessionIn } from '../fixtures/many-writers.ts';
import { writerLine, type WriterTask } from '../testing.ts';

const fs = fsUnderTest();
const root = mkdtempSync(join(tmpdir(), 'playhead-faults-'));
const library = join(root, 'faulty-disk.so');
const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
let compiled = false;

beforeAll(() => {
  compiled = process.platform === 'linux' && worked('cc', '-shared', '-fPIC', '-O1', '-o', library, fixture('faulty-disk.c'), '-ldl');
});
afterAll(() => {
  fs.remove();
  rmSync(root, { recursive: true, force: true });
});

interface Persistent { readonly task: WriterTask; readonly counts: Map<string, number>; readonly refusals: string[]; readonly ended: Promise<void> }

/** Starts a process that appends the records of a task, and sends each again until it is acknowledged. */
function startPersistent(dir: string, task: WriterTask, { how = 'write', onRefusal, ...env }: { how?: 'write' | 'fsync' | 'blob'; onRefusal?: () => void; [variable: `FAULT_${string}`]: string } = {}): Persistent {
  const counts = new Map<string, number>();
  const refusals: string[] = [];
  const preload = Object.keys(env).length > 0 ? { LD_PRELOAD: library } : {};
  const child = spawn(process.execPath, [fixture('persistent.mjs'), fs.module, dir, JSON.stringify(task), how], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...preload, ...env } });
  const lines = createInterface(child.stdout).on('line', (line) => {
    if (line.startsWith('ok ')) counts.set(task.producer, Number(line.slice(3)) + 1);
    else {
      refusals.push(line);
      onRefusal?.();
    }
  });
  return { task, counts, refusals, ended: new Promise((resolve) => lines.on('close', () => resolve())) };
}

async function prepared(...producers: readonly string[]): Promise<{ storage: SessionStorage; dir: string; sessionId: string; tasks: WriterTask[] }> {
  const storage = fs.create();
  const sessionId = await sessionIn(storage);
  return { storage, dir: fs.dirOf(storage), sessionId, tasks: producers.map((producer, index) => ({ sessionId, producer, count: 120, characters: index % 2 === 0 ? 9000 : 300 })) };
}

const allCounts = (writers: readonly Persistent[]): Map<string, number> => new Map(writers.flatMap(({ counts }) => [...counts]));

describe('a disk whose writes fail', () => {
  test.for([
    ['EIO', 'write', '3', ['storage_unavailable'], false],
    ['ENOSPC', 'write', '4', ['storage_full'], false],
    ['TORN', 'write', '4', [], true],
    ['DYING', 'write', '4', ['storage_unavailable'], true],
    ['SYNC', 'fsync', '2', ['storage_unavailable'], false],
  ] as const)('%s: what was acknowledged is there, byte for byte, and what was refused was sent again', { timeout: 120_000 }, async ([kind, how, every, codes, damaged], context) => {
    if (!compiled) return context.skip('!!! There is no C compiler (cc), so failing writes were NOT tested !!!');
    const { storage, dir, sessionId, tasks } = await prepared('struck-0', 'struck-1', 'well');
    const writers = tasks.map((task) => startPersistent(dir, task, { how, ...(task.producer !== 'well' && { FAULT_PATH: '.jsonl', FAULT_KIND: kind, FAULT_EVERY: every }) }));
    await Promise.all(writers.map(({ ended }) => ended));
    expect([...allCounts(writers).values()]).toEqual([120, 120, 120]);
    expect([...new Set(writers.flatMap(({ refusals }) => refusals))]).toEqual(codes);
    expect(writers[2]?.refusals).toEqual([]);
    const { records, damage } = await expectNothingLost(fs, storage, sessionId, tasks, allCounts(writers));
    expect([records, damage > 0]).toEqual([360, damaged]);
    expect((await storage.get(sessionId))?.events).toBe(360);
    await storage.close();
  });

  test('a write that the system cuts short is completed', async (context) => {
    if (!compiled) return context.skip('!!! There is no C compiler (cc), so short writes were NOT tested !!!');
    const { storage, dir, sessionId, tasks } = await prepared('alone');
    const [task] = tasks;
    if (!task) return;
    const writer = startPersistent(dir, task, { FAULT_PATH: '.jsonl', FAULT_KIND: 'SHORT', FAULT_EVERY: '2' });
    await writer.ended;
    expect([writer.refusals, await expectNothingLost(fs, storage, sessionId, tasks, writer.counts)]).toEqual([[], { records: 120, damage: 0 }]);
    await storage.close();
  }, 120_000);

  test('what follows a write that was cut short stands on a line of its own, for those who read logs with other tools', async (context) => {
    if (!compiled) return context.skip('!!! There is no C compiler (cc), so short writes were NOT tested !!!');
    const { storage, dir, sessionId, tasks } = await prepared('alone');
    const [task] = tasks;
    if (!task) return;
    await startPersistent(dir, task, { FAULT_PATH: '.jsonl', FAULT_KIND: 'TORN', FAULT_EVERY: '4' }).ended;
    const physical = new Set(readFileSync(logIn(dir, sessionId), 'utf8').split('\n'));
    expect(Array.from({ length: task.count }, (_, n) => n).filter((n) => !physical.has(writerLine(task, n)))).toEqual([]);
    await storage.close();
  }, 120_000);

  test('a value that could not be written wholly is not found, and is whole once it was', async (context) => {
    if (!compiled) return context.skip('!!! There is no C compiler (cc), so failing writes were NOT tested !!!');
    const { storage, dir, sessionId, tasks: [task] } = await prepared('struck');
    if (!task) return;
    const nameOf = (n: number): string => `sha256-${createHash('sha256').update(writerLine(task, n)).digest('hex')}`;
    const found = (n: number): Promise<string> => storage.blobs.get(sessionId, nameOf(n)).then((bytes) => new TextDecoder().decode(bytes), (error: { code: string }) => error.code);
    const seen: Promise<string>[] = [];
    const writer = startPersistent(dir, { ...task, count: 20 }, { how: 'blob', FAULT_PATH: 'tmp', FAULT_KIND: 'DYING', FAULT_EVERY: '3', onRefusal: () => void seen.push(found(writer.counts.get(task.producer) ?? 0)) });
    await writer.ended;
    expect([...new Set(writer.refusals)]).toEqual(['storage_unavailable']);
    for (let n = 0; n < 20; n += 1) expect(await found(n) === writerLine(task, n), `value ${n}`).toBe(true);
    const during = await Promise.all(seen);
    expect(during.filter((text) => text !== 'blob_not_found' && !Array.from({ length: 20 }, (_, n) => writerLine(task, n)).includes(text))).toEqual([]);
    await storage.close();
  }, 120_000);
});

test('three processes meet a full disk, wait, and go on when there is room: nothing is lost', async (context) => {
  const small = await fs.createSmall?.();
  if (!small) return context.skip('!!! A small disk cannot be mounted here (not root), so a full disk was NOT tested !!!');
  const { storage } = small;
  try {
    const sessionId = await sessionIn(storage);
    const tasks = ['full-0', 'full-1', 'full-2'].map((producer): WriterTask => ({ sessionId, producer, count: 100, characters: 9000 }));
    let full = (): void => {};
    const isFull = new Promise<void>((resolve) => { full = resolve; });
    const writers = tasks.map((task) => startPersistent(fs.dirOf(storage), task, { onRefusal: full }));
    await isFull;
    await expectNothingLost(fs, storage, sessionId, tasks, allCounts(writers));
    await small.grow();
    await Promise.all(writers.map(({ ended }) => ended));
    expect([...new Set(writers.flatMap(({ refusals }) => refusals))]).toEqual(['storage_full']);
    const { records } = await expectNothingLost(fs, storage, sessionId, tasks, allCounts(writers));
    expect(records).toBe(300);
    expect(spawnSync('cp', ['-r', join(fs.dirOf(storage), 'sessions'), join(root, 'copy')]).status).toBe(0);
  } finally {
    await storage.close();
    await small.remove?.();
  }
}, 120_000);

test('on a disk that turned read-only everything is still read, and writing goes on when it is well again', async (context) => {
  const { storage, sessionId, tasks: [task] } = await prepared('patient');
  if (!fs.disable || !task) return context.skip('!!! A read-only disk cannot be mounted here (not root): NOT tested !!!');
  for (let n = 0; n < 5; n += 1) await storage.append(sessionId, [writerLine(task, n)]);
  const enable = await fs.disable(storage);
  let refused = (): void => {};
  const isRefused = new Promise<void>((resolve) => { refused = resolve; });
  const writer = startPersistent(fs.dirOf(storage), task, { onRefusal: refused });
  try {
    await isRefused;
    await expectNothingLost(fs, fs.reopen(storage), sessionId, [task], new Map([[task.producer, 5]]));
  } finally {
    await enable();
  }
  await writer.ended;
  expect([...new Set(writer.refusals)]).toEqual(['storage_unavailable']);
  expect((await expectNothingLost(fs, storage, sessionId, [task], writer.counts)).records).toBe(120);
  await storage.close();
}, 120_000);
