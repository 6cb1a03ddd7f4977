import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { createIdSource, encodeRecord, type RemovalEntry, type SessionStorage } from '@playhead/protocol';
import type { PruneReport } from '@playhead/replay-core/retention';
import { fsStorage, readAudit } from '@playhead/storage-adapters/fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitForServer } from '../src/local-server.ts';
import { retentionOf } from '../src/retention-settings.ts';
import { buildBin, playhead, root, temporary } from './support.ts';

const DAY_US = 86_400_000_000;
const nextId = createIdSource();
let bin: string;
beforeAll(async () => {
  bin = await buildBin();
}, 60_000);
afterAll(() => rmSync(bin, { force: true }));

const markOf = (n: number): string => `MARK-${n}-`;

/** Sessions that ended n days ago, number n among them saying so in every place there is. Number 0 is the newest. */
async function sessionsIn(dir: string, count: number, running = false): Promise<string[]> {
  const storage = fsStorage({ dir });
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const at = (Date.now() * 1000) - n * DAY_US - 3_600_000_000;
    const header = { sessionId: nextId(), name: markOf(n), prompt: markOf(n), harness: 'test', harnessSessionId: markOf(n), agentName: 'a', workspaceName: 'w', project: n % 2 === 0 ? 'even' : 'odd' };
    const { sessionId } = await storage.create(header);
    const line = (k: number, type: string, data: Parameters<typeof encodeRecord>[0]['data']): string => encodeRecord({ id: nextId(), p: 'p', e: 0, n: k, at: at + k, type, via: 'sdk', data });
    await storage.append(sessionId, [line(0, 'prompt', { text: markOf(n).repeat(20), origin: 'human' }), ...(running ? [] : [line(1, 'session_stop', {}), line(2, 'session_status', { status: 'completed' })])]);
    if (n % 10 === 0) {
      await storage.blobs.put(sessionId, new TextEncoder().encode(markOf(n).repeat(2000)));
      await storage.blobs.put(sessionId, new TextEncoder().encode('shared'.repeat(2000)));
      await storage.annotate(sessionId, { id: nextId(), at: 1, author: 'a', type: 'note', data: { text: markOf(n) } });
      await storage.derived.put(sessionId, 'index', 1, new TextEncoder().encode(markOf(n)));
    }
    ids.push(sessionId);
  }
  await storage.list();
  await storage.close();
  return ids;
}

async function idsOf(dir: string): Promise<string[]> {
  const storage = fsStorage({ dir });
  const found: string[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const page: Awaited<ReturnType<SessionStorage['list']>> = await storage.list({ limit: 1000, ...(cursor !== '' && { cursor }) });
    found.push(...page.sessions.map(({ sessionId }) => sessionId));
    cursor = page.next;
  }
  await storage.close();
  return found;
}

/** Every byte below a directory, the audit aside, and every name. */
function everything(dir: string): string {
  return readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.startsWith('audit'))
    .map((entry) => `${entry.parentPath}/${entry.name}\n${readFileSync(join(entry.parentPath, entry.name), 'latin1')}`).join('\n');
}

const prune = async (dir: string, ...options: string[]): Promise<PruneReport> => JSON.parse((await playhead(['sessions', 'prune', '--json', '--yes', '--dir', dir, ...options])).out) as PruneReport; // our own command's answer
const isReport = new Ajv2020({ strict: true, strictTypes: false }).compile(JSON.parse(readFileSync(join(root, 'packages/replay-core/json-schema/prune.schema.json'), 'utf8')) as object);

test('of 1,000 recordings each policy removes exactly the right ones, and no byte of them stays', async () => {
  const dir = temporary();
  const ids = await sessionsIn(dir, 1000);
  const [pinned, kept, short] = [ids[999] ?? '', ids[998] ?? '', ids[5] ?? ''];
  for (const [id, ...said] of [[pinned, 'pin'], [kept, 'keep', '--for', '3650d'], [short, 'keep', '--for', '1d']] as const) {
    expect((await playhead(['sessions', said[0], id, ...said.slice(1), '--dir', dir])).code).toBe(0);
  }
  const dry = await prune(dir, '--max-age', '900d', '--dry-run');
  expect([isReport(dry), isReport.errors]).toEqual([true, null]);
  expect([dry.dryRun, dry.removed.length, (await idsOf(dir)).length]).toEqual([true, 99, 1000]); // 900 to 997, and the short one

  const byAge = await prune(dir, '--max-age', '900d');
  expect(byAge.removed.map(({ sessionId, rule }) => [sessionId, rule])).toEqual([...ids.slice(900, 998).reverse().map((id) => [id, 'age']), [short, 'own']]);
  expect([byAge.removedBytes, byAge.sheltered]).toEqual([dry.removedBytes, { running: 0, pinned: 1, kept: 1, private: 0, unsent: 0 }]);

  const byProject = await prune(dir, '--project', 'odd', '--max-count', '400');
  expect(byProject.removed.map(({ sessionId }) => sessionId)).toEqual(ids.slice(0, 900).filter((id, n) => n % 2 === 1 && id !== short).slice(400).reverse());

  const byCount = await prune(dir, '--max-count', '300');
  expect(new Set(await idsOf(dir))).toEqual(new Set([...ids.slice(0, 301).filter((id) => id !== short), pinned, kept]));

  const limit = Math.round((byCount.bytes - byCount.removedBytes) / 2);
  const bySize = await prune(dir, '--max-size', String(limit));
  const stay = ids.slice(0, 301 - bySize.removed.length).filter((id) => id !== short);
  expect(new Set(await idsOf(dir))).toEqual(new Set([...stay, pinned, kept]));
  const left = await prune(dir, '--max-size', String(limit), '--dry-run');
  expect(bySize.bytes - bySize.removedBytes).toBeLessThanOrEqual(limit);
  expect(bySize.bytes - bySize.removedBytes + (bySize.removed.at(-1)?.bytes ?? 0)).toBeGreaterThan(limit);

  const there = everything(dir);
  const marked = new Set([...there.matchAll(/MARK-(\d+)-/g)].map(([, n]) => ids[Number(n)]));
  expect(marked).toEqual(new Set([...stay, pinned, kept]));
  expect(ids.filter((id) => new RegExp(`(?<!\\[0,")${id}`).test(there))).toEqual(ids.filter((id) => marked.has(id))); // the index says that the others are gone
  expect(there).toContain('shared'.repeat(2000));
  const audit = await readAudit({ dir });
  expect(new Set(audit.filter(({ state }) => state === 'done').map(({ sessionId }) => sessionId)).size).toBe(1000 - left.sessions);
  expect(readFileSync(join(dir, 'audit.jsonl'), 'latin1')).not.toContain('MARK');
}, 300_000);

test('a prune that is killed again and again leaves every recording whole or gone, and finishes in the end', async () => {
  const dir = temporary();
  const ids = await sessionsIn(dir, 200);
  const keep = new Set(ids.slice(0, 40));
  let killed = 0;
  for (let run = 0; ; run += 1) {
    const child = spawn(process.execPath, [bin, 'sessions', 'prune', '--max-count', '40', '--yes', '--dir', dir], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    if (run < 6) {
      const before = readdirSync(join(dir, 'sessions')).length;
      const goal = before - 40 - run * 17; // in the middle of its work, at another place each time
      while (child.exitCode === null && readdirSync(join(dir, 'sessions')).length > goal) await new Promise((resolve) => { setImmediate(resolve); });
      child.kill('SIGKILL');
    }
    const [code, signal] = (await ended) as [number | null, string | null]; // the arguments of this event
    if (signal === 'SIGKILL') killed += 1;
    const storage = fsStorage({ dir });
    const there = await idsOf(dir);
    expect([...keep].every((id) => there.includes(id))).toBe(true);
    for (const id of there) {
      let lines = 0;
      for await (const { records, damage } of storage.read(id)) lines += records.length + damage.length * 100;
      expect([run, id, lines]).toEqual([run, id, 3]);
    }
    await storage.close();
    if (code === 0) break;
  }
  expect(killed).toBeGreaterThan(2);
  expect(new Set(await idsOf(dir))).toEqual(keep);
  expect(new Set([...everything(dir).matchAll(/MARK-(\d+)-/g)].map(([, n]) => ids[Number(n)]))).toEqual(keep);
  const last = new Map<string, RemovalEntry>((await readAudit({ dir })).map((entry) => [entry.id, entry]));
  expect([...last.values()].every(({ state }) => state === 'done')).toBe(true);
}, 120_000);

test('says what it would do and why, in words, and needs something that says how much is kept', async () => {
  const dir = temporary();
  const [newest, , oldest] = await sessionsIn(dir, 3);
  const nothing = await playhead(['sessions', 'prune', '--dir', dir]);
  expect([nothing.code, nothing.out.startsWith('nothing is to be removed; 3 recordings take '), nothing.err]).toEqual([0, true, expect.stringContaining('No policy says how much is kept')]);
  const dry = await playhead(['sessions', 'prune', '--dir', dir, '--max-age', '36h', '--dry-run']);
  expect(dry.out).toMatch(new RegExp(`^${oldest}  \\d{4}-\\d\\d-\\d\\d .* kB  older than 1.5 days  MARK-2-\\nwould remove 1 recording, .* of `));
  await playhead(['sessions', 'pin', oldest ?? '', '--dir', dir, '--reason', 'why']);
  expect((await playhead(['sessions', 'list', '--dir', dir])).out).toMatch(/MARK-2-  pinned/);
  expect((await playhead(['sessions', 'show', oldest ?? '', '--dir', dir])).out).toMatch(/^  pinned {6}by .+ \(why\)$/m);
  await playhead(['sessions', 'tag', oldest ?? '', 'kept-one', '--dir', dir]);
  const document = JSON.parse((await playhead(['sessions', 'show', oldest ?? '', '--json', '--dir', dir])).out) as unknown;
  expect(document).toMatchObject({ session: { pinned: true, tags: ['kept-one'] }, retention: { pinned: { reason: 'why' } } });
  expect((await playhead(['sessions', 'show', oldest ?? '', '--dir', dir])).out).toMatch(/^  tags {8}kept-one$/m);
  const done = await playhead(['sessions', 'prune', '--dir', dir, '--max-count', '1', '--yes']);
  expect(done.out).toContain('beyond the newest 1');
  expect(done.out).toContain('never removed: 1 pinned');
  expect(await idsOf(dir)).toEqual([newest, oldest]);
  expect((await playhead(['sessions', 'pin', oldest ?? '', '--off', '--json', '--dir', dir])).out).toBe(JSON.stringify({ schemaVersion: 1, sessionId: oldest, retention: {} }));
  await playhead(['sessions', 'delete', oldest ?? '', '--dir', dir]);
  expect((await playhead(['sessions', 'audit', '--dir', dir])).out.split('\n').map((line) => line.replace(/^.{19}/, '').split(/ {2,}/).filter((word) => word !== '').slice(1, 3))).toEqual([['prune', 'count'], ['delete', expect.stringMatching(/B$/)]]);
  expect(JSON.parse((await playhead(['sessions', 'audit', '--json', '--dir', dir])).out)).toMatchObject({ schemaVersion: 1, entries: { length: 4 } });
  for (const wrong of [['prune', '--max-age', 'old'], ['prune', '--max-count', '-1'], ['keep', newest ?? ''], ['keep', newest ?? '', '--for', '1d', '--off'], ['keep', newest ?? '', '--until', '2020-01-01'], ['pin', newest ?? '', '--off', '--reason', 'x']]) {
    expect([wrong, (await playhead(['sessions', ...wrong, '--dir', dir])).code]).toEqual([wrong, 2]);
  }
});

test('a recording that goes on is never removed', async () => {
  const dir = temporary();
  const ids = await sessionsIn(dir, 2, true);
  expect(await prune(dir, '--max-count', '0', '--max-age', '1s', '--max-size', '0')).toMatchObject({ removed: [], sheltered: { running: 2 } });
  expect((await idsOf(dir)).length).toBe(ids.length);
});

test('the settings of the workspace count before those of the data directory, and those before the user\'s; one that is wrong removes nothing', async () => {
  const home = temporary();
  const dir = join(home, 'data');
  const shop = join(dir, 'workspaces', 'shop');
  const env = { HOME: home, XDG_CONFIG_HOME: join(home, 'config') };
  for (const folder of [shop, join(home, 'config', 'playhead')]) mkdirSync(folder, { recursive: true });
  const say = (path: string, retention: unknown): void => writeFileSync(join(path, 'settings.json'), JSON.stringify({ record: true, retention }));
  expect(retentionOf(shop, env)).toEqual({ policy: {}, from: 'nobody' });
  say(join(home, 'config', 'playhead'), { maxCount: 3 });
  expect(retentionOf(shop, env)).toMatchObject({ policy: { maxCount: 3 }, from: 'user' });
  say(dir, { maxCount: 2 });
  expect([retentionOf(shop, env).from, retentionOf(dir, env).from]).toEqual(['directory', 'workspace']);
  say(shop, {});
  expect(retentionOf(shop, env)).toMatchObject({ policy: {}, from: 'workspace' });
  const ids = await sessionsIn(dir, 4);
  const own = await playhead(['sessions', 'prune', '--yes', '--json', '--dir', dir], { env });
  expect((JSON.parse(own.out) as PruneReport).removed.map(({ sessionId }) => sessionId)).toEqual([ids[3], ids[2]]); // our own command's answer
  for (const wrong of ['{"retention":{"maxCont":1}}', '{"retention":5}', '{', '[]']) {
    writeFileSync(join(dir, 'settings.json'), wrong);
    const refused = await playhead(['sessions', 'prune', '--yes', '--dir', dir], { env });
    expect([wrong, refused.code, refused.err.includes('invalid_settings')]).toEqual([wrong, 1, true]);
  }
  expect((await idsOf(dir)).length).toBe(2);
});

test('the server removes by the settings when it starts, and tells it', async () => {
  const dir = temporary();
  const ids = await sessionsIn(dir, 6);
  writeFileSync(join(dir, 'settings.json'), JSON.stringify({ redaction: 'strict', retention: { maxCount: 4 } }));
  const child = spawn(process.execPath, [bin, 'serve', '--dir', dir, '--port', '0'], { stdio: 'ignore', env: { ...process.env, HOME: temporary() } });
  try {
    const { url } = await waitForServer(dir);
    for (let left = 6; left > 4; left = (await idsOf(dir)).length) await new Promise((resolve) => { setImmediate(resolve); });
    expect(new Set(await idsOf(dir))).toEqual(new Set(ids.slice(0, 4)));
    const changed = await fetch(`${url}/api/v1/retention`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{"policy":{"maxCount":3}}' });
    expect([changed.status, JSON.parse(readFileSync(join(dir, 'settings.json'), 'utf8'))]).toEqual([200, { redaction: 'strict', retention: { maxCount: 3 } }]);
    expect(await (await fetch(`${url}/api/v1/prune`, { method: 'POST' })).json()).toMatchObject({ removed: [{ sessionId: ids[3] }] });
    expect((await readAudit({ dir })).map(({ state, rule, by }) => [state, rule, by])).toContainEqual(['done', 'count', 'schedule']);
    const status = JSON.parse((await playhead(['status', '--json', '--dir', dir])).out) as { retention?: unknown }; // our own command's answer
    expect(status.retention).toMatchObject({ policy: { maxCount: 3 }, from: 'workspace', nextRunAt: expect.any(Number) as unknown, removed: 2 });
    expect((await playhead(['status', '--dir', dir])).out).toMatch(/kept: at most 3 recordings; .* removed 2 \(/);
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
});
