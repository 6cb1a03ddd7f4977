import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RemovalEntry, SessionStorage } from '@playhead/protocol';
import { removalSchema } from '@playhead/protocol/schemas';
import { expect, test } from 'vitest';
import { fixture, fsData } from '../fixtures/fs-data.ts';
import { compressSession, finishRemovals, fsStorage, readAudit } from './fs.ts';

const { built, freshDir, line: lineOf, nextId, session, tombstone } = fsData();
const PLANTED = 'PLANTED';
/** Each step is a process: in short runs every third is tried. */
const STRIDE = process.env['PLAYHEAD_LONG'] === '1' ? 1 : 3;
const SHARED = new TextEncoder().encode('shared '.repeat(200));

/** A session that holds the planted text in every place there is, an index that lists it, and another one with one of its values. */
async function planted(dir: string, compressed = false): Promise<{ id: string; other: string; blob: string }> {
  const storage = fsStorage({ dir });
  const header = { harness: 'test', agentName: 'agent', workspaceName: 'w' };
  const { sessionId: id } = await storage.create({ ...header, sessionId: nextId(), name: PLANTED, prompt: PLANTED, harnessSessionId: 'h1' });
  const { sessionId: other } = await storage.create({ ...header, sessionId: nextId(), name: 'Another' });
  const own = await storage.blobs.put(id, new TextEncoder().encode(PLANTED.repeat(100)));
  const blob = await storage.blobs.put(id, SHARED);
  await storage.blobs.put(other, SHARED);
  await storage.append(id, [0, 1, 2].map((n) => lineOf(n, { title: `${PLANTED} ${n}`, text: { $blob: own, size: 700, encoding: 'text', preview: PLANTED } })));
  await storage.append(other, [lineOf(3, { title: 'kept' })]);
  await storage.annotate(id, { id: nextId(), at: 1, author: 'a', type: 'note', data: { text: PLANTED } });
  await storage.derived.put(id, 'index', 1, new TextEncoder().encode(PLANTED));
  await storage.derived.put(id, 'metrics', 1, new TextEncoder().encode(PLANTED)); // stands in one file with those of others
  await storage.heartbeat?.(id, PLANTED);
  mkdirSync(join(dir, 'spool', 'recorder'), { recursive: true });
  writeFileSync(join(dir, 'spool', 'recorder', `1_${id}.jsonl`), PLANTED);
  if (compressed) await compressSession(id, { dir, quietForMs: 0 });
  if (compressed) await storage.append(id, [lineOf(4, { title: PLANTED })]);
  await storage.list();
  await storage.close();
  return { id, other, blob };
}

/** The files below a directory, but for the audit, that hold a text in their bytes or their name. */
function filesWith(dir: string, text: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.startsWith('audit'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => path.includes(text) || readFileSync(path).includes(text));
}

async function idsOf(storage: SessionStorage): Promise<string[]> {
  return (await storage.list()).sessions.map(({ sessionId }) => sessionId);
}

test.each([false, true])('no byte of a deleted session stays, and another one keeps the value they shared (compressed: %s)', async (compressed) => {
  const dir = freshDir();
  const { id, other, blob } = await planted(dir, compressed);
  expect(filesWith(dir, PLANTED).length).toBeGreaterThan(7);
  const storage = fsStorage({ dir });
  const before = await storage.sizes?.();
  expect(before?.get(id)).toBeGreaterThan(before?.get(other) ?? Infinity);
  await storage.delete(id, { action: 'prune', rule: 'age', by: 'ada' });
  expect(filesWith(dir, PLANTED)).toEqual([]);
  expect(filesWith(dir, id).map((path) => path.slice(dir.length + 1)).sort()).toEqual(['derived/metrics.1.jsonl', 'index.jsonl']); // where other processes learn that it is gone
  expect(await idsOf(storage)).toEqual([other]);
  expect([...(await storage.sizes?.())?.keys() ?? []]).toEqual([other]);
  expect([...(await storage.blobs.get(other, blob))]).toEqual([...SHARED]);
  const entries = await readAudit({ dir });
  expect(entries.map(({ state, action, sessionId, rule, by }) => [state, action, sessionId, rule, by])).toEqual(['began', 'done'].map((state) => [state, 'prune', id, 'age', 'ada']));
  expect(entries.every((entry) => removalSchema.safeParse(entry).success)).toBe(true);
  expect(entries[1]?.bytes).toBeGreaterThan(4000);
  expect(statSync(join(dir, 'audit.jsonl')).mode & 0o777).toBe(0o600);
  await storage.delete(id);
  expect((await readAudit({ dir })).length).toBe(2); // nothing was left to remove
  await storage.delete(other);
  expect(readdirSync(join(dir, 'sessions'))).toEqual([]);
  await storage.close();
});

test('many removals at once let others of the process go in between, and leave nothing', async () => {
  const dir = freshDir();
  const storage = fsStorage({ dir });
  const ids = await Promise.all(Array.from({ length: 200 }, () => session(storage, [lineOf(0, { title: PLANTED })])));
  await Promise.all(ids.map((id) => storage.derived.put(id, 'metrics', 1, new TextEncoder().encode(PLANTED))));
  await storage.list();
  const logs = (): number => readdirSync(join(dir, 'sessions')).filter((name) => name.endsWith('.jsonl')).length;
  const left = [logs()];
  let isOver = false;
  const look = (): void => {
    if (isOver) return;
    left.push(logs());
    setImmediate(look);
  };
  setImmediate(look);
  await Promise.all(ids.slice(1).map((id) => storage.delete(id)));
  isOver = true;
  expect(Math.max(...left.map((count, turn) => (left[turn - 1] ?? count) - count))).toBeLessThanOrEqual(16);
  expect(filesWith(dir, PLANTED).map((path) => path.includes(ids[0] ?? '') || path.includes('metrics'))).toEqual([true, true]);
  expect(readFileSync(join(dir, 'derived', 'metrics.1.jsonl'), 'utf8').split(PLANTED).length).toBe(2);
  expect(await idsOf(storage)).toEqual([ids[0]]);
  await storage.close();
});

test('making a session private leaves lines in the audit too, once', async () => {
  const dir = freshDir();
  const { id } = await planted(dir);
  const storage = fsStorage({ dir });
  await storage.drop(id, tombstone());
  await storage.drop(id, tombstone());
  expect((await readAudit({ dir })).map(({ state, action }) => [state, action])).toEqual([['began', 'private'], ['done', 'private']]);
  expect(readFileSync(join(dir, 'audit.jsonl'), 'utf8')).not.toContain(PLANTED);
});

test.each([false, true])('a deletion that is killed at any step leaves the session whole or unlisted, and the next removal finishes it (compressed: %s)', { timeout: 120_000 }, async (compressed) => {
  let [whole, hidden] = [0, 0];
  for (let step = compressed ? 0 : 1, done = false; !done; step += STRIDE) {
    const dir = freshDir();
    const { id, other } = await planted(dir, compressed);
    const { stdout, signal } = spawnSync(process.execPath, [fixture('killed.mjs'), pathToFileURL(built).href, dir, id, 'delete', String(step)], { encoding: 'utf8' });
    done = stdout === 'done\n';
    expect([step, signal]).toEqual([step, done ? null : 'SIGKILL']);
    const storage = fsStorage({ dir });
    const listed = (await idsOf(storage)).includes(id);
    expect([step, (await storage.get(id)) !== undefined]).toEqual([step, listed]);
    expect([step, await idsOf(storage)]).toEqual([step, listed ? [other, id] : [other]]);
    const began = (await readAudit({ dir })).length > 0;
    if (listed) whole += 1;
    if (!listed && filesWith(dir, PLANTED).length > 0) hidden += 1;
    await storage.delete(nextId()); // whatever is removed next
    expect([step, filesWith(dir, PLANTED).length > 0]).toEqual([step, !began]);
    expect([step, await idsOf(storage)]).toEqual([step, began ? [other] : [other, id]]);
    if (began) expect([step, (await readAudit({ dir })).at(-1)?.state]).toEqual([step, 'done']);
    await storage.close();
  }
  expect(whole).toBeGreaterThan(0);
  expect(hidden).toBeGreaterThan(1);
});

test('what was made again under the id of a removal that died stays', async () => {
  const dir = freshDir();
  const { id } = await planted(dir);
  const earlier: RemovalEntry = { schemaVersion: 1, id: nextId(), at: 1, state: 'began', action: 'delete', sessionId: id };
  writeFileSync(join(dir, 'audit.jsonl'), `${JSON.stringify(earlier)}\n{"schemaVersion":1,"cut`);
  writeFileSync(join(dir, 'sessions', `20250101T000000000Z_00000000_${id}.jsonl.${nextId()}.tmp`), 'HIDDEN');
  expect(await finishRemovals({ dir })).toBe(1);
  expect([filesWith(dir, 'HIDDEN'), await idsOf(fsStorage({ dir }))]).toEqual([[], expect.arrayContaining([id])]);
  expect(await finishRemovals({ dir })).toBe(0);
});

test('the audit stays bounded, and gives up its earliest lines', async () => {
  const dir = freshDir();
  const storage = fsStorage({ dir });
  const filler = `${JSON.stringify({ schemaVersion: 1, id: nextId(), at: 1, state: 'done', action: 'delete', sessionId: nextId(), by: 'x'.repeat(1000) })}\n`.repeat(900);
  for (let round = 0; round < 11; round += 1) {
    writeFileSync(join(dir, 'audit.jsonl'), filler, { flag: 'a' });
    const { sessionId } = await storage.create({ sessionId: nextId(), name: 'x', harness: 'h', agentName: 'a', workspaceName: 'w' });
    await storage.delete(sessionId);
  }
  const files = readdirSync(dir).filter((name) => name.startsWith('audit'));
  expect(files.length).toBeLessThanOrEqual(9);
  expect(files.reduce((sum, name) => sum + statSync(join(dir, name)).size, 0)).toBeLessThan(20_000_000);
  expect((await readAudit({ dir })).at(-1)?.state).toBe('done');
});

test.skipIf(process.getuid?.() === 0)('a session that cannot be removed is said to be there still', async () => {
  const dir = freshDir();
  const { id } = await planted(dir);
  chmodSync(join(dir, 'sessions'), 0o500);
  const storage = fsStorage({ dir });
  await expect(storage.delete(id)).rejects.toMatchObject({ code: 'storage_unavailable' });
  chmodSync(join(dir, 'sessions'), 0o700);
  expect((await readAudit({ dir })).at(-1)?.state).toBe('failed');
});
