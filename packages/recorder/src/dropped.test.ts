import { encodeRecord, type SessionRecord, type SessionStorage } from '@playhead/protocol';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRecorder, type Recorder, type RecorderOptions } from './index.ts';

const header = { name: 'Fix the test', harness: 'my-agent', agentName: 'fixer', workspaceName: 'shop' };
let storage: SessionStorage;
let recorder: Recorder;
let errors: unknown[];

function recorderWith(options: Partial<RecorderOptions> = {}): Recorder {
  return createRecorder({ storage, serverUrl: 'http://127.0.0.1:7433', onError: (error) => errors.push(error), ...options });
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

test('another session of the same recorder goes on', async () => {
  const [first, second] = [await recorder.recordStart(header), await recorder.recordStart(header)];
  await storage.drop(first.sessionId, tombstone);
  for (const { sessionId } of [first, second]) recorder.recordEvent({ sessionId, type: 'moment', data: { title: 'x' } });
  await recorder.flush();
  expect(await typesOf(second.sessionId)).toEqual(['session_start', 'moment']);
});
