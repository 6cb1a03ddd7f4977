import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BLOB_THRESHOLD_BYTES, isBlobRef, isPlayheadError, PlayheadError, type SessionRecord, type SessionStorage } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import * as fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { loadDefaultStorage } from './default-storage.browser.ts';
import { createRecorder, type Recorder, type RecorderOptions } from './index.ts';

const header = { name: 'Fix the test', harness: 'my-agent', agentName: 'fixer', workspaceName: 'shop' };
const UNKNOWN = '01937d1e-0000-7000-8000-000000000000';
const open: Recorder[] = [];

function recorderOn(storage: RecorderOptions['storage'], options: Partial<RecorderOptions> = {}): Recorder {
  const recorder = createRecorder({ storage, serverUrl: 'http://127.0.0.1:7433', maxSpilledBytes: 0, ...options });
  open.push(recorder);
  return recorder;
}

async function recordsOf(storage: SessionStorage, sessionId: string): Promise<SessionRecord[]> {
  const records: SessionRecord[] = [];
  for await (const chunk of storage.read(sessionId)) records.push(...chunk.records.map(({ record }) => record));
  return records;
}

/** What a reader keeps: of several records with one key the first. */
async function shownOf(storage: SessionStorage, sessionId: string): Promise<string[]> {
  const keys = new Set<string>();
  return (await recordsOf(storage, sessionId)).filter(({ key }) => key === undefined || (!keys.has(key) && keys.add(key))).map(({ type }) => type);
}

const typesOf = async (storage: SessionStorage, sessionId: string): Promise<string[]> => (await recordsOf(storage, sessionId)).map(({ type }) => type);

/** A storage whose appends fail while told so. */
function fallible(storage: SessionStorage): SessionStorage & { down: PlayheadError | undefined; appends: number } {
  const fail = (): void => { if (result.down) throw result.down; };
  const result = {
    ...storage,
    down: undefined as PlayheadError | undefined,
    appends: 0,
    append: async (...args: Parameters<SessionStorage['append']>) => { fail(); result.appends += 1; await storage.append(...args); },
    appendSync: (...args: Parameters<SessionStorage['append']>) => { fail(); result.appends += 1; storage.appendSync?.(...args); },
  };
  return result;
}

afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.allSettled(open.splice(0).map((recorder) => recorder.close()));
});

describe('a session', () => {
  test('begins, holds its events in order, and ends completed', async () => {
    const storage = memoryStorage();
    const recorder = recorderOn(storage);
    const started = await recorder.recordStart({ ...header, prompt: 'make it green', maxIterations: 3 });
    expect(started).toEqual({ sessionId: started.sessionId, status: 'recording', replayUrl: `http://127.0.0.1:7433/sessions/${started.sessionId}` });
    const { sessionId } = started;
    const id = recorder.recordEvent({ sessionId, type: 'terminal_command', call: 'c1', turn: 't1', agent: 'a1', key: 'k1', data: { command: 'npm test' } });
    const stopped = await recorder.recordStop({ sessionId, outcome: 'success', summary: 'green', confidence: 0.9, finalOutput: { content: '# Done', format: 'markdown' } });
    expect(stopped.status).toBe('processing');
    await recorder.flush();
    const records = await recordsOf(storage, sessionId);
    expect(records.map(({ type }) => type)).toEqual(['session_start', 'terminal_command', 'final_output', 'session_stop', 'session_status']);
    expect(records[1]).toMatchObject({ id, call: 'c1', turn: 't1', agent: 'a1', key: 'k1', via: 'sdk', n: 0 });
    expect(await storage.get(sessionId)).toMatchObject({ status: 'completed', outcome: 'success', summary: 'green', confidence: 0.9, name: 'Fix the test', prompt: 'make it green', maxIterations: 3 });
  });

  test('ends in one append with its last events', async () => {
    const storage = fallible(memoryStorage());
    const recorder = recorderOn(storage);
    const { sessionId } = await recorder.recordStart(header);
    const before = storage.appends;
    recorder.recordEvent({ sessionId, type: 'moment', data: { title: 'last' } });
    await recorder.recordStop({ sessionId, finalOutput: { content: 'done', format: 'text' } });
    expect(storage.appends).toBe(before + 1);
    expect((await typesOf(storage, sessionId)).slice(0, 4)).toEqual(['session_start', 'moment', 'final_output', 'session_stop']);
  });

  test('can be recorded into before recordStart has resolved', async () => {
    const storage = memoryStorage();
    const recorder = recorderOn(async () => storage);
    const started = recorder.recordStart({ ...header, sessionId: UNKNOWN });
    recorder.recordEvent({ sessionId: UNKNOWN, type: 'moment', data: { title: 'early' } });
    const stopped = recorder.recordStop({ sessionId: UNKNOWN });
    await Promise.all([started, stopped]);
    expect((await typesOf(storage, UNKNOWN)).slice(0, 3)).toEqual(['session_start', 'moment', 'session_stop']);
  });

  test('is joined by its id, by the launcher and by several recorders, and starts and stops once', async () => {
    const storage = memoryStorage();
    const [first, second] = [recorderOn(storage), recorderOn(storage)];
    const { sessionId } = await first.recordStart(header);
    vi.stubEnv('PLAYHEAD_SESSION_ID', sessionId);
    expect((await second.recordStart({ ...header, name: 'another name' })).sessionId).toBe(sessionId);
    first.recordEvent({ sessionId, type: 'moment', data: { title: 'one' } });
    second.recordEvent({ sessionId, type: 'moment', data: { title: 'two' } });
    await Promise.all([first.recordStop({ sessionId }), second.recordStop({ sessionId }), first.recordStop({ sessionId })]);
    await Promise.all([first.flush(), second.flush()]);
    expect((await shownOf(storage, sessionId)).toSorted()).toEqual(['moment', 'moment', 'session_start', 'session_status', 'session_stop']);
    expect(await storage.get(sessionId)).toMatchObject({ name: 'Fix the test', status: 'completed' });
  });

  test('keeps an answer and events that come after the stop', async () => {
    const storage = memoryStorage();
    const recorder = recorderOn(storage);
    const { sessionId } = await recorder.recordStart(header);
    await recorder.recordStop({ sessionId, finalOutput: { content: '', format: 'text' } });
    await recorder.flush();
    recorder.recordEvent({ sessionId, type: 'moment', data: { title: 'late' } });
    await recorder.recordStop({ sessionId, finalOutput: { content: 'the answer', format: 'text' } });
    await recorder.recordStop({ sessionId });
    await recorder.flush();
    expect(await typesOf(storage, sessionId)).toEqual(['session_start', 'session_stop', 'session_status', 'moment', 'final_output']);
  });

  test('that nobody started cannot be stopped, and can be started afterwards', async () => {
    const recorder = recorderOn(memoryStorage());
    await expect(recorder.recordStop({ sessionId: UNKNOWN })).rejects.toSatisfy((error) => isPlayheadError(error, 'session_not_found'));
    await expect(recorder.recordStop({ sessionId: '../../etc' })).rejects.toSatisfy((error) => isPlayheadError(error, 'session_not_found'));
    await expect(recorder.recordStart({ ...header, sessionId: '../../etc' })).rejects.toSatisfy((error) => isPlayheadError(error, 'invalid_session'));
    expect((await recorder.recordStart({ ...header, sessionId: UNKNOWN })).sessionId).toBe(UNKNOWN);
  });
});

describe('an event that cannot be kept', () => {
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  const bad: [name: string, data: unknown][] = [['no object', 'text'], ['a list', []], ['null', null], ['a cycle', cycle], ['a bigint', { n: 1n }], ['a date', new Date(0)], ['a getter that throws', { get a() { throw new Error('no'); } }]];
  test.each(bad)('is counted in the recording and told to the host: %s', async (_, data) => {
    const storage = memoryStorage();
    const codes: string[] = [];
    const recorder = recorderOn(storage, { onError: (error) => { codes.push(error.code); throw new Error('a reporter may throw'); } });
    const { sessionId } = await recorder.recordStart(header);
    const id = recorder.recordEvent({ sessionId, type: 'custom', data: data as never }); // wrong on purpose
    recorder.recordEvent({ sessionId, type: 'moment', data: { title: 'its neighbour' } });
    await recorder.flush();
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect((await typesOf(storage, sessionId)).toSorted()).toEqual(['moment', 'recorder_gap', 'session_start']);
    expect(codes).toEqual(['invalid_event']);
    expect(recorder.health()).toMatchObject({ gaps: 1, errors: 1, queuedRecords: 0, queuedBytes: 0 });
  });

  test('because its session is unknown never reaches the agent', async () => {
    const codes: string[] = [];
    const recorder = recorderOn(memoryStorage(), { onError: ({ code }) => void codes.push(code) });
    for (const event of [undefined, null, 7, {}, { sessionId: '../x', type: 'moment', data: {} }, { sessionId: UNKNOWN, type: 'moment', data: { title: 'x' } }]) {
      expect(recorder.recordEvent(event as never)).toMatch(/^[0-9a-f-]{36}$/); // wrong on purpose
    }
    await expect(recorder.flush()).rejects.toSatisfy((error) => isPlayheadError(error, 'session_not_found'));
    await expect(recorder.flush()).resolves.toBeUndefined();
    expect(recorder.health()).toMatchObject({ gaps: 6, queuedRecords: 0 });
    expect(codes).toHaveLength(6);
  });
});

describe('while the storage fails', () => {
  test('events wait and are stored once it works again', async () => {
    const storage = fallible(memoryStorage());
    const recorder = recorderOn(storage);
    const { sessionId } = await recorder.recordStart(header);
    storage.down = new PlayheadError('storage_full', 'no room');
    recorder.recordEvent({ sessionId, type: 'moment', data: { title: 'kept' } });
    await expect(recorder.flush()).rejects.toSatisfy((error) => isPlayheadError(error, 'storage_full'));
    await expect(recorder.recordStop({ sessionId })).rejects.toSatisfy((error) => isPlayheadError(error, 'storage_full'));
    expect(recorder.health().queuedRecords).toBe(2);
    storage.down = undefined;
    await vi.waitFor(() => { expect(recorder.health().queuedRecords).toBe(0); });
    await recorder.recordStop({ sessionId });
    await recorder.flush();
    expect(await typesOf(storage, sessionId)).toEqual(['session_start', 'moment', 'session_stop', 'session_status']);
  });

  test('the queue stays within its bound and the recording says what is missing', async () => {
    const storage = fallible(memoryStorage());
    const recorder = recorderOn(storage, { maxQueuedBytes: 4000 });
    const { sessionId } = await recorder.recordStart(header);
    storage.down = new PlayheadError('storage_unavailable', 'gone');
    for (let n = 0; n < 100; n += 1) recorder.recordEvent({ sessionId, type: 'moment', data: { title: `${n}`.padEnd(100, 'ü') } });
    const { queuedBytes, gaps } = recorder.health();
    expect(queuedBytes).toBeLessThan(6600); // the bound, a batch under way, an event
    storage.down = undefined;
    await recorder.flush();
    await recorder.flush();
    const records = await recordsOf(storage, sessionId);
    const kept = records.filter(({ type }) => type === 'moment');
    expect(kept.length + gaps).toBe(100);
    expect(records.find(({ type }) => type === 'recorder_gap')?.data).toMatchObject({ count: gaps, what: 'moment' });
    expect(kept.map(({ n }) => n)).toEqual(kept.map((_, index) => index));
  });

  test('a record that it will never take costs no neighbour', async () => {
    const memory = memoryStorage();
    const picky: SessionStorage = {
      ...memory,
      async append(sessionId, lines, options) {
        if (lines.some((line) => line.includes('poison'))) throw new PlayheadError('payload_too_large', 'too large');
        await memory.append(sessionId, lines, options);
      },
    };
    const recorder = recorderOn(picky);
    const { sessionId } = await recorder.recordStart(header);
    for (const title of ['before', 'poison', 'after']) recorder.recordEvent({ sessionId, type: 'moment', data: { title } });
    await recorder.recordStop({ sessionId });
    await recorder.flush();
    const records = await recordsOf(memory, sessionId);
    expect(records.filter(({ type }) => type === 'moment').map(({ data }) => data['title'])).toEqual(['before', 'after']);
    expect(records.filter(({ type }) => type === 'recorder_gap').map(({ data }) => data['count'])).toEqual([1]);
    expect(records.some(({ type }) => type === 'session_stop')).toBe(true);
    expect(recorder.health()).toMatchObject({ gaps: 1, queuedRecords: 0 });
  });

  test('a burst larger than the queue is written rather than lost', async () => {
    const storage = memoryStorage();
    const recorder = recorderOn(storage, { maxQueuedBytes: 10_000 });
    const { sessionId } = await recorder.recordStart(header);
    for (let n = 0; n < 1000; n += 1) recorder.recordEvent({ sessionId, type: 'moment', data: { title: 'x'.repeat(100) } });
    await recorder.flush();
    expect((await recordsOf(storage, sessionId)).length).toBe(1001);
    expect(recorder.health().gaps).toBe(0);
  });
});

describe('large values', () => {
  test('leave the log for blobs and come back whole', async () => {
    const storage = memoryStorage();
    const recorder = recorderOn(storage);
    const { sessionId } = await recorder.recordStart(header);
    const content = '🎬'.repeat(BLOB_THRESHOLD_BYTES);
    recorder.recordEvent({ sessionId, type: 'file_read', data: { path: 'a.txt', content } });
    recorder.recordEvent({ sessionId, type: 'moment', data: { title: 'after' } });
    await recorder.recordStop({ sessionId, finalOutput: { content, format: 'text' } });
    const [, read, moment] = await recordsOf(storage, sessionId);
    const reference = read?.data['content'];
    if (!isBlobRef(reference)) throw new Error('not in a blob');
    expect(new TextDecoder().decode(await storage.blobs.get(sessionId, reference.$blob))).toBe(content);
    expect(moment?.type).toBe('moment');
  });
});

test('each of several flushes waits for what was recorded before it, also while a batch is on its way', async () => {
  const memory = memoryStorage();
  const gates: (() => void)[] = [];
  const slow: SessionStorage = { ...memory, append: async (...args) => { if (args[1].some((line) => line.includes('moment'))) await new Promise<void>((resolve) => { gates.push(resolve); }); await memory.append(...args); } };
  const recorder = recorderOn(slow);
  const { sessionId } = await recorder.recordStart(header);
  const done: string[] = [];
  const flushed = ['first', 'second', 'third'].map(async (title) => {
    recorder.recordEvent({ sessionId, type: 'moment', data: { title } });
    await recorder.flush();
    done.push(`${title} after ${(await recordsOf(memory, sessionId)).filter(({ type }) => type === 'moment').length}`);
  });
  await vi.waitFor(() => { expect(gates).toHaveLength(1); });
  recorder.recordEvent({ sessionId, type: 'moment', data: { title: 'fourth' } });
  const last = recorder.flush();
  gates[0]?.();
  await Promise.all(flushed);
  expect(done.toSorted()).toEqual(['first after 3', 'second after 3', 'third after 3']);
  await vi.waitFor(() => { expect(gates).toHaveLength(2); });
  gates[1]?.();
  await last;
  expect(await typesOf(memory, sessionId)).toHaveLength(5);
});

test('hundreds of sessions and several recorders keep their events apart while the storage comes and goes', async () => {
  const storage = fallible(memoryStorage());
  const recorders = [recorderOn(storage), recorderOn(storage)];
  const started = await Promise.all(Array.from({ length: 200 }, (_, index) => recorders[index % 2]?.recordStart(header)));
  for (let round = 0; round < 5; round += 1) {
    storage.down = round % 2 === 0 ? new PlayheadError('storage_unavailable', 'gone') : undefined;
    for (const [index, session] of started.entries()) recorders[index % 2]?.recordEvent({ sessionId: session?.sessionId ?? '', type: 'moment', data: { title: `${index} ${round}` } });
    await new Promise((resolve) => setImmediate(resolve));
  }
  storage.down = undefined;
  await Promise.all(recorders.map((recorder) => recorder.flush()));
  for (const [index, session] of started.entries()) {
    const titles = (await recordsOf(storage, session?.sessionId ?? '')).filter(({ type }) => type === 'moment').map(({ data }) => data['title']);
    expect(titles).toEqual([0, 1, 2, 3, 4].map((round) => `${index} ${round}`));
  }
});

test('a record made while another one is made loses neither', async () => {
  const storage = memoryStorage();
  const recorder = recorderOn(storage);
  const { sessionId } = await recorder.recordStart(header);
  let inner = 0; // a getter is read more than once
  const data = { title: 'outer', get detail() { recorder.recordEvent({ sessionId, type: 'moment', data: { title: `inner ${(inner += 1)}` } }); return ''; } };
  recorder.recordEvent({ sessionId, type: 'moment', data });
  await recorder.flush();
  const moments = (await recordsOf(storage, sessionId)).filter(({ type }) => type === 'moment');
  expect(moments.map(({ data: { title } }) => title)).toEqual([...Array.from({ length: inner }, (_, index) => `inner ${index + 1}`), 'outer']);
  expect(moments.map(({ n }) => n)).toEqual(moments.map((_, index) => index));
});

test('sync durability has the event stored when recordEvent returns', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'playhead-recorder-'));
  const storage = fallible(fsStorage({ dir }));
  const recorder = recorderOn(storage, { durability: 'sync' });
  const { sessionId } = await recorder.recordStart(header);
  const before = storage.appends;
  recorder.recordEvent({ sessionId, type: 'moment', data: { title: 'now' } });
  expect(storage.appends).toBe(before + 1);
  expect(recorder.health().queuedRecords).toBe(0);
  await recorder.close();
  await storage.close();
  await rm(dir, { recursive: true });
});

test('the compiler checks the data of a known type and lets other types through', () => {
  const recorder = recorderOn(memoryStorage(), { enabled: false });
  recorder.recordEvent({ sessionId: UNKNOWN, type: 'my_own_event', data: { anything: [1] } });
  // @ts-expect-error -- a command is a text
  recorder.recordEvent({ sessionId: UNKNOWN, type: 'terminal_command', data: { command: 7 } });
});

test('a page without IndexedDB is told that nothing is stored, and what to do', async () => {
  const recorder = recorderOn(loadDefaultStorage);
  await expect(recorder.recordStart(header)).rejects.toSatisfy((error) => isPlayheadError(error, 'storage_unavailable') && error.message.includes('Use another storage'));
});

test('PLAYHEAD_RECORD=0 answers as usual and writes nothing', async () => {
  vi.stubEnv('PLAYHEAD_RECORD', '0');
  const storage = memoryStorage();
  const recorder = recorderOn(storage);
  const { sessionId, status } = await recorder.recordStart(header);
  recorder.recordEvent({ sessionId, type: 'moment', data: { title: 'x' } });
  expect(status).toBe('recording');
  expect((await recorder.recordStop({ sessionId })).status).toBe('processing');
  await recorder.close();
  expect((await storage.list()).sessions).toEqual([]);
});

test('the replay URL leads to the server that runs', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'playhead-recorder-'));
  vi.stubEnv('PLAYHEAD_HOME', dir);
  const recorder = createRecorder({ storage: memoryStorage(), maxSpilledBytes: 0 });
  open.push(recorder);
  const urlOf = async (): Promise<string> => (await recorder.recordStart(header)).replayUrl;
  expect(await urlOf()).toMatch('http://127.0.0.1:7433/sessions/');
  await writeFile(join(dir, 'server.json'), JSON.stringify({ url: 'http://127.0.0.1:9999' }));
  expect(await urlOf()).toMatch('http://127.0.0.1:9999/sessions/');
  vi.stubEnv('PLAYHEAD_URL', 'https://replays.example/');
  expect(await urlOf()).toMatch('https://replays.example/sessions/');
  expect(await readFile(join(dir, 'server.json'), 'utf8')).toContain('9999');
  await rm(dir, { recursive: true });
});

test('a closed recorder refuses clearly and leaves no listener behind', async () => {
  const listeners = (): number => ['uncaughtExceptionMonitor', 'SIGTERM', 'exit', 'beforeExit'].reduce((sum, event) => sum + process.listenerCount(event), 0);
  const before = listeners();
  const recorder = createRecorder({ storage: memoryStorage(), maxSpilledBytes: 0 });
  expect(listeners()).toBeGreaterThan(before);
  await recorder.close();
  await recorder.close();
  expect(listeners()).toBe(before);
  await expect(recorder.recordStart(header)).rejects.toSatisfy((error) => isPlayheadError(error, 'storage_closed'));
  expect(recorder.recordEvent({ sessionId: UNKNOWN, type: 'moment', data: { title: 'x' } })).toMatch(/^[0-9a-f-]{36}$/);
});

test('any interleaving of events, flushes and turns of the loop stores each event once, in order', async () => {
  const step = fc.oneof({ weight: 4, arbitrary: fc.constant('event') }, fc.constant('flush'), fc.constant('wait'), fc.constant('turn'), fc.constant('fail'), fc.constant('large'));
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.constantFrom('tick', 'sync', 'fsync'), async (steps, durability) => {
    const storage = fallible(memoryStorage());
    const recorder = recorderOn(storage, { durability: durability as 'tick' }); // one of the three above
    const { sessionId } = await recorder.recordStart(header);
    const flushes: Promise<unknown>[] = [];
    let events = 0;
    for (const kind of steps) {
      if (kind === 'event') recorder.recordEvent({ sessionId, type: 'moment', data: { title: `${events++}` } });
      if (kind === 'large') recorder.recordEvent({ sessionId, type: 'moment', data: { title: `${events++}`, extra: { text: 'x'.repeat(40_000) } } });
      if (kind === 'flush') flushes.push(recorder.flush().catch(() => {})); // some of them meet a storage that is away
      if (kind === 'wait') await recorder.flush().catch(() => {});
      if (kind === 'turn') await new Promise((resolve) => setImmediate(resolve));
      storage.down = kind === 'fail' ? new PlayheadError('storage_unavailable', 'gone') : undefined;
    }
    storage.down = undefined;
    await Promise.all(flushes);
    await recorder.flush();
    const titles = (await recordsOf(storage, sessionId)).filter(({ type }) => type === 'moment').map(({ data }) => data['title']);
    await recorder.close();
    expect(titles).toEqual(Array.from({ length: events }, (_, index) => `${index}`));
  }), { numRuns: 60 });
});
