import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createIdSource, encodeRecord, type SessionStorage } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { retentionIn } from '../src/retention-options.ts';
import { buildBin, playhead, serverProcess, temporary, type ServerProcess } from './support.ts';

let bin = '';
let central: ServerProcess;
const centralDir = join(temporary(), 'central');
beforeAll(async () => {
  bin = await buildBin();
  central = await serverProcess(bin, centralDir);
}, 60_000);
afterAll(async () => {
  await central.kill();
  rmSync(bin, { force: true });
});

const nextId = createIdSource();

async function recorded(dir: string, events: number): Promise<string> {
  const storage = fsStorage({ dir });
  const { sessionId } = await storage.create({ sessionId: nextId(), name: 's', harness: 'test', agentName: 'a', workspaceName: 'w' });
  await storage.append(sessionId, Array.from({ length: events }, (_, n) => encodeRecord({ id: nextId(), p: 'p', e: 0, n, at: 1_763_693_890_000_000 + n, type: 'moment', via: 'sdk', data: { title: `${n} ${'x'.repeat(200)}` } })));
  await storage.close();
  return sessionId;
}

async function linesIn(dir: string, sessionId: string): Promise<readonly string[]> {
  const storage: SessionStorage = fsStorage({ dir });
  const lines: string[] = [];
  for await (const { records } of storage.read(sessionId)) lines.push(...records.map(({ line }) => line));
  await storage.close();
  return lines;
}

interface Said { readonly schemaVersion: number; readonly url: string; readonly records: number; readonly sessions: readonly { sessionId: string; status: string; code?: string; records?: number }[] }
const push = async (dir: string, ...args: readonly string[]): Promise<Said & { code: number }> => {
  const { code, out } = await playhead(['push', '--dir', dir, '--url', central.url(), '--json', ...args]);
  return { code, ...(JSON.parse(out) as Said) }; // what the command prints
};

test('sends a recording, says what was sent, and sends nothing when it is run again', async () => {
  const dir = temporary();
  const [one, two] = [await recorded(dir, 300), await recorded(dir, 5)];
  expect(await push(dir, one)).toMatchObject({ code: 0, schemaVersion: 1, records: 300, sessions: [{ sessionId: one, status: 'sent', records: 300 }] });
  expect(await linesIn(centralDir, one)).toEqual(await linesIn(dir, one));
  expect(await push(dir, '--all')).toMatchObject({ code: 0, sessions: [{ sessionId: two, status: 'sent' }] });
  expect(await push(dir, '--all')).toMatchObject({ code: 0, sessions: [] });
  expect(await push(dir, one.slice(0, 18))).toMatchObject({ sessions: [{ status: 'complete', records: 0 }] });
  const { code, out } = await playhead(['push', '--dir', dir, one], { env: { PLAYHEAD_URL: central.url() } });
  expect([code, out]).toEqual([0, `${one}  was there already`]);
});

test('makes private there what was made private here', async () => {
  const dir = temporary();
  const id = await recorded(dir, 5);
  await push(dir, id);
  await playhead(['private', id, '--dir', dir]);
  expect(await push(dir, '--all')).toMatchObject({ code: 0, sessions: [{ sessionId: id, status: 'dropped' }] });
  expect((await linesIn(centralDir, id)).map((line) => (JSON.parse(line) as { type: string }).type)).toEqual(['session_dropped']);
});

test('what was redacted here is redacted there, and an ingest token hears that it may not', async () => {
  const dir = temporary();
  const id = await recorded(dir, 5);
  await push(dir, id);
  const storage = fsStorage({ dir });
  await storage.rewrite(id, ({ line }) => line.replace('xxx', 'yyy'));
  await storage.close();
  const tokenOf = async (kind: string): Promise<Record<string, string>> => ({ PLAYHEAD_URL: central.url(), PLAYHEAD_TOKEN: (await playhead(['token', 'create', '--kind', kind, '--dir', centralDir])).out });
  const [ingest, admin] = [await tokenOf('ingest'), await tokenOf('admin')];
  const pushWith = async (env: Record<string, string>): Promise<{ code: number; said: unknown }> => {
    const { code, out } = await playhead(['push', '--dir', dir, '--json', id], { env });
    return { code, said: JSON.parse(out) };
  };
  // A server hears of new tokens within a second.
  await expect.poll(() => pushWith(ingest)).toMatchObject({ code: 1, said: { sessions: [{ sessionId: id, status: 'failed', code: 'conflict', message: expect.stringContaining('an admin token') }] } });
  expect(await linesIn(centralDir, id)).not.toEqual(await linesIn(dir, id));
  expect((await pushWith(admin)).code).toBe(0);
  expect(await linesIn(centralDir, id)).toEqual(await linesIn(dir, id));
});

test('two at once and one that is killed half-way leave every record once, in order', async () => {
  const dir = temporary();
  const id = await recorded(dir, 6000);
  const args = [bin, 'push', '--dir', dir, '--url', central.url(), id];
  const killed = spawn(process.execPath, args, { stdio: 'ignore' });
  await expect.poll(async () => (await linesIn(centralDir, id).catch(() => [])).length, { interval: 20 }).toBeGreaterThan(0);
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  const both = [0, 1].map(() => spawn(process.execPath, args, { stdio: 'ignore' }));
  expect(await Promise.all(both.map(async (child) => (await once(child, 'exit'))[0] as number))).toEqual([0, 0]);
  expect(await linesIn(centralDir, id)).toEqual(await linesIn(dir, id));
});

test('says that the server is away, keeps everything and goes on later', async () => {
  const dir = temporary();
  const [id] = [await recorded(dir, 5), await recorded(dir, 5)];
  const away = await playhead(['push', '--all', '--json', '--dir', dir, '--url', 'http://127.0.0.1:9']);
  expect(away.code).toBe(1);
  expect((JSON.parse(away.out) as Said).sessions.map(({ status }) => status)).toEqual(['waiting', 'waiting']);
  expect(away.err).toMatch(/2 recordings wait: .*did not answer.*Run it again to go on from there\./);
  expect(await push(dir, '--all')).toMatchObject({ code: 0, records: 10 });
  expect(await linesIn(centralDir, id)).toHaveLength(5);
}, 60_000);

test('what was not sent yet is not pruned, by hand or by a server, and goes once it was', async () => {
  const dir = temporary();
  const [sent, waits] = [await recorded(dir, 5), await recorded(dir, 5)];
  const storage = fsStorage({ dir });
  for (const id of [sent, waits]) await storage.append(id, [{ type: 'session_stop', data: {} }, { type: 'session_status', data: { status: 'completed' } }].map((one, n) => encodeRecord({ id: nextId(), p: 'end', e: 0, n, at: 1_763_693_890_000_100 + n, via: 'sdk', ...one })));
  await push(dir, sent);
  const env = { PLAYHEAD_URL: central.url() };
  const prune = async (more: Record<string, string> = {}): Promise<unknown> => JSON.parse((await playhead(['sessions', 'prune', '--max-count', '0', '--yes', '--json', '--dir', dir], { env: more })).out);
  expect(await prune({ PLAYHEAD_URL: 'http://127.0.0.1:9' })).toMatchObject({ removed: [], sheltered: { unsent: 2 } });
  expect(await prune({ PLAYHEAD_URL: 'no address' })).toMatchObject({ removed: [], sheltered: { unsent: 2 } });
  const { policyOf, isUnsent } = retentionIn(dir, env);
  expect([policyOf('default').from, await isUnsent?.('default', sent, storage), await isUnsent?.('default', waits, storage), await isUnsent?.('other', waits, storage)]).toEqual(['nobody', false, true, false]);
  expect(retentionIn(dir, {}).isUnsent).toBeUndefined();
  await storage.close();
  expect(await prune(env)).toMatchObject({ removed: [{ sessionId: sent }], sheltered: { unsent: 1 } });
  const { out } = await playhead(['sessions', 'prune', '--max-count', '0', '--yes', '--dir', dir], { env });
  expect(out).toContain('never removed: 1 not sent yet');
  await push(dir, waits);
  expect(await prune(env)).toMatchObject({ removed: [{ sessionId: waits }], sheltered: { unsent: 0 } });
});

test.each([[[]], [['--all', '01937d1e']], [['--all']]])('refuses %j without a server or without saying what', async (args) => {
  const { code, err } = await playhead(['push', '--dir', temporary(), ...args], args.length === 1 ? {} : { env: { PLAYHEAD_URL: 'http://127.0.0.1:9' } });
  expect([code, err]).toEqual([2, expect.stringMatching(/No server is named|Name recordings, or give --all/)]);
});

test('refuses to send recordings to the server that has them', async () => {
  const { code, err } = await playhead(['push', '--all', '--dir', centralDir, '--url', central.url().replace('127.0.0.1', 'localhost')]);
  expect([code, err]).toEqual([2, expect.stringContaining('is the server of these recordings')]);
});
