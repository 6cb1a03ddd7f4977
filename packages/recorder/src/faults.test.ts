import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SessionRecord } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createRecorder } from './index.ts';

const SESSION = '01937d1e-0000-7000-8000-000000000001';
const EVENTS = 20_000;
const header = { name: 'n', harness: 'h', agentName: 'a', workspaceName: 'w' };

/**
 * An agent that records while its storage fails. It counts how often the storage and the disk are asked within one turn of the event loop, and dies
 * at its nth change of the disk where it is told to.
 */
const AGENT = `
import fs, { rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { createRecorder } from './index.ts';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { faultyStorage } from '@playhead/storage-adapters/testing';
const { storage: kind, ending = 'end', events = ${EVENTS}, maxQueuedBytes, dieAt, spoolDir, report } = JSON.parse(process.argv[2]);
const dir = process.env.PLAYHEAD_HOME;
let [calls, most] = [0, 0];
const asked = () => { calls += 1; most = Math.max(most, calls); };
let armed = false;
let left = dieAt;
for (const name of ['openSync', 'writeSync', 'renameSync', 'rmSync', 'rmdirSync', 'mkdirSync']) {
  const real = fs[name];
  fs[name] = (...args) => {
    if (armed && left !== undefined && left-- === 0) process.kill(process.pid, 'SIGKILL');
    return real(...args);
  };
}
syncBuiltinESMExports();
const files = fsStorage({ dir });
const away = (does) => faultyStorage(files, { faults: [{ on: ['append', 'appendSync'], ...does, after: 1 }] });
const remote = (inner) => new Proxy(inner, { get: (target, key) => (key === 'appendSync' ? undefined : target[key]) });
const inner = { works: () => files, remote: () => remote(files), hang: () => remote(away({ does: 'hang' })), eio: () => away({ does: 'fail', error: 'EIO' }) }[kind]();
const counted = new Proxy(inner, { get: (target, key) => {
  const value = target[key];
  return key !== 'append' && key !== 'appendSync' || value === undefined ? value : (...args) => { asked(); return value.apply(target, args); };
} });
const codes = {};
const recorder = createRecorder({ storage: counted, closeTimeoutMs: kind === 'hang' ? 50 : 20_000, answerTimeoutMs: kind === 'hang' ? 2_000 : 20_000, onError: ({ code }) => { codes[code] = (codes[code] ?? 0) + 1; }, ...(spoolDir && { spoolDir }), ...(maxQueuedBytes && { maxQueuedBytes }) });
const { sessionId } = await recorder.recordStart({ name: 'n', harness: 'h', agentName: 'a', workspaceName: 'w', sessionId: '${SESSION}' });
console.log('the host prints');
const ballast = dir + '/ballast';
if (ending === 'room') try { writeFileSync(ballast, Buffer.alloc(64 << 20)); } catch {}
let recorded = 0;
armed = true;
while (recorded < events) {
  for (let n = 0; n < 200; n += 1) recorder.recordEvent({ sessionId, type: 'moment', data: { title: String(recorded++), extra: { filler: 'x'.repeat(200) } } });
  if (dieAt !== undefined) process.stdout.write('#' + recorder.health().spilledRecords + '\\n');
  await new Promise((resolve) => setImmediate(resolve));
  if (recorded < events) calls = 0;
}
if (report) writeFileSync(report, JSON.stringify({ most, codes, ...recorder.health() }));
if (ending === 'exit') process.exit(3);
if (ending === 'throw') throw new Error('the host fails');
if (ending === 'signal') { process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000); }
if (ending === 'close') { await recorder.close(); }
if (ending === 'stop') { await recorder.recordStop({ sessionId }).catch(({ code }) => console.log(code)); }
if (ending === 'room' && process.env.PLAYHEAD_RECORD !== '0') { rmSync(ballast); await recorder.flush(); await recorder.flush(); }
if (ending === 'deliver') setTimeout(() => {}, 5_000);
`;

interface Run { readonly code: number | null; readonly signal: string | null; readonly stdout: string; readonly stderr: string }
interface Task { readonly storage: 'works' | 'remote' | 'hang' | 'eio'; readonly ending?: string; readonly events?: number; readonly maxQueuedBytes?: number; readonly dieAt?: number; readonly spoolDir?: string; readonly report?: string }

let dir = '';
let program = '';
let homes = 0;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'playhead-faults-'));
  program = join(dir, 'agent.mjs');
  await build({
    stdin: { contents: AGENT, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'js' },
    outfile: program, bundle: true, format: 'esm', platform: 'node', conditions: ['@playhead/source'], logLevel: 'silent',
  });
});
afterAll(() => { rmSync(dir, { recursive: true, force: true }); });

const newHome = (): string => join(dir, `home-${(homes += 1)}`);

function run(home: string, task: Task, env: Record<string, string> = {}): Promise<Run> {
  const child = spawn(process.execPath, [program, JSON.stringify(task)], { env: { PATH: process.env['PATH'] ?? '', HOME: dir, PLAYHEAD_HOME: home, PLAYHEAD_REDACTION: 'off', ...env } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => { stdout += String(chunk); });
  child.stderr.on('data', (chunk) => { stderr += String(chunk); });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => { resolve({ code, signal, stdout, stderr }); });
  });
}

/** What is in the session once a later recorder has delivered what was left. */
async function delivered(home: string, spoolDir: string = join(home, 'spool')): Promise<SessionRecord[]> {
  const storage = fsStorage({ dir: home });
  const recorder = createRecorder({ storage, spoolDir, redaction: { policy: 'off' } });
  await recorder.recordStart(header);
  await vi.waitFor(() => { expect(existsSync(spoolDir) ? readdirSync(spoolDir) : []).toEqual([]); });
  await recorder.close();
  const records: SessionRecord[] = [];
  for await (const chunk of storage.read(SESSION)) records.push(...chunk.records.map(({ record }) => record));
  await storage.close();
  return records;
}

const titlesOf = (records: readonly SessionRecord[]): number[] => records.filter(({ type }) => type === 'moment').map(({ data }) => Number(data['title']));
const sorted = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);
const titles = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const missingIn = (records: readonly SessionRecord[]): number => records.filter(({ type, data }) => type === 'recorder_gap' && data['what'] === 'moment').reduce((sum, { data }) => sum + Number(data['count']), 0);

/** A file system of its own, where this user may make one. */
function mounted(size: string, use: (path: string) => Promise<void>): Promise<void> {
  const path = newHome();
  mkdirSync(path);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=700`, 'tmpfs', path]);
  return use(path).finally(() => execFileSync('umount', ['-l', path]));
}
const mayMount = ((): boolean => {
  const path = mkdtempSync(join(tmpdir(), 'playhead-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', path], { stdio: 'ignore' });
    execFileSync('umount', [path]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
})();

test.each([
  ['end', 'hang'], ['exit', 'hang'], ['throw', 'hang'], ['signal', 'hang'], ['end', 'eio'], ['exit', 'eio'], ['end', 'remote'], ['exit', 'remote'],
] as const)('an agent that ends by %s while its storage is "%s" ends as it would, and nothing is lost', async (ending, storage) => {
  const home = newHome();
  const report = `${home}.json`;
  const [recording, off] = [await run(home, { storage, ending, maxQueuedBytes: 1_000_000, report }), await run(newHome(), { storage, ending }, { PLAYHEAD_RECORD: '0' })];
  expect(recording).toEqual(off);
  const { most, gaps } = JSON.parse(readFileSync(report, 'utf8')) as { most: number; gaps: number };
  expect(gaps).toBe(0);
  expect(most).toBeLessThanOrEqual(3); // when 64 KiB are full, at the end of a turn, and when it is tried again
  const records = await delivered(home);
  expect(sorted(titlesOf(records))).toEqual(titles(EVENTS));
  expect(missingIn(records)).toBe(0);
}, 180_000);

test('close waits for a storage that hangs only so long', async () => {
  const home = newHome();
  expect(await run(home, { storage: 'hang', ending: 'close', events: 1000 })).toEqual({ code: 0, signal: null, stdout: 'the host prints\n', stderr: '' });
  expect(sorted(titlesOf(await delivered(home)))).toEqual(titles(1000));
}, 180_000);

test('an agent that waits for the stop of a session in a storage that hangs goes on, and nothing is lost', async () => {
  const home = newHome();
  expect(await run(home, { storage: 'hang', ending: 'stop', events: 1000 })).toEqual({ code: 0, signal: null, stdout: 'the host prints\nstorage_unavailable\n', stderr: '' });
  const records = await delivered(home);
  expect(sorted(titlesOf(records))).toEqual(titles(1000));
  expect(records.map(({ type }) => type)).toContain('session_stop');
}, 180_000);

test.skipIf(!mayMount)('on a full disk everything arrives or is counted, once there is room', () => mounted('16m', async (home) => {
  const report = join(dir, 'full.json');
  const [recording, off] = [await run(home, { storage: 'works', ending: 'room', maxQueuedBytes: 1_000_000, report }), await run(newHome(), { storage: 'works' }, { PLAYHEAD_RECORD: '0' })];
  expect(recording).toEqual(off);
  const { most, gaps, codes } = JSON.parse(readFileSync(report, 'utf8')) as { most: number; gaps: number; codes: Record<string, number> };
  expect(gaps).toBeGreaterThan(10_000);
  expect(codes['storage_full']).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(3);
  const records = await delivered(home);
  const kept = titlesOf(records);
  expect(kept).toEqual(sorted(kept));
  expect(new Set(kept).size).toBe(kept.length);
  expect(kept.length + missingIn(records)).toBe(EVENTS);
  expect(missingIn(records)).toBe(gaps);
}), 60_000);

test.skipIf(!mayMount)('a store that became read-only has everything once it can be written again', () => mounted('64m', async (home) => {
  await run(home, { storage: 'works', events: 200 });
  execFileSync('mount', ['-o', 'remount,ro', home]);
  const spoolDir = join(dir, 'spool-elsewhere');
  const [recording, off] = [await run(home, { storage: 'works', maxQueuedBytes: 1_000_000, spoolDir }), await run(newHome(), { storage: 'works' }, { PLAYHEAD_RECORD: '0' })];
  expect(recording).toEqual(off);
  execFileSync('mount', ['-o', 'remount,rw', home]);
  const records = await delivered(home, spoolDir);
  expect(sorted(titlesOf(records))).toEqual(sorted([...titles(200), ...titles(EVENTS)]));
  expect(missingIn(records)).toBe(0);
}), 60_000);

test('an agent that is killed while it moves lines to the disk loses none that are there', async () => {
  for (const dieAt of [0, 1, 2, 3, 5, 8]) {
    const home = newHome();
    const { signal, stdout } = await run(home, { storage: 'hang', events: 6000, maxQueuedBytes: 200_000, dieAt });
    expect(signal).toBe('SIGKILL');
    const said = Number(/#(\d+)\n$/.exec(stdout)?.[1] ?? 0);
    const kept = sorted(titlesOf(await delivered(home)));
    expect(kept.length).toBeGreaterThanOrEqual(said);
    const batch = kept[0] ?? 0; // those before it hung with the storage, which never acknowledged them
    expect(kept).toEqual(kept.map((_, index) => batch + index));
  }
}, 180_000);

test('one that is killed while it delivers what another left loses nothing either', async () => {
  const home = newHome();
  await run(home, { storage: 'hang', events: 6000, maxQueuedBytes: 200_000 });
  const left = (): number => readdirSync(join(home, 'spool')).flatMap((name) => readdirSync(join(home, 'spool', name))).length;
  const before = left();
  for (const dieAt of [0, 1, 2, 3, 4, 6, 9]) {
    expect((await run(home, { storage: 'works', ending: 'deliver', events: 0, dieAt })).signal).toBe('SIGKILL');
  }
  expect(left()).toBeLessThan(before);
  const kept = titlesOf(await delivered(home));
  expect(sorted(kept)).toEqual(titles(6000));
  expect(statSync(join(home, 'spool')).mode & 0o777).toBe(0o700);
}, 180_000);
