import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
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

/** An agent that records and then ends in the way its argument says. */
const AGENT = `
import { writeSync } from 'node:fs';
import { recordStart, recordEvent, recordStop } from './index.ts';
const [ending] = process.argv.slice(2);
if (ending === 'unstarted') {
  const sessionId = '${SESSION}';
  recordStart({ name: 'n', harness: 'h', agentName: 'a', workspaceName: 'w', sessionId });
  for (let n = 0; n < ${EVENTS}; n += 1) recordEvent({ sessionId, type: 'moment', data: { title: String(n) } });
  process.exit(3);
}
let heard = 0;
if (ending === 'once') process.once('SIGTERM', () => { heard += 1; record(1); setTimeout(() => process.exit(9), 20); });
const { sessionId } = await recordStart({ name: 'n', harness: 'h', agentName: 'a', workspaceName: 'w', sessionId: '${SESSION}' });
let recorded = 0;
const record = (count) => { for (let n = 0; n < count; n += 1) recordEvent({ sessionId, type: 'moment', data: { title: String(recorded++), extra: { filler: 'x'.repeat(200) } } }); };
console.log('the host prints');
if (ending === 'paced') {
  const next = () => { record(200); writeSync(1, '#' + recorded + '\\n'); setImmediate(next); };
  next();
} else {
  if (ending === 'survive') process.on('SIGTERM', () => { record(1); process.exit(7); });
  record(${EVENTS});
  if (ending === 'exit') process.exit(3);
  if (ending === 'unsettled') await new Promise(() => {});
  if (ending === 'late') process.on('exit', () => { record(5); });
  if (ending === 'throw') throw new Error('the host fails');
  if (ending === 'reject') void Promise.reject(new Error('the host rejects'));
  if (ending === 'signal') { process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000); }
  if (ending === 'survive' || ending === 'once') { process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000); }
  if (ending === 'stop') await recordStop({ sessionId, outcome: 'success', finalOutput: { content: 'done', format: 'text' } });
}
`;

interface Ended { code: number | null; signal: string | null; stdout: string; stderr: string }

let dir = '';
let program = '';

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'playhead-exit-'));
  program = join(dir, 'agent.mjs');
  await build({
    stdin: { contents: AGENT, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'js' },
    outfile: program, bundle: true, format: 'esm', platform: 'node', conditions: ['@playhead/source'], logLevel: 'silent',
  });
});

afterAll(() => rm(dir, { recursive: true, force: true }));

function run(ending: string, env: Record<string, string>, onOutput: (text: string, kill: () => void) => void = () => {}): Promise<Ended> {
  const child = spawn(process.execPath, [program, ending], { env: { PATH: process.env['PATH'] ?? '', HOME: dir, ...env } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => { stdout += String(chunk); onOutput(stdout, () => child.kill('SIGTERM')); });
  child.stderr.on('data', (chunk) => { stderr += String(chunk); });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => { resolve({ code, signal, stdout, stderr }); });
  });
}

async function recordsIn(home: string): Promise<SessionRecord[]> {
  const storage = fsStorage({ dir: home });
  const records: SessionRecord[] = [];
  for await (const { records: found, damage } of storage.read(SESSION)) {
    expect(damage).toEqual([]);
    records.push(...found.map(({ record }) => record));
  }
  await storage.close();
  return records;
}

const titlesOf = (records: readonly SessionRecord[]): unknown[] => records.filter(({ type }) => type === 'moment').map(({ data }) => data['title']);
const firstTitles = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index));

test.each([
  ['end', EVENTS], ['exit', EVENTS], ['throw', EVENTS], ['reject', EVENTS], ['signal', EVENTS], ['survive', EVENTS + 1], ['once', EVENTS + 1], ['late', EVENTS + 5], ['unsettled', EVENTS], ['stop', EVENTS],
] as const)('loses none of 20,000 events and leaves the host as it was: %s', async (ending, expected) => {
  const home = join(dir, ending);
  const [recording, off] = [await run(ending, { PLAYHEAD_HOME: home }), await run(ending, { PLAYHEAD_HOME: join(dir, 'off'), PLAYHEAD_RECORD: '0' })];
  expect(recording).toEqual(off);
  const records = await recordsIn(home);
  expect(titlesOf(records)).toEqual(firstTitles(expected));
  expect(records.filter(({ type }) => type === 'recorder_gap')).toEqual([]);
  if (ending === 'stop') expect(records.slice(-3).map(({ type }) => type)).toEqual(['final_output', 'session_stop', 'session_status']);
}, 60_000);

test('loses nothing that was recorded before a signal arrived at any moment', async () => {
  const home = join(dir, 'paced');
  const ended = await run('paced', { PLAYHEAD_HOME: home }, (text, kill) => { if (text.includes('#5000\n')) kill(); });
  expect(ended).toMatchObject({ code: null, signal: 'SIGTERM', stderr: '' });
  const said = Number(/#(\d+)\n$/.exec(ended.stdout)?.[1]);
  const titles = titlesOf(await recordsIn(home));
  expect(titles).toEqual(firstTitles(titles.length));
  expect(titles.length).toBeGreaterThanOrEqual(said);
}, 60_000);

test('loses nothing when the process ends before recordStart has answered', async () => {
  const home = join(dir, 'unstarted');
  expect(await run('unstarted', { PLAYHEAD_HOME: home })).toEqual({ code: 3, signal: null, stdout: '', stderr: '' });
  const storage = fsStorage({ dir: home });
  const next = createRecorder({ storage, spoolDir: join(home, 'spool') });
  await next.recordStart({ name: 'n', harness: 'h', agentName: 'a', workspaceName: 'w' });
  await vi.waitFor(() => { expect(readdirSync(join(home, 'spool'))).toEqual([]); });
  await next.close();
  await storage.close();
  expect(titlesOf(await recordsIn(home))).toEqual(firstTitles(EVENTS));
}, 60_000);

test('two processes record and stop one session together', async () => {
  const home = join(dir, 'together');
  await Promise.all([run('stop', { PLAYHEAD_HOME: home }), run('stop', { PLAYHEAD_HOME: home })]);
  const storage = fsStorage({ dir: home });
  const records = await recordsIn(home);
  expect(titlesOf(records)).toHaveLength(2 * EVENTS);
  for (const producer of new Set(records.map(({ p }) => p))) {
    const numbers = records.filter(({ p }) => p === producer).map(({ n }) => n);
    expect(numbers).toEqual(numbers.map((_, index) => index));
  }
  expect(new Set(records.filter(({ type }) => type === 'session_stop').map(({ key }) => key))).toEqual(new Set(['session:stop']));
  expect(await storage.get(SESSION)).toMatchObject({ status: 'completed', outcome: 'success' });
  await storage.close();
}, 60_000);
