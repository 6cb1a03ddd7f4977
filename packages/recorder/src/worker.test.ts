import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { SessionRecord } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createRecorder } from './index.ts';

const header = { name: 'n', harness: 'h', agentName: 'a', workspaceName: 'w' };
const EVENTS = 5000;

/** An agent in a worker: it records and then ends as it is told. */
const AGENT = `
import { parentPort, workerData } from 'node:worker_threads';
import { createRecorder } from './index.ts';
import { fsStorage } from '@playhead/storage-adapters/fs';
const { dir, sessionId, ending, isRemote } = workerData;
const files = fsStorage({ dir });
const storage = isRemote ? { ...files, appendSync: undefined, append: (id, lines, options) => (lines.some((line) => line.includes('moment')) ? new Promise(() => {}) : files.append(id, lines, options)) } : files;
const recorder = createRecorder({ storage, spoolDir: dir + '/spool', redaction: { policy: 'off' } });
await recorder.recordStart({ name: 'n', harness: 'h', agentName: 'a', workspaceName: 'w', sessionId });
for (let n = 0; n < ${EVENTS}; n += 1) recorder.recordEvent({ sessionId, type: 'moment', data: { title: String(n) } });
if (ending === 'exit') process.exit(3);
if (ending === 'throw') throw new Error('the worker fails');
if (ending === 'terminate') { setInterval(() => {}, 1000); setImmediate(() => setImmediate(() => parentPort.postMessage('recorded'))); }
`;

let dir = '';
let program = '';
let homes = 0;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'playhead-worker-'));
  program = join(dir, 'worker.mjs');
  await build({
    stdin: { contents: AGENT, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'js' },
    outfile: program, bundle: true, format: 'esm', platform: 'node', conditions: ['@playhead/source'], logLevel: 'silent',
  });
});
afterAll(() => { rmSync(dir, { recursive: true, force: true }); });

test.each([
  ['end', false], ['exit', false], ['throw', false], ['terminate', false], ['end', true], ['exit', true], ['throw', true],
] as const)('a recorder in a worker loses nothing when the worker ends by %s, also while the storage hangs: %s', async (ending, isRemote) => {
  const home = join(dir, `home-${(homes += 1)}`);
  const storage = fsStorage({ dir: home });
  const options = { storage, spoolDir: join(home, 'spool'), redaction: { policy: 'off' } } as const;
  const recorder = createRecorder(options);
  const { sessionId } = await recorder.recordStart(header);
  const worker = new Worker(program, { workerData: { dir: home, sessionId, ending, isRemote }, stderr: true });
  const failures: string[] = [];
  worker.on('error', ({ message }) => { failures.push(message); });
  worker.on('message', () => { void worker.terminate(); });
  recorder.recordEvent({ sessionId, type: 'moment', data: { title: 'of the thread that waits' } });
  const code = await new Promise((resolve) => { worker.on('exit', resolve); });
  expect([code, failures]).toEqual([{ end: 0, exit: 3, throw: 1, terminate: 1 }[ending], ending === 'throw' ? ['the worker fails'] : []]);
  const later = createRecorder(options);
  await later.recordStart(header);
  await vi.waitFor(async () => {
    const records: SessionRecord[] = [];
    for await (const chunk of storage.read(sessionId)) records.push(...chunk.records.map(({ record }) => record));
    const moments = records.filter(({ type }) => type === 'moment');
    expect(new Set(moments.map(({ p }) => p)).size).toBe(2);
    expect(moments.filter(({ data }) => data['title'] !== 'of the thread that waits').map(({ n }) => n)).toEqual(Array.from({ length: EVENTS }, (_, index) => index));
  });
  await Promise.all([recorder.close(), later.close()]);
  await storage.close();
}, 30_000);
