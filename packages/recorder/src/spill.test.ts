import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { decodeRecord, encodeRecord, isPlayheadError, PlayheadError, type SessionRecord, type SessionStorage } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { faultyStorage, type FaultyStorage } from '@playhead/storage-adapters/testing';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRecorder, type Recorder, type RecorderOptions } from './index.ts';

const header = { name: 'Fix the test', harness: 'my-agent', agentName: 'fixer', workspaceName: 'shop' };
const DOWN = new PlayheadError('storage_unavailable', 'It is away.');
vi.setConfig({ testTimeout: 30_000 });
let dir = '';
let spoolDir = '';
const open: Recorder[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'playhead-spill-'));
  spoolDir = join(dir, 'spool');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.allSettled(open.splice(0).map((recorder) => recorder.close()));
  rmSync(dir, { recursive: true, force: true });
});

function recorderOn(storage: SessionStorage, options: Partial<RecorderOptions> = {}): Recorder {
  const recorder = createRecorder({ storage, serverUrl: 'http://127.0.0.1:7433', spoolDir, closeTimeoutMs: 0, ...options });
  open.push(recorder);
  return recorder;
}

/** A storage like those beyond a network: it cannot append at once. */
function remote(inner: SessionStorage = memoryStorage()): SessionStorage & { down: PlayheadError | undefined } {
  const result = {
    ...inner,
    down: undefined as PlayheadError | undefined,
    async append(...args: Parameters<SessionStorage['append']>) {
      if (result.down) throw result.down;
      await inner.append(...args);
    },
  };
  delete result.appendSync;
  return result;
}

async function recordsOf(storage: SessionStorage, sessionId: string): Promise<SessionRecord[]> {
  const records: SessionRecord[] = [];
  for await (const chunk of storage.read(sessionId)) records.push(...chunk.records.map(({ record }) => record));
  return records;
}

const titlesOf = (records: readonly SessionRecord[]): unknown[] => records.filter(({ type }) => type === 'moment').map(({ data }) => data['title']);
const titles = (count: number): string[] => Array.from({ length: count }, (_, index) => `${index}`);
const record = (recorder: Recorder, sessionId: string, from: number, to: number): void => {
  for (let n = from; n < to; n += 1) recorder.recordEvent({ sessionId, type: 'moment', data: { title: `${n}`, extra: { filler: 'x'.repeat(200) } } });
};
/** Delivering is done in the background. */
const eventually = (check: () => void | Promise<void>): Promise<void> => vi.waitFor(check);
const spoolFiles = (): string[] => (existsSync(spoolDir) ? readdirSync(spoolDir).flatMap((name) => readdirSync(join(spoolDir, name)).map((file) => join(spoolDir, name, file))) : []);
/** What lies on the disk for a session whose process has ended. */
async function leftBy(storage: SessionStorage & { down: PlayheadError | undefined }, count: number): Promise<string> {
  const recorder = recorderOn(storage);
  const { sessionId } = await recorder.recordStart(header);
  storage.down = DOWN;
  record(recorder, sessionId, 0, count);
  await expect(recorder.close()).rejects.toBe(DOWN);
  storage.down = undefined;
  return sessionId;
}

test('what memory has no room for waits on the disk, for its owner only and without secrets, and arrives in order', async () => {
  const storage = remote();
  const recorder = recorderOn(storage, { maxQueuedBytes: 20_000 });
  const { sessionId } = await recorder.recordStart(header);
  storage.down = DOWN;
  recorder.recordEvent({ sessionId, type: 'terminal_output', data: { text: 'token ghp_0123456789abcdefghijABCDEFGHIJ012345' } });
  record(recorder, sessionId, 0, 1000);
  const health = recorder.health();
  expect(health).toMatchObject({ gaps: 0, errors: 0 });
  expect(health.queuedBytes).toBeLessThan(21_000);
  expect(health.queuedRecords + health.spilledRecords).toBe(1001);
  expect(health.spilledBytes).toBeGreaterThan(250_000);
  for (const file of spoolFiles()) {
    expect([statSync(file).mode & 0o777, statSync(dirname(file)).mode & 0o777, statSync(spoolDir).mode & 0o777]).toEqual([0o600, 0o700, 0o700]);
    expect(readFileSync(file, 'utf8')).not.toContain('ghp_0123');
  }
  storage.down = undefined;
  await recorder.flush();
  expect(titlesOf(await recordsOf(storage, sessionId))).toEqual(titles(1000));
  expect(recorder.health()).toMatchObject({ queuedBytes: 0, queuedRecords: 0, spilledBytes: 0, spilledRecords: 0, gaps: 0 });
  expect(spoolFiles()).toEqual([]);
});

test.each([Number.NaN, -1])('memory is bounded also when the bound that was asked for is %s', async (maxQueuedBytes) => {
  const storage = remote();
  const recorder = recorderOn(storage, { maxQueuedBytes });
  const { sessionId } = await recorder.recordStart(header);
  storage.down = DOWN;
  for (let n = 0; n < 20; n += 1) recorder.recordEvent({ sessionId, type: 'moment', data: { title: `${n}`, extra: { filler: 'x'.repeat(1024 * 1024) } } });
  expect(recorder.health().queuedBytes).toBeLessThan(18 * 1024 * 1024);
  expect(recorder.health().spilledBytes).toBeGreaterThan(1024 * 1024);
  storage.down = undefined;
  await recorder.flush();
  expect(titlesOf(await recordsOf(storage, sessionId))).toEqual(titles(20));
});

test('sessions share one memory: the one with most in it makes room', async () => {
  const storage = remote();
  const recorder = recorderOn(storage, { maxQueuedBytes: 50_000 });
  const [loud, quiet] = [await recorder.recordStart(header), await recorder.recordStart(header)];
  storage.down = DOWN;
  record(recorder, quiet.sessionId, 0, 5);
  record(recorder, loud.sessionId, 0, 500);
  record(recorder, quiet.sessionId, 5, 10);
  expect(spoolFiles().every((file) => file.includes(loud.sessionId))).toBe(true);
  storage.down = undefined;
  await recorder.flush();
  expect(titlesOf(await recordsOf(storage, loud.sessionId))).toEqual(titles(500));
  expect(titlesOf(await recordsOf(storage, quiet.sessionId))).toEqual(titles(10));
});

test.each([
  ['the disk may hold no more', { maxSpilledBytes: 100_000 }, 0],
  ['nothing may be put there', { maxSpilledBytes: 0 }, 0],
  ['the disk does not take it', {}, 1],
] as const)('says how many of what are missing when %s', async (_, options, errors) => {
  if (errors > 0) writeFileSync(spoolDir, 'a file where the folder should be');
  const storage = remote();
  const recorder = recorderOn(storage, { maxQueuedBytes: 20_000, ...options });
  const { sessionId } = await recorder.recordStart(header);
  storage.down = DOWN;
  record(recorder, sessionId, 0, 1000);
  const { gaps, ...health } = recorder.health();
  expect(gaps).toBeGreaterThan(400);
  expect(health.errors).toBe(errors); // the disk is not asked a thousand times
  storage.down = undefined;
  await recorder.flush();
  await recorder.flush();
  const records = await recordsOf(storage, sessionId);
  expect(titlesOf(records)).toHaveLength(1000 - gaps);
  expect(records.filter(({ type }) => type === 'recorder_gap').map(({ data }) => data)).toEqual([{ count: gaps, what: 'moment', reason: expect.any(String) }]);
});

test('a storage that hangs keeps neither recordEvent nor close, and the next recorder delivers what waited', async () => {
  const inner = memoryStorage();
  const storage: FaultyStorage = faultyStorage(remote(inner), { faults: [{ on: 'append', does: 'hang', after: 1 }] });
  const recorder = recorderOn(storage, { maxQueuedBytes: 20_000 });
  const { sessionId } = await recorder.recordStart(header);
  for (let n = 0; n < 1000; n += 50) {
    record(recorder, sessionId, n, n + 50);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(storage.faults.struck).toHaveLength(1); // it is not asked again and again
  await recorder.close();
  expect(titlesOf(await recordsOf(inner, sessionId))).toEqual([]);
  const next = recorderOn(inner);
  await next.recordStart(header);
  await eventually(async () => { expect(titlesOf(await recordsOf(inner, sessionId)).toSorted()).toEqual(titles(1000).toSorted()); });
  await eventually(() => { expect(readdirSync(spoolDir)).toEqual([]); });
  storage.faults.release();
});

test('of several recorders one delivers what was left, once', async () => {
  const storage = remote();
  const sessionId = await leftBy(storage, 2000);
  expect(spoolFiles().length).toBeGreaterThan(0);
  let lines = 0;
  const counting: SessionStorage = { ...storage, append: (id, batch, options) => { lines += id === sessionId ? batch.length : 0; return storage.append(id, batch, options); } };
  await Promise.all([recorderOn(counting), recorderOn(counting), recorderOn(counting)].map((recorder) => recorder.recordStart(header)));
  await eventually(() => { expect(readdirSync(spoolDir)).toEqual([]); });
  expect(lines).toBe(2000);
  expect(titlesOf(await recordsOf(storage, sessionId))).toEqual(titles(2000));
});

test('what the disk has room for when a recorder is closed is kept, and the rest is counted', async () => {
  const storage = remote();
  const recorder = recorderOn(storage, { maxQueuedBytes: 100_000, maxSpilledBytes: 120_000 });
  const { sessionId } = await recorder.recordStart(header);
  storage.down = DOWN;
  record(recorder, sessionId, 0, 450);
  await recorder.close().catch(() => {}); // it may tell that the storage is away
  const { gaps } = recorder.health();
  expect(gaps).toBeGreaterThan(0);
  storage.down = undefined;
  await recorderOn(storage).recordStart(header);
  await eventually(() => { expect(readdirSync(spoolDir)).toEqual([]); });
  const kept = titlesOf(await recordsOf(storage, sessionId));
  expect(kept.length).toBeGreaterThan(200);
  expect(kept.length + gaps).toBe(450);
});

test.each([[20_000, 60_000], [100_000, 120_000], [400_000, 30_000]])('how many are missing is said also when the recorder is closed while the storage is away: %i bytes in memory, %i on the disk', async (maxQueuedBytes, maxSpilledBytes) => {
  const storage = remote();
  const recorder = recorderOn(storage, { maxQueuedBytes, maxSpilledBytes });
  const { sessionId } = await recorder.recordStart(header);
  storage.down = DOWN;
  record(recorder, sessionId, 0, 1000);
  await recorder.close().catch(() => {}); // it may tell that the storage is away
  const { gaps } = recorder.health();
  storage.down = undefined;
  await recorderOn(storage).recordStart(header);
  await eventually(() => { expect(readdirSync(spoolDir)).toEqual([]); });
  const records = await recordsOf(storage, sessionId);
  const missing = records.filter(({ type }) => type === 'recorder_gap').reduce((sum, { data }) => sum + Number(data['count']), 0);
  expect(missing).toBe(gaps);
  expect(titlesOf(records).length + missing).toBe(1000);
});

test('what a recorder at work has on the disk is left to it', async () => {
  const storage = remote();
  const recorder = recorderOn(storage, { maxQueuedBytes: 20_000 });
  const { sessionId } = await recorder.recordStart(header);
  const other = memoryStorage();
  storage.down = DOWN;
  record(recorder, sessionId, 0, 200);
  const before = spoolFiles();
  await recorderOn(other).recordStart(header);
  const abandoned = await leftBy(remote(other), 1);
  await recorderOn(other).recordStart(header);
  await eventually(async () => { expect(titlesOf(await recordsOf(other, abandoned))).toEqual(['0']); }); // it has looked
  expect(spoolFiles()).toEqual(before);
});

test('a session that the storage never heard of begins with what was left of it', async () => {
  const inner = memoryStorage();
  const away = { ...remote(inner), create: () => Promise.reject(DOWN), append: () => Promise.reject(DOWN) };
  const recorder = recorderOn(away);
  const sessionId = '01937d1e-0000-7000-8000-000000000000';
  const started = recorder.recordStart({ ...header, sessionId });
  record(recorder, sessionId, 0, 10);
  await expect(started).rejects.toSatisfy((error) => isPlayheadError(error, 'storage_unavailable'));
  await expect(recorder.close()).rejects.toBe(DOWN);
  await recorderOn(inner).recordStart(header);
  await eventually(() => { expect(readdirSync(spoolDir)).toEqual([]); });
  expect((await recordsOf(inner, sessionId)).map(({ type }) => type)).toEqual(['session_start', ...titles(10).map(() => 'moment')]);
  expect(await inner.get(sessionId)).toMatchObject({ name: 'Fix the test', workspaceName: 'shop' });
});

test('what another storage is meant to have is left for it', async () => {
  const storage = remote();
  const sessionId = await leftBy(storage, 10);
  const other = memoryStorage();
  await recorderOn({ ...other, location: 'elsewhere' }).recordStart(header);
  const mine = await leftBy(remote(other), 1); // for a storage of the same name that does not know the first session
  await recorderOn(other).recordStart(header);
  await eventually(async () => { expect(titlesOf(await recordsOf(other, mine))).toEqual(['0']); });
  await recorderOn(storage).recordStart(header);
  await eventually(async () => { expect(titlesOf(await recordsOf(storage, sessionId))).toEqual(titles(10)); });
});

test('a torn file of a process that was killed gives what is whole in it', async () => {
  const storage = remote();
  const sessionId = await leftBy(storage, 3);
  const [file = ''] = spoolFiles();
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.slice(0, -50));
  await recorderOn(storage).recordStart(header);
  await eventually(() => { expect(readdirSync(spoolDir)).toEqual([]); });
  expect(titlesOf(await recordsOf(storage, sessionId))).toEqual(titles(2));
});

test('nothing of a session that was made private stays on the disk', async () => {
  const inner = memoryStorage();
  const storage = remote(inner);
  const recorder = recorderOn(storage, { maxQueuedBytes: 20_000 });
  const { sessionId } = await recorder.recordStart(header);
  const orphan = await leftBy(storage, 10);
  storage.down = DOWN;
  record(recorder, sessionId, 0, 500);
  const tombstone = encodeRecord({ id: 'x', p: 'owner', e: 0, n: 0, at: 5, type: 'session_dropped', via: 'sdk', data: { reason: 'private' } });
  await Promise.all([inner.drop(sessionId, tombstone), inner.drop(orphan, tombstone)]);
  storage.down = undefined;
  await recorder.flush();
  await recorderOn(inner).recordStart(header);
  await eventually(() => { expect(spoolFiles()).toEqual([]); });
  expect((await recordsOf(inner, sessionId)).map(({ type }) => type)).toEqual(['session_dropped']);
  expect(recorder.health()).toMatchObject({ spilledBytes: 0, spilledRecords: 0, gaps: 0 });
});

test.each(['drop', 'delete'] as const)('what waits on the disk for a session of files goes with it: %s', async (goes) => {
  const files = fsStorage({ dir });
  const storage = remote(files);
  const recorder = recorderOn(storage, { maxQueuedBytes: 20_000 });
  const [gone, stays] = [await recorder.recordStart(header), await recorder.recordStart(header)];
  storage.down = DOWN;
  for (const { sessionId } of [gone, stays]) record(recorder, sessionId, 0, 500);
  const filesOf = (sessionId: string): string[] => spoolFiles().filter((file) => file.includes(sessionId));
  expect([filesOf(gone.sessionId).length, filesOf(stays.sessionId).length].every((count) => count > 0)).toBe(true);
  if (goes === 'delete') await files.delete(gone.sessionId);
  else await files.drop(gone.sessionId, encodeRecord({ id: 'x', p: 'owner', e: 0, n: 0, at: 5, type: 'session_dropped', via: 'sdk', data: { reason: 'private' } }));
  expect(filesOf(gone.sessionId)).toEqual([]);
  storage.down = undefined;
  await recorder.flush().catch(() => {}); // a session that was deleted takes nothing
  expect(titlesOf(await recordsOf(files, stays.sessionId))).toEqual(titles(500));
  expect(spoolFiles()).toEqual([]);
  await files.close();
});

test('nothing of a session whose repository opts out stays on the disk', async () => {
  const storage = remote();
  const recorder = recorderOn(storage, { maxQueuedBytes: 20_000 });
  const sessionId = '01937d1e-0000-7000-8000-000000000000';
  record(recorder, sessionId, 0, 500);
  expect(spoolFiles().length).toBeGreaterThan(0);
  writeFileSync(join(dir, '.playhead.json'), JSON.stringify({ record: false }));
  await recorder.recordStart({ ...header, sessionId, cwd: dir });
  expect(spoolFiles()).toEqual([]);
});

test('what did not go past the rules yet is not put there', async () => {
  const storage = remote();
  const recorder = recorderOn(storage, { maxQueuedBytes: 20_000, redaction: { rules: [{ kind: 'ACME_TOKEN', pattern: 'acme_[a-z0-9]{8}' }] } }); // which are loaded first
  const sessionId = '01937d1e-0000-7000-8000-000000000000';
  for (let n = 0; n < 300; n += 1) recorder.recordEvent({ sessionId, type: 'moment', data: { title: 'acme_0a1b2c3d', extra: { filler: 'x'.repeat(200) } } });
  expect(spoolFiles()).toEqual([]);
  await recorder.recordStart({ ...header, sessionId });
  await recorder.flush();
  const records = await recordsOf(storage, sessionId);
  expect(JSON.stringify(records)).not.toContain('acme_');
  const missing = records.filter(({ type }) => type === 'recorder_gap').reduce((sum, { data }) => sum + Number(data['count']), 0);
  expect(missing).toBeGreaterThan(0);
  expect(titlesOf(records).length + missing).toBe(300);
});

test('a file that another process took over is left to it', async () => {
  const storage = remote();
  const recorder = recorderOn(storage, { maxQueuedBytes: 20_000 });
  const { sessionId } = await recorder.recordStart(header);
  storage.down = DOWN;
  record(recorder, sessionId, 0, 500);
  const taken = spoolFiles().flatMap((file) => readFileSync(file, 'utf8').split('\n').map((line) => decodeRecord(line)?.data['title'])).filter((title) => title !== undefined);
  rmSync(spoolDir, { recursive: true });
  storage.down = undefined;
  await recorder.flush();
  expect([...taken, ...titlesOf(await recordsOf(storage, sessionId))]).toEqual(titles(500));
  expect(recorder.health()).toMatchObject({ queuedRecords: 0, spilledRecords: 0, gaps: 0 });
});

test('any interleaving of events, flushes and failures stores each event once, in order, however little memory there is', async () => {
  const step = fc.oneof({ weight: 4, arbitrary: fc.constant('event') }, fc.constant('flush'), fc.constant('wait'), fc.constant('turn'), fc.constant('fail'), fc.constant('burst'), fc.constant('full'));
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.boolean(), fc.integer({ min: 500, max: 8000 }), async (steps, isRemote, maxQueuedBytes) => {
    const inner = memoryStorage();
    const storage = isRemote ? remote(inner) : { ...inner, ...remote(inner), appendSync: (...args: Parameters<SessionStorage['append']>) => { if (storage.down) throw storage.down; inner.appendSync?.(...args); } };
    const recorder = recorderOn(storage, { maxQueuedBytes });
    const { sessionId } = await recorder.recordStart(header);
    const flushes: Promise<unknown>[] = [];
    let events = 0;
    const event = (): void => { recorder.recordEvent({ sessionId, type: 'moment', data: { title: `${events++}`, extra: { filler: 'x'.repeat(events % 400) } } }); };
    for (const kind of steps) {
      if (kind === 'event') event();
      if (kind === 'burst') for (let n = 0; n < 40; n += 1) event();
      if (kind === 'flush') flushes.push(recorder.flush().catch(() => {})); // some of them meet a storage that is away
      if (kind === 'wait') await recorder.flush().catch(() => {});
      if (kind === 'turn') await new Promise((resolve) => setImmediate(resolve));
      if (kind === 'fail') storage.down = DOWN;
      if (kind === 'full') storage.down = undefined;
    }
    storage.down = undefined;
    await Promise.all(flushes);
    await recorder.flush();
    const found = titlesOf(await recordsOf(inner, sessionId));
    const { queuedRecords, spilledRecords, queuedBytes, spilledBytes, gaps } = recorder.health();
    await recorder.close();
    expect(found).toEqual(titles(events));
    expect({ queuedRecords, spilledRecords, queuedBytes, spilledBytes, gaps }).toEqual({ queuedRecords: 0, spilledRecords: 0, queuedBytes: 0, spilledBytes: 0, gaps: 0 });
    expect(spoolFiles()).toEqual([]);
  }), { numRuns: 60 });
});
