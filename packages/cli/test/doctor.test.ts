import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createIdSource, PlayheadError, type SessionStorage } from '@playhead/protocol';
import { createRecorder } from '@playhead/recorder';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodeCheck } from '../src/commands/doctor.ts';
import { buildBin, playhead, serverProcess, temporary } from './support.ts';

let bin: string;
beforeAll(async () => { bin = await buildBin(); });
afterAll(() => rmSync(bin, { force: true }));

/** A data directory with a session in it, as the recorder makes it. */
async function recorded(): Promise<string> {
  const dir = join(temporary(), 'home');
  const storage = fsStorage({ dir });
  const { sessionId } = await storage.create({ sessionId: createIdSource()(), name: 's', harness: 'test', agentName: 'a', workspaceName: 'w' });
  await storage.blobs.put(sessionId, new TextEncoder().encode('v'.repeat(200_000)));
  await storage.close();
  return dir;
}

interface Said { readonly ok: boolean; readonly schemaVersion: number; readonly checks: readonly { check: string; level: string; message: string }[]; readonly disk: { readonly usedBytes: number } }

async function doctor(dir: string, ...args: readonly string[]): Promise<Said & { code: number }> {
  const { code, out } = await playhead(['doctor', '--json', '--dir', dir, ...args]);
  return { code, ...(JSON.parse(out) as Said) }; // what the command prints
}

const problemsOf = ({ checks }: Said): readonly string[] => checks.filter(({ level }) => level === 'problem').map(({ check }) => check);

test('says that all is well, for people and for programs', async () => {
  const dir = await recorded();
  const said = await doctor(dir, '--deep');
  expect([said.code, said.ok, said.schemaVersion, problemsOf(said)]).toEqual([0, true, 1, []]);
  expect([...new Set(said.checks.map(({ check }) => check))]).toEqual(['node', 'directory', 'file-system', 'permissions', 'left-overs', 'values', 'logs', 'space', 'waiting', 'notices', 'server', 'claude-hooks']);
  const { code, out } = await playhead(['doctor', '--dir', dir]);
  expect([code, out.split('\n').every((line) => /^(ok {2}|note) {2}\S.*\.$/.test(line))]).toEqual([0, true]);
});

test('says that records wait which could not be stored', async () => {
  const dir = await recorded();
  const inner = memoryStorage();
  let away = false;
  const check = (): void => { if (away) throw new PlayheadError('storage_unavailable', 'Away.'); };
  const faulty: SessionStorage = {
    ...inner,
    async append(...batch) { check(); await inner.append(...batch); },
    appendSync(...batch) { check(); inner.appendSync?.(...batch); },
  };
  const recorder = createRecorder({ storage: faulty, spoolDir: join(dir, 'spool'), serverUrl: 'http://127.0.0.1:7433', maxQueuedBytes: 2000 });
  const { sessionId } = await recorder.recordStart({ name: 's', harness: 'a', agentName: 'a', workspaceName: 'w', cwd: dir });
  away = true;
  for (let n = 0; n < 100; n += 1) recorder.recordEvent({ sessionId, type: 'terminal_command', data: { command: `npm test ${n}` } });
  await expect.poll(async () => (await doctor(dir)).checks.find(({ check }) => check === 'waiting')?.message).toMatch(/^\d+ files? of records that could not be stored waits? in /);
  expect((await doctor(dir)).code).toBe(0);
  away = false;
  await recorder.close();
});

test.runIf(process.platform !== 'win32')('says what is to be mended with exit code 1, and mends it', async () => {
  const dir = await recorded();
  chmodSync(join(dir, 'sessions'), 0o755);
  expect(problemsOf(await doctor(dir))).toEqual(['permissions']);
  expect((await playhead(['doctor', '--dir', dir])).out).toMatch(/^MEND {2}Other users/m);
  const mended = await playhead(['doctor', '--fix', '--dir', dir]);
  expect([mended.code, mended.out]).toEqual([0, expect.stringMatching(/^done {2}1 file or folder that others could open is closed\.$/m)]);
  expect((await doctor(dir)).code).toBe(0);
});

test('warns of recordings beyond their budget, and of a disk that is nearly full; the data directory\'s settings come before the user\'s', async () => {
  const dir = await recorded();
  const home = temporary();
  mkdirSync(join(home, '.config/playhead'), { recursive: true });
  writeFileSync(join(home, '.config/playhead/settings.json'), '{ "diskBudgetBytes": 1 }');
  const statusOf = async (): Promise<{ warnings: readonly string[] }> => JSON.parse((await playhead(['status', '--json', '--dir', dir], { env: { HOME: home } })).out) as { warnings: readonly string[] }; // what the command prints
  expect((await statusOf()).warnings).toEqual([expect.stringMatching(/^Recordings take [\d.]+ kB, more than their budget of 1 B\. Nothing is deleted because of it/)]);
  writeFileSync(join(dir, 'settings.json'), '{ "diskBudgetBytes": 100000000, "diskFloorBytes": 0 }', { mode: 0o600 });
  expect((await statusOf()).warnings).toEqual([]);
  expect((await doctor(dir)).code).toBe(0);
  writeFileSync(join(dir, 'settings.json'), '{ "diskBudgetBytes": 100000, "diskFloorBytes": 9000000000000000 }');
  expect((await statusOf()).warnings.map((text) => text.slice(0, 15))).toEqual(['Recordings take', expect.stringMatching(/^Only [\d.]+ /)]);
  expect(problemsOf(await doctor(dir))).toEqual(['space', 'space']);
  expect((await playhead(['status', '--dir', dir])).err).toContain('Nothing is deleted because of it');
  writeFileSync(join(dir, 'settings.json'), '{ "diskBudgetBytes": "much" }');
  expect((await statusOf()).warnings[0]).toContain('diskBudgetBytes in');
});

test('a running server says so too', { timeout: 60_000 }, async () => {
  const dir = await recorded();
  writeFileSync(join(dir, 'settings.json'), '{ "diskBudgetBytes": 1000 }', { mode: 0o600 });
  const server = await serverProcess(bin, dir);
  try {
    let warnings: readonly string[] = [];
    while (warnings.length === 0) ({ warnings = [] } = (await (await fetch(`${server.url()}/healthz`)).json()) as { warnings?: readonly string[] }); // what the route answers
    expect(warnings).toEqual([expect.stringContaining('more than their budget of 1.0 kB')]);
    expect((await doctor(dir)).checks.find(({ check }) => check === 'server')?.message).toContain(`The server runs at ${server.url()}`);
  } finally {
    await server.kill();
  }
});

test.each([['20.18.3', 'problem'], ['18.20.0', 'problem'], ['20.19.0', 'ok'], ['20.20.2', 'ok'], ['24.0.0', 'ok']])('Node.js %s is %s', (version, level) => {
  expect(nodeCheck(version).level).toBe(level);
});

test('names the removals that did not end, and finishes them', async () => {
  const dir = await recorded();
  const storage = fsStorage({ dir });
  const [sessionId = ''] = (await storage.list()).sessions.map((session) => session.sessionId);
  await storage.close();
  const began = { schemaVersion: 1, id: 'r1', at: (Date.now() + 3_600_000) * 1000, state: 'began', action: 'delete', sessionId };
  writeFileSync(join(dir, 'audit.jsonl'), `${JSON.stringify(began)}\n`, { mode: 0o600 });
  expect((await doctor(dir)).code).toBe(0); // one that may go on
  writeFileSync(join(dir, 'audit.jsonl'), `${JSON.stringify({ ...began, at: (Date.now() - 7_200_000) * 1000, id: 'r2' })}\n`, { mode: 0o600 });
  const said = await doctor(dir);
  expect([said.code, problemsOf(said), said.checks.find(({ level }) => level === 'problem')?.message]).toEqual([1, ['left-overs'], expect.stringContaining(`1 removal began and did not end, so some of what this session recorded may still be on the disk: ${sessionId}.`)]);
  expect((await doctor(dir, '--fix')).code).toBe(0);
  expect((await doctor(dir)).code).toBe(0);
});
