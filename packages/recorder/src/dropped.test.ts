import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeRecord, type SessionRecord, type SessionStorage } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRecorder, type Recorder, type RecorderOptions } from './index.ts';

const header = { name: 'Fix the test', harness: 'my-agent', agentName: 'fixer', workspaceName: 'shop' };
let storage: SessionStorage;
let recorder: Recorder;
let errors: unknown[];

function recorderWith(options: Partial<RecorderOptions> = {}): Recorder {
  return createRecorder({ storage, serverUrl: 'http://127.0.0.1:7433', maxSpilledBytes: 0, onError: (error) => errors.push(error), ...options });
}

beforeEach(() => {
  storage = memoryStorage();
  errors = [];
  recorder = recorderWith();
});
afterEach(async () => recorder.close());

const tombstone = encodeRecord({ id: 'x', p: 'owner', e: 0, n: 0, at: 5, type: 'session_dropped', via: 'sdk', data: { reason: 'private' } });

async function typesOf(sessionId: string): Promise<string[]> {
  const records: SessionRecord[] = [];
  for await (const chunk of storage.read(sessionId)) records.push(...chunk.records.map(({ record }) => record));
  return records.map(({ type }) => type);
}

test('what waits for a session that was made private is thrown away, quietly', async () => {
  const { sessionId } = await recorder.recordStart(header);
  for (let n = 0; n < 20; n += 1) recorder.recordEvent({ sessionId, type: 'moment', data: { title: 'x'.repeat(40_000) } });
  await storage.drop(sessionId, tombstone);
  await recorder.flush();
  expect(recorder.health()).toMatchObject({ queuedBytes: 0, queuedRecords: 0, gaps: 0 });
  expect(await typesOf(sessionId)).toEqual(['session_dropped']);
  expect(errors).toEqual([]);
});

test('later events and the stop of such a session do nothing and fail nobody', async () => {
  const { sessionId } = await recorder.recordStart(header);
  await storage.drop(sessionId, tombstone);
  expect(recorder.recordEvent({ sessionId, type: 'moment', data: { title: 'late' } })).toMatch(/^[0-9a-f-]{36}$/);
  const stopped = await recorder.recordStop({ sessionId, outcome: 'success', finalOutput: { content: 'done', format: 'text' } });
  expect(stopped).toMatchObject({ sessionId, status: 'processing' });
  recorder.recordEvent({ sessionId, type: 'moment', data: { title: 'later' } });
  recorder.recordEvent({ sessionId, type: 'moment', data: 5 as never }); // what cannot be kept is no gap of a session that keeps nothing
  await recorder.flush();
  expect(await typesOf(sessionId)).toEqual(['session_dropped']);
  expect(recorder.health()).toMatchObject({ queuedRecords: 0, queuedBytes: 0 });
  expect(errors.map((error) => (error as { code: string }).code)).toEqual(['invalid_event']);
});

test.each(['sync', 'fsync'] as const)('with durability %s too', async (durability) => {
  await recorder.close();
  recorder = recorderWith({ durability });
  const { sessionId } = await recorder.recordStart(header);
  await storage.drop(sessionId, tombstone);
  for (let n = 0; n < 3; n += 1) recorder.recordEvent({ sessionId, type: 'moment', data: { title: 'late' } });
  await recorder.flush();
  expect([await typesOf(sessionId), errors, recorder.health().queuedRecords]).toEqual([['session_dropped'], [], 0]);
});

test('a stream whose end was held back leaves nothing', async () => {
  const { sessionId } = await recorder.recordStart(header);
  recorder.recordEvent({ sessionId, type: 'terminal_output', call: 'c1', data: { text: 'export API_TOKEN=ghp_16C7e42F29', stream: 'stdout' } });
  await storage.drop(sessionId, tombstone);
  await recorder.flush();
  await recorder.close(); // releases what was held back
  expect([await typesOf(sessionId), errors]).toEqual([['session_dropped'], []]);
});

test('a session that another process made private is recorded no further, and no byte of it is left', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'playhead-dropped-'));
  const [own, other] = [fsStorage({ dir }), fsStorage({ dir })];
  const writing = recorderWith({ storage: own });
  try {
    const { sessionId } = await writing.recordStart({ ...header, prompt: 'PLANTED', harness: 'h', harnessSessionId: 's1' });
    const record = (): string => writing.recordEvent({ sessionId, type: 'moment', data: { title: 'PLANTED', description: 'PLANTED '.repeat(10_000) } });
    record();
    await writing.flush();
    record();
    const dropping = other.drop(sessionId, tombstone);
    record();
    await Promise.all([dropping, writing.flush()]);
    record();
    await writing.recordStop({ sessionId, finalOutput: { content: 'PLANTED', format: 'text' } });
    await writing.flush();
    expect(errors).toEqual([]);
    const again = await writing.recordStart({ ...header, prompt: 'PLANTED', harness: 'h', harnessSessionId: 's1' });
    expect(again.sessionId).toBe(sessionId);
    writing.recordEvent({ sessionId, type: 'moment', data: { title: 'PLANTED' } });
    await writing.flush();
    const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    expect(files.filter((path) => readFileSync(path).includes('PLANTED'))).toEqual([]);
  } finally {
    await writing.close();
    rmSync(dir, { recursive: true, force: true });
  }
});

test('another session of the same recorder goes on', async () => {
  const [first, second] = [await recorder.recordStart(header), await recorder.recordStart(header)];
  await storage.drop(first.sessionId, tombstone);
  for (const { sessionId } of [first, second]) recorder.recordEvent({ sessionId, type: 'moment', data: { title: 'x' } });
  await recorder.flush();
  expect(await typesOf(second.sessionId)).toEqual(['session_start', 'moment']);
});
