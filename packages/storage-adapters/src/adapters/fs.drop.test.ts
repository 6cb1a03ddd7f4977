import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs, { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isPlayheadError, type SessionRecord, type SessionStorage } from '@playhead/protocol';
import { expect, test } from 'vitest';
import { fixture, fsData } from '../fixtures/fs-data.ts';
import { fsStorage } from './fs.ts';

const { built, freshDir, line: lineOf, nextId, tombstone } = fsData();
const PLANTED = 'PLANTED';

const line = (n: number, data: SessionRecord['data'] = { title: `${PLANTED} ${n}` }): string => lineOf(n, data);
const codeOf = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => 'resolved', (error: unknown) => (isPlayheadError(error) ? error.code : error));

/** A session that holds the planted text in every place there is. */
async function planted(dir: string): Promise<string> {
  const storage = fsStorage({ dir });
  const { sessionId } = await storage.create({ sessionId: nextId(), name: PLANTED, prompt: PLANTED, harness: 'test', harnessSessionId: 'h1', agentName: 'agent', workspaceName: PLANTED });
  const blob = await storage.blobs.put(sessionId, new TextEncoder().encode(PLANTED.repeat(100)));
  await storage.append(sessionId, [line(0), line(1), line(2, { title: PLANTED, text: { $blob: blob, size: 700, encoding: 'text', preview: PLANTED } })]);
  await storage.annotate(sessionId, { id: nextId(), at: 1, author: 'a', type: 'note', data: { text: PLANTED } });
  await storage.derived.put(sessionId, 'index', 1, new TextEncoder().encode(PLANTED));
  await storage.close();
  return sessionId;
}

/** The files below a directory that hold the planted text, in their bytes or their name. */
function findPlanted(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => path.includes(PLANTED) || readFileSync(path).includes(PLANTED));
}

async function linesOf(storage: SessionStorage, id: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const { records } of storage.read(id)) lines.push(...records.map((stored) => stored.line));
  return lines;
}

function runKilled(dir: string, id: string, action: 'drop' | 'rewrite', step: number): { done: boolean; acknowledged: string[] } {
  const { stdout, signal } = spawnSync(process.execPath, [fixture('killed.mjs'), pathToFileURL(built).href, dir, id, action, String(step)], { encoding: 'utf8' });
  const lines = stdout.split('\n').filter((text) => text !== '');
  expect(signal).toBe(lines.includes('done') ? null : 'SIGKILL');
  return { done: lines.includes('done'), acknowledged: lines.filter((text) => text !== 'done') };
}

test('no byte of a dropped session stays below the directory', async () => {
  const dir = freshDir();
  const id = await planted(dir);
  expect(findPlanted(dir).length).toBe(6); // the value has a second name in the pool
  const storage = fsStorage({ dir });
  const left = tombstone();
  await storage.drop(id, left);
  expect(findPlanted(dir)).toEqual([]);
  expect(await linesOf(storage, id)).toEqual([left]);
  // Nor does its name say what it was about: that was a hash of the prompt.
  const hash = createHash('sha256').update(PLANTED).digest('hex').slice(0, 8);
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  expect(files.filter((path) => path.includes(`_${hash}_`) || readFileSync(path).includes(`_${hash}_`))).toEqual([]);
  // The two claims of the harness's session, the log's name, the marker, the log with its one line, and the audit.
  expect(files.length).toBe(6);
});

test('a drop that dies at any step is finished by whatever call comes next', { timeout: 120_000 }, async () => {
  const nexts: ((storage: SessionStorage, id: string) => Promise<unknown>)[] = [
    (storage, id) => storage.get(id), (storage) => storage.list(), (storage, id) => linesOf(storage, id), (storage, id) => storage.annotations(id),
    (storage, id) => storage.append(id, [line(50)]), (storage, id) => storage.derived.get(id, 'index', 1), (storage, id) => storage.drop(id, tombstone()),
    (storage, id) => storage.blobs.get(id, `sha256-${'0'.repeat(64)}`), (storage, id) => storage.subscribe(id, { signal: new AbortController().signal })[Symbol.asyncIterator]().next(),
    (storage, id) => storage.create({ sessionId: id, name: 'x', harness: 'test', agentName: 'a', workspaceName: 'w' }), (storage, id) => storage.rewrite(id, () => undefined),
  ];
  let finished = 0;
  for (let step = 0, done = false; !done; step += 1) {
    const dir = freshDir();
    const id = await planted(dir);
    done = runKilled(dir, id, 'drop', step).done;
    const began = readdirSync(join(dir, 'claims', id)).includes('dropped');
    const storage = fsStorage({ dir });
    if (!began) {
      expect([step, (await linesOf(storage, id)).length]).toEqual([step, 3]);
      continue;
    }
    if (findPlanted(dir).length > 0) finished += 1;
    await nexts[step % nexts.length]?.(storage, id).catch(() => undefined);
    expect([step, findPlanted(dir)]).toEqual([step, []]);
    expect((await linesOf(storage, id)).map((text) => text.includes('session_dropped'))).toEqual([true]);
    await storage.close();
  }
  expect(finished).toBeGreaterThan(4);
});

test('whatever other processes store while a session is dropped is gone with it', { timeout: 120_000 }, async () => {
  for (let round = 0; round < 3; round += 1) {
    const dir = freshDir();
    const id = await planted(dir);
    const outputs = await Promise.all(Array.from({ length: 4 }, (_, index) => new Promise<string>((resolve) => {
      const child = spawn(process.execPath, [fixture('planter.mjs'), pathToFileURL(built).href, dir, id, String(index), PLANTED], { stdio: ['ignore', 'pipe', 'inherit'] });
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (index === 0 && output.includes('2\n')) void codeOf(fsStorage({ dir }).drop(id, tombstone())).then((code) => expect(code).toBe('resolved'));
      });
      child.on('close', () => resolve(output));
    })));
    expect(outputs.map((output) => output.trim().split('\n').at(-1))).toEqual(Array.from({ length: 4 }, () => [0, 1, 2, 3].map((place) => `${place} session_dropped`).join()));
    expect(findPlanted(dir)).toEqual([]);
    expect((await linesOf(fsStorage({ dir }), id)).length).toBe(1);
  }
});

/** Does something at the next call of a function of the file system, just before it. */
function before(name: 'mkdirSync' | 'openSync' | 'writeSync', act: () => void): void {
  const real = fs[name] as (...args: unknown[]) => unknown; // whatever it takes, it is handed on
  const restore = (): void => { Object.assign(fs, { [name]: real }); syncBuiltinESMExports(); };
  Object.assign(fs, { [name]: (...args: unknown[]) => { restore(); act(); return real(...args); } });
  syncBuiltinESMExports();
}

test.each([
  ['an append', 'writeSync', (storage: SessionStorage, id: string) => storage.append(id, [line(5)])],
  ['a first append', 'openSync', (storage: SessionStorage, id: string) => storage.append(id, [line(5)])],
  ['a blob', 'mkdirSync', (storage: SessionStorage, id: string) => storage.blobs.put(id, new TextEncoder().encode(PLANTED))],
  ['an annotation', 'openSync', (storage: SessionStorage, id: string) => storage.annotate(id, { id: nextId(), at: 1, author: 'a', type: 'note', data: { text: PLANTED } })],
  ['a derived value', 'mkdirSync', (storage: SessionStorage, id: string) => storage.derived.put(id, 'index', 1, new TextEncoder().encode(PLANTED))],
] as const)('%s that a drop overtakes leaves nothing', async (what, name, write) => {
  const dir = freshDir();
  const [storage, other] = [fsStorage({ dir }), fsStorage({ dir })];
  const { sessionId } = await storage.create({ sessionId: nextId(), name: PLANTED, harness: 'test', agentName: 'agent', workspaceName: 'w' });
  if (what !== 'a first append') await storage.append(sessionId, [line(0)]);
  let dropping: Promise<void> | undefined;
  before(name, () => { dropping = other.drop(sessionId, tombstone()); });
  expect(await codeOf(write(storage, sessionId))).toBe('session_dropped');
  expect(await codeOf(dropping ?? Promise.reject(new Error('not called')))).toBe('resolved');
  expect(findPlanted(dir)).toEqual([]);
});

test('a session that was dropped can be deleted and recorded again', async () => {
  const dir = freshDir();
  const id = await planted(dir);
  const storage = fsStorage({ dir });
  await storage.drop(id, tombstone());
  await storage.delete(id);
  expect(readdirSync(join(dir, 'sessions'))).toEqual([]);
  expect(await planted(dir)).not.toBe(id);
});

test('a log that was copied back beside a dropped session is removed again', async () => {
  const dir = freshDir();
  const id = await planted(dir);
  const sessions = join(dir, 'sessions');
  const log = join(sessions, readdirSync(sessions).find((name) => name.endsWith('.jsonl') && !name.includes('annotations')) ?? '');
  const bytes = readFileSync(log);
  const storage = fsStorage({ dir });
  await storage.drop(id, tombstone());
  writeFileSync(join(sessions, `backup_${id}.jsonl`), bytes);
  expect((await storage.get(id))?.events).toBe(1);
  expect(findPlanted(dir)).toEqual([]);
});

test('a rewrite that dies at any step loses nothing that was acknowledged, and the next one finishes it', { timeout: 120_000 }, async () => {
  for (let step = 0, done = false; !done; step += 1) {
    const dir = freshDir();
    const id = await planted(dir);
    const { done: ended, acknowledged } = runKilled(dir, id, 'rewrite', step);
    done = ended;
    const storage = fsStorage({ dir });
    const found = (await linesOf(storage, id)).map((text) => String((JSON.parse(text) as { n: number }).n)); // a line of this test
    expect([step, [...found].sort()]).toEqual([step, ['0', '1', '2', ...acknowledged].sort()]);
    expect((await storage.get(id))?.events).toBe(found.length);
    await storage.rewrite(id, (stored) => stored.line.replaceAll(PLANTED, 'x'), { header: (header) => ({ ...header, name: 'x', prompt: 'x', workspaceName: 'x' }), annotation: (annotation) => ({ ...annotation, data: {} }) });
    expect([step, (await linesOf(storage, id)).length]).toEqual([step, found.length]);
    const names = findPlanted(dir).map((path) => path.slice(dir.length).replace(/^.*\//, '').replace(/[0-9a-f]{64}/, 'blob'));
    expect([step, names]).toEqual([step, ['blob', 'blob']]); // its line names it still; the pool has the same file
    await storage.close();
  }
});

test('what other processes append during a rewrite is kept', { timeout: 120_000 }, async () => {
  const dir = freshDir();
  const id = await planted(dir);
  const storage = fsStorage({ dir });
  const writers = Array.from({ length: 4 }, (_, index) => new Promise<number>((resolve) => {
    const child = spawn(process.execPath, [fixture('writer.mjs'), pathToFileURL(built).href, dir, id, `w${index}`, '2500', '300'], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => { output += text; });
    child.on('close', () => resolve(output.trim().split('\n').length));
  }));
  let running = true;
  const ended = Promise.all(writers).then((counts) => { running = false; return counts; });
  let rewrites = 0;
  while (running) {
    await storage.rewrite(id, ({ line: text }) => text.replaceAll(PLANTED, 'x').replaceAll('xxx', 'yy'));
    rewrites += 1;
  }
  expect(await ended).toEqual([2500, 2500, 2500, 2500]);
  expect(rewrites).toBeGreaterThan(0);
  expect((await linesOf(storage, id)).length).toBe(10_003);
  expect(readdirSync(join(dir, 'sessions')).filter((name) => name.includes('rewriting') || name.endsWith('.tmp'))).toEqual([]);
});

test('what a session is called follows a rewrite by another process, however often', async () => {
  const dir = freshDir();
  const [own, other] = [fsStorage({ dir }), fsStorage({ dir })];
  const { sessionId } = await own.create({ sessionId: nextId(), name: 'start', harness: 'test', agentName: 'agent', workspaceName: 'w' });
  await own.append(sessionId, [lineOf(0, { name: 'name 000' }, 'session_update'), line(1)]);
  for (let n = 1; n <= 30; n += 1) {
    const name = `name ${String(n).padStart(3, '0')}${'+'.repeat(n)}`; // longer each time, as after an append
    expect((await own.get(sessionId))?.name).not.toBe(name);
    for (let times = 0; times < 1 + (n % 3); times += 1) await other.rewrite(sessionId, ({ line: text }) => text.replace(/name \d{3}\+*/, name));
    expect((await own.get(sessionId))?.name).toBe(name);
  }
});

test('two rewrites at once lose nothing', { timeout: 60_000 }, async () => {
  const dir = freshDir();
  const id = await planted(dir);
  const storages = [fsStorage({ dir }), fsStorage({ dir }), fsStorage({ dir })];
  let n = 100;
  const codes = await Promise.all(storages.flatMap((storage) => Array.from({ length: 10 }, async () => {
    const code = await codeOf(storage.rewrite(id, async ({ line: text }) => { await Promise.resolve(); return text.replaceAll(PLANTED, 'x'); }));
    await storage.append(id, [line(n++)]);
    return code;
  })));
  expect(codes.filter((code) => code !== 'resolved' && code !== 'storage_unavailable')).toEqual([]);
  expect(codes).toContain('resolved');
  const [storage] = storages;
  expect(storage && (await linesOf(storage, id)).length).toBe(33);
});
