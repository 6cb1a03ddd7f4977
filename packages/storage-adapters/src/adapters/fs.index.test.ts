import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createIdSource, encodeRecord, type JsonObject, type SessionInfo, type SessionQuery, type SessionStorage } from '@playhead/protocol';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { logIn } from '../fixtures/fs-hooks.ts';
import { randomFrom } from '../testing/random.ts';
import { fsStorage, rebuildIndex } from './fs.ts';

const root = mkdtempSync(join(tmpdir(), 'playhead-index-'));
const built = join(root, 'fs.mjs');
const nextId = createIdSource();
const PLANTED = 'PLANTED';
const AT = 1_763_693_890_123_456;

beforeAll(() => {
  buildSync({ entryPoints: [fileURLToPath(new URL('./fs.ts', import.meta.url))], outfile: built, bundle: true, platform: 'node', format: 'esm', conditions: ['@playhead/source'] });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const freshDir = (): string => mkdtempSync(join(root, 'data-'));
const indexOf = (dir: string): string => join(dir, 'index.jsonl');
const line = (n: number, data: JsonObject = { title: `line ${n}` }, type = 'moment', at = AT + n): string => encodeRecord({ id: nextId(), p: 'here', e: 0, n, at, type, via: 'sdk', data });

async function session(storage: SessionStorage, name: string, lines: readonly string[] = [line(0)]): Promise<string> {
  const { sessionId } = await storage.create({ sessionId: nextId(), name, harness: 'test', agentName: 'agent', workspaceName: 'workspace', prompt: `about ${name}` });
  await storage.append(sessionId, lines);
  return sessionId;
}

/** Every session that a list shows, page by page. */
async function listed(storage: SessionStorage, query: SessionQuery = {}): Promise<readonly SessionInfo[]> {
  const sessions: SessionInfo[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const page: { sessions: readonly SessionInfo[]; next?: string } = await storage.list({ ...query, limit: 3, ...(cursor !== '' && { cursor }) });
    sessions.push(...page.sessions);
    cursor = page.next;
  }
  return sessions;
}

/** What a storage says that never saw an index: another data directory with the same folders in it. */
async function afresh(dir: string, query: SessionQuery = {}): Promise<readonly SessionInfo[]> {
  const other = freshDir();
  for (const name of readdirSync(dir)) if (name !== 'index.jsonl') symlinkSync(join(dir, name), join(other, name));
  const storage = fsStorage({ dir: other });
  const sessions = await listed(storage, query);
  await storage.close();
  rmSync(other, { recursive: true });
  return sessions;
}

const names = (sessions: readonly SessionInfo[]): string[] => sessions.map(({ name }) => name).sort();

/** How many rows of the index speak of a session. */
const rowsOf = (dir: string, sessionId: string): number => readFileSync(indexOf(dir), 'utf8').split('\n').filter((row) => row.startsWith('[6,') && row.includes(sessionId)).length;

/** What anybody does to the sessions of a folder, through storages and by hand. */
async function runRandomly(seed: number, steps: number): Promise<void> {
  const dir = freshDir();
  const random = randomFrom(seed);
  const pick = (count: number): number => Math.floor(random() * count);
  const storages = [fsStorage({ dir }), fsStorage({ dir })];
  const ids: string[] = [await session(storages[0] ?? fsStorage({ dir }), 'first')];
  let n = 10;
  const hidden = freshDir();
  const done: string[] = [];
  for (let step = 0; step < steps; step += 1) {
    const storage = storages[pick(2)] ?? fsStorage({ dir });
    const id = ids[pick(ids.length)] ?? '';
    const folder = join(dir, 'sessions');
    const own = readdirSync(folder).filter((name) => name.includes(id));
    const log = own.find((name) => name.endsWith(`${id}.jsonl`));
    const action = pick(14);
    done.push(`${action} ${id.slice(-6)}`);
    n += 1;
    const ignore = (): undefined => undefined; // dropped or deleted before
    if (action <= 1) ids.push(await session(storage, `session ${step}`));
    else if (action <= 4) await storage.append(id, [line(n, { path: `src/file ${step}.ts` }, 'file_read', AT - pick(3))]).catch(ignore);
    else if (action === 5) await storage.append(id, [line(n, { outcome: 'success' }, 'session_stop'), line(n + 1000, { name: `renamed ${step}` }, 'session_update')]).catch(ignore);
    else if (action === 6 && pick(3) === 0) await storage.delete(id);
    else if (action === 7 && pick(3) === 0) await storage.drop(id, line(9000 + n, { reason: 'private' }, 'session_dropped')).catch(ignore);
    else if (action === 8) await storage.rewrite(id, ({ line: text }) => text.replaceAll('renamed', 'rewritten')).catch(ignore);
    else if (action === 9 && log) renameSync(join(folder, log), join(hidden, log)); // taken away by hand
    else if (action === 10) for (const name of readdirSync(hidden)) renameSync(join(hidden, name), join(folder, name)); // and put back
    else if (action === 11 && log) cpSync(join(folder, log), join(folder, `copy-${step}_${id}.jsonl`));
    else if (action === 12 && log) writeFileSync(join(folder, log), `${line(n, { name: `by hand ${step}` }, 'session_update')}\n${random() < 0.5 ? line(n + 5000) : ''}`); // the last line is not whole
    else if (action === 13 && own.length > 0) for (const name of own) rmSync(join(folder, name), { recursive: true });
    if (pick(3) > 0) continue;
    const query: SessionQuery = [{}, { status: 'processing' as const }, { search: 'renamed' }, { search: `file ${step - 2}` }][pick(4)] ?? {};
    const wanted = await afresh(dir, query);
    expect(await listed(storage, query), `seed ${seed}, ${JSON.stringify(query)} after ${done.join(', ')}`).toEqual(wanted);
    const got = await storages[pick(2)]?.get(id);
    expect(got, `seed ${seed}, ${id} after ${done.join(', ')}`).toEqual((await afresh(dir)).find(({ sessionId }) => sessionId === id));
  }
  for (const storage of [...storages, fsStorage({ dir })]) {
    expect(await listed(storage), `seed ${seed} after ${done.join(', ')}`).toEqual(await afresh(dir));
    await storage.close();
  }
}

test('a list always shows what stands in the files, whoever changed them', { timeout: 120_000 }, async () => {
  for (let seed = 1; seed <= 12; seed += 1) await runRandomly(seed, 40);
});

test('a list has what was appended before it, also while others ask for the same session', async () => {
  const storage = fsStorage({ dir: freshDir() });
  const id = await session(storage, 'asked for by many');
  await storage.list();
  for (let n = 1; n <= 40; n += 1) {
    await storage.append(id, [line(n)]);
    const asked = [storage.get(id), n % 2 === 0 ? storage.get(id) : undefined];
    for (let turn = n % 4; turn > 0; turn -= 1) await new Promise((resolve) => { setImmediate(resolve); });
    const [, all] = await Promise.all([Promise.all(asked), storage.list()]);
    expect(all.sessions[0]?.events).toBe(n + 1);
  }
  await storage.close();
});

test('a second process reads no log that did not change', async () => {
  const dir = freshDir();
  const storage = fsStorage({ dir });
  const kept = await session(storage, 'kept');
  const changed = await session(storage, 'changed');
  await storage.list();
  // What the files say now is not what the index says, but their sizes and times are: nobody looked into them.
  const log = logIn(dir, kept);
  const { atime, mtime } = statSync(log);
  const text = readFileSync(log, 'utf8');
  writeFileSync(log, text.replace('"title":"line 0"', '"titel":"line 0"').replace('"moment"', '"prompt"'));
  utimesSync(log, atime, mtime);
  await storage.append(changed, [line(1)]);
  const other = fsStorage({ dir });
  expect(names((await other.list()).sessions)).toEqual(['changed', 'kept']);
  expect((await other.get(changed))?.events).toBe(2);
});

test('a log that gets another name by hand is listed with what stands beside it then', async () => {
  const dir = freshDir();
  const storage = fsStorage({ dir });
  const id = await session(storage, 'named in the header');
  await storage.list();
  const log = logIn(dir, id);
  const other = join(dir, 'sessions', `renamed_${id}.jsonl`);
  renameSync(log, other);
  for (const of of [fsStorage({ dir }), storage]) expect(names(await listed(of))).toEqual([id]);
  renameSync(other, log);
  for (const of of [fsStorage({ dir }), storage]) expect(names(await listed(of))).toEqual(['named in the header']);
});

test('a folder whose names are known is not read again, and what comes into it is found all the same', async () => {
  const dir = freshDir();
  const folder = join(dir, 'sessions');
  const storage = fsStorage({ dir });
  await session(storage, 'a');
  const b = await session(storage, 'b');
  const past = new Date(Date.now() - 60_000);
  utimesSync(folder, past, past); // as if all of it was long ago
  await storage.list();
  expect(readFileSync(indexOf(dir), 'utf8')).toMatch(/\n\[2,"\d+@\d+",2\]\n/);
  const text = readFileSync(indexOf(dir), 'utf8');
  // What a process that died left of a row: whoever comes next must not believe that all rows are there.
  appendFileSync(indexOf(dir), `\n[0,"${b}"]\n`);
  expect(names(await listed(fsStorage({ dir })))).toEqual(['a', 'b']);
  writeFileSync(indexOf(dir), text);
  const c = await session(fsStorage({ dir }), 'c');
  expect(names(await listed(fsStorage({ dir })))).toEqual(['a', 'b', 'c']);
  expect((await storage.get(c))?.name).toBe('c');
  await fsStorage({ dir }).delete(b);
  expect(await storage.get(b)).toBe(undefined);
  expect(names(await listed(storage))).toEqual(['a', 'c']);
});

test('what is missing, torn or of another version in the index is read anew', async () => {
  const dir = freshDir();
  const storage = fsStorage({ dir });
  for (let n = 0; n < 5; n += 1) await session(storage, `session ${n}`);
  const wanted = await listed(storage);
  const spoil: readonly (() => void)[] = [
    () => rmSync(indexOf(dir)),
    () => truncateSync(indexOf(dir), Math.floor(statSync(indexOf(dir)).size / 2)),
    () => writeFileSync(indexOf(dir), readFileSync(indexOf(dir), 'utf8').replaceAll('\n[3,', '\n[1,')),
    () => writeFileSync(indexOf(dir), readFileSync(indexOf(dir), 'utf8').split('\n').map((row, index) => (index % 2 === 0 ? row.slice(5) : row)).join('\n')),
    () => writeFileSync(indexOf(dir), Buffer.alloc(100_000)),
    () => appendFileSync(indexOf(dir), '[6,1000'),
    () => appendFileSync(indexOf(dir), '\n[2,"x",5]\nnot json\n[3,10000099,10000999,[]]\n'),
  ];
  for (const [index, damage] of spoil.entries()) {
    damage();
    expect(await listed(storage), `damage ${index}, the same process`).toEqual(wanted);
    damage();
    const other = fsStorage({ dir });
    expect(await listed(other), `damage ${index}, another process`).toEqual(wanted);
    await other.close();
  }
});

test('the index is for its owner only', async () => {
  const before = process.umask(0);
  try {
    const dir = freshDir();
    const storage = fsStorage({ dir });
    await session(storage, 'a');
    await storage.list();
    expect((statSync(indexOf(dir)).mode & 0o777).toString(8)).toBe('600');
    for (let n = 1; n < 40; n += 1) await session(storage, `s${n}`);
    expect(await rebuildIndex({ dir })).toBe(40);
    expect((statSync(indexOf(dir)).mode & 0o777).toString(8)).toBe('600');
    await storage.heartbeat?.((await storage.list()).sessions[0]?.sessionId ?? '', 'p');
    const [beat = ''] = readdirSync(join(dir, 'heartbeats'));
    expect((statSync(join(dir, 'heartbeats', beat)).mode & 0o777).toString(8)).toBe('600');
  } finally {
    process.umask(before);
  }
});

test('an index that cannot be written costs only time', async (context) => {
  if (process.getuid?.() === 0) context.skip('!!! root may write everywhere: a read-only index was NOT tested !!!');
  const dir = freshDir();
  const storage = fsStorage({ dir });
  await session(storage, 'a');
  await storage.list();
  chmodSync(indexOf(dir), 0o400);
  await session(storage, 'b');
  expect(names(await listed(fsStorage({ dir })))).toEqual(['a', 'b']);
});

test('an index in the place of which something else stands costs only time', async () => {
  const dir = freshDir();
  const storage = fsStorage({ dir });
  const id = await session(storage, 'a');
  cpSync(join(dir, 'sessions'), indexOf(dir), { recursive: true }); // a folder
  expect(names(await listed(storage))).toEqual(['a']);
  await storage.append(id, [line(1)]);
  expect((await listed(storage, { search: 'about a' })).map(({ events }) => events)).toEqual([2]);
});

test('the index is written anew when most of it is out of date, while others go on with it', async () => {
  const dir = freshDir();
  const [one, two] = [fsStorage({ dir }), fsStorage({ dir })];
  const id = await session(one, 'growing');
  const other = await session(two, 'quiet');
  let largest = 0;
  for (let n = 1; n < 1500; n += 1) {
    one.appendSync?.(id, [line(n)]);
    const { sessions } = await (n % 2 === 0 ? one : two).list();
    if (sessions.find(({ sessionId }) => sessionId === id)?.events !== n + 1) expect([n, sessions.find(({ sessionId }) => sessionId === id)?.events]).toEqual([n, n + 1]);
    largest = Math.max(largest, rowsOf(dir, id));
  }
  expect(largest).toBeGreaterThan(500);
  expect(rowsOf(dir, id)).toBeLessThan(largest);
  expect(rowsOf(dir, other)).toBeGreaterThan(0);
  expect(readdirSync(dir).filter((name) => name.startsWith('index'))).toEqual(['index.jsonl']);
  expect(await listed(two)).toEqual(await afresh(dir));
}, 60_000);

test('a log of megabytes that grows is read on, not anew, by the next process', async () => {
  const dir = freshDir();
  const storage = fsStorage({ dir });
  const id = await session(storage, 'large', Array.from({ length: 40 }, (_, n) => line(n, n === 3 ? { name: 'Stated', tags: ['t'] } : { text: 'x'.repeat(40_000) }, n === 3 ? 'session_update' : 'moment')));
  await storage.list();
  await storage.close();
  // The beginning of the log is lost, in place: whoever reads it all would count fewer.
  const log = logIn(dir, id);
  const bytes = readFileSync(log);
  bytes.fill(0x78, 0, 500_000);
  writeFileSync(log, Buffer.concat([bytes, Buffer.from(`${line(40)}\n${line(39)}\n${line(41, { name: 'Older' }, 'session_update', AT)}\n`)]));
  const found = await fsStorage({ dir }).get(id);
  expect([found?.events, found?.name, found?.tags]).toEqual([42, 'Stated', ['t']]);
});

/** The files below a directory that hold the planted text. */
function findPlanted(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(PLANTED));
}

async function planted(dir: string): Promise<string> {
  const storage = fsStorage({ dir });
  const id = await session(storage, PLANTED, [line(0), line(1, { path: `${PLANTED}.ts` }, 'file_read'), line(2, { content: PLANTED, format: 'text' }, 'final_output')]);
  await session(storage, 'another');
  await storage.list();
  await storage.append(id, [line(3, { name: `${PLANTED} again` }, 'session_update')]);
  await storage.list();
  await storage.heartbeat?.(id, PLANTED);
  await storage.close();
  return id;
}

test('no byte of a dropped, deleted or rewritten session stays in the index, whoever has it open', async () => {
  for (const action of ['drop', 'delete', 'rewrite'] as const) {
    const dir = freshDir();
    const id = await planted(dir);
    const watching = fsStorage({ dir });
    await watching.list();
    expect(readFileSync(indexOf(dir), 'utf8').split(PLANTED).length).toBeGreaterThan(3);
    const storage = fsStorage({ dir });
    if (action === 'drop') await storage.drop(id, line(99, { reason: 'private' }, 'session_dropped'));
    else if (action === 'delete') await storage.delete(id);
    else await storage.rewrite(id, ({ line: text }) => text.replaceAll(PLANTED, 'x'), { header: (header) => ({ ...header, name: 'x', prompt: 'x' }) });
    expect([action, findPlanted(dir)]).toEqual([action, []]);
    expect(names((await watching.list()).sessions)).toEqual({ drop: ['another', id].sort(), delete: ['another'], rewrite: ['another', 'x again'] }[action]);
    expect((await watching.list({ search: PLANTED })).sessions).toEqual([]);
    expect([action, findPlanted(dir)]).toEqual([action, []]);
    expect(existsSync(join(dir, 'heartbeats')) && readdirSync(join(dir, 'heartbeats')).length > 0).toBe(action === 'rewrite');
  }
});

test('a drop that dies at any step leaves nothing in the index either, once somebody lists', { timeout: 120_000 }, async () => {
  let began = 0;
  for (let step = 0, done = false; !done; step += 1) {
    const dir = freshDir();
    const id = await planted(dir);
    const script = fileURLToPath(new URL('../fixtures/killed.mjs', import.meta.url));
    const { stdout } = spawnSync(process.execPath, [script, pathToFileURL(built).href, dir, id, 'drop', String(step)], { encoding: 'utf8' });
    done = stdout.includes('done');
    const storage = fsStorage({ dir });
    const { sessions } = await storage.list();
    const dropped = sessions.find(({ sessionId }) => sessionId === id)?.dropped !== undefined;
    if (dropped) began += 1;
    expect([step, dropped ? findPlanted(dir) : []]).toEqual([step, []]);
    expect(sessions.length).toBe(2);
    await storage.close();
  }
  expect(began).toBeGreaterThan(4);
});

test('a session that is silent goes on when something is appended to it', async () => {
  const dir = freshDir();
  const storage = fsStorage({ dir });
  const id = await session(storage, 'a');
  const log = logIn(dir, id);
  const past = new Date(Date.now() - 40 * 60_000);
  utimesSync(log, past, past);
  expect((await storage.list({ outcome: 'interrupted' })).sessions.map(({ status }) => status)).toEqual(['completed']);
  const before = readFileSync(log, 'utf8');
  await storage.append(id, [line(1)]);
  expect((await storage.list({ status: 'recording' })).sessions.map(({ outcome }) => outcome)).toEqual([undefined]);
  expect(readFileSync(log, 'utf8').startsWith(before)).toBe(true);
});
