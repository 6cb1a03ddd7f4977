import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PlayheadError, type SessionStorage, type StoredRecord } from '@playhead/protocol';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import type { Handler } from '../src/index.ts';
import { get, handlerFor, hook, json, post, recorded } from './support.ts';

let storage: SessionStorage;
let handler: Handler;
let errors: unknown[];

beforeEach(() => {
  storage = memoryStorage();
  errors = [];
  handler = handlerFor({ storage, onError: (error) => errors.push(error) });
});
afterEach(async () => {
  await handler.close();
});

async function recordsOf(sessionId: string): Promise<StoredRecord[]> {
  const records: StoredRecord[] = [];
  for await (const chunk of storage.read(sessionId)) records.push(...chunk.records);
  return records;
}

async function only(): Promise<string> {
  const { sessions } = await storage.list();
  expect(sessions).toHaveLength(1);
  return sessions[0]!.sessionId;
}

test('stores a payload, says so in a header and answers with nothing', async () => {
  const response = await hook(handler, { session: 's1', text: 'hello' });
  expect([response.status, await response.text(), recorded(response)]).toEqual([200, '', true]);
  expect((await recordsOf(await only())).map(({ record }) => [record.type, record.via])).toEqual([['session_start', 'hook'], ['prompt', 'hook']]);
});

test('answers 200 without the header to everything it refuses, and tells its owner why', async () => {
  const refused = [
    await post(handler, '/hooks/echo', 'not JSON'), await post(handler, '/hooks/echo', '[]'), await post(handler, '/hooks/echo', ''), await post(handler, '/hooks/echo', 'null'),
    await hook(handler, { text: 'no session' }), await hook(handler, { session: 7 }), await hook(handler, { session: 'x'.repeat(2000) }),
    await post(handler, '/hooks/nobody', '{}'), await get(handler, '/hooks/echo'), await post(handler, '/hooks/echo', '{}', { origin: 'http://evil.example' }), await post(handler, '/hooks/%zz', '{}'),
  ];
  for (const response of refused) expect([response.status, await response.text(), recorded(response)]).toEqual([200, '', false]);
  expect(errors).toHaveLength(11);
  expect((await storage.list()).sessions).toHaveLength(0);
});

test('keeps the payloads of one session in the order they arrived', async () => {
  await Promise.all(Array.from({ length: 50 }, (_, index) => hook(handler, { session: 's1', text: `${index}` })));
  const prompts = (await recordsOf(await only())).filter(({ record }) => record.type === 'prompt');
  expect(prompts.map(({ record }) => record.data['text'])).toEqual(Array.from({ length: 50 }, (_, index) => `${index}`));
});

test('stores a delivery once, however often it is sent, also across a restart', async () => {
  await hook(handler, { session: 's1', text: 'a' }, { 'playhead-delivery': 'd1' });
  await hook(handler, { session: 's1', text: 'a' }, { 'playhead-delivery': 'd1' });
  const next = handlerFor({ storage });
  expect(recorded(await hook(next, { session: 's1', text: 'a' }, { 'playhead-delivery': 'd1' }))).toBe(true);
  expect(await recordsOf(await only())).toHaveLength(2);
});

test('goes on in the same recording after a restart, where the log ends', async () => {
  await hook(handler, { session: 's1', text: 'a' });
  const next = handlerFor({ storage });
  await hook(next, { session: 's1', text: 'b' });
  const prompts = (await recordsOf(await only())).filter(({ record }) => record.type === 'prompt');
  expect(prompts.map(({ record }) => record.data['number'])).toEqual([0, 1]);
});

test('begins another recording of the same harness session when the harness says so', async () => {
  await hook(handler, { session: 's1', text: 'a' });
  await hook(handler, { session: 's1', text: 'b', begin: true }, { 'playhead-delivery': 'd2' });
  const next = handlerFor({ storage });
  await hook(next, { session: 's1', text: 'b', begin: true }, { 'playhead-delivery': 'd2' });
  await hook(next, { session: 's1', text: 'c' });
  const { sessions } = await storage.list();
  expect(sessions.map(({ generation }) => generation).sort()).toEqual([0, 1]);
  const second = sessions.find(({ generation }) => generation === 1);
  expect((await recordsOf(second!.sessionId)).filter(({ record }) => record.type === 'prompt').map(({ record }) => record.data['text'])).toEqual(['b', 'c']);
});

test('completes a session that was stopped', async () => {
  await hook(handler, { session: 's1', text: 'bye', end: true });
  expect((await storage.list()).sessions[0]?.status).toBe('completed');
});

test('takes the time of a payload from a sender on this machine only', async () => {
  await hook(handler, { session: 's1', text: 'a' }, { 'playhead-at': '1795232184432781' });
  const request = new Request('http://127.0.0.1:7433/hooks/echo', { method: 'POST', body: JSON.stringify({ session: 's1', text: 'b' }), headers: { 'playhead-at': '1795232184432781' } });
  await handler(request, { remoteAddress: '192.0.2.1' });
  const prompts = (await recordsOf(await only())).filter(({ record }) => record.type === 'prompt');
  expect(prompts[0]?.record.at).toBe(1795232184432781);
  expect(prompts[1]?.record.at).not.toBe(1795232184432781);
});

test('does not acknowledge what the storage could not take, and takes it when it is sent again', async () => {
  let full = true;
  const failing: SessionStorage = {
    ...storage,
    append: (...args) => (full ? Promise.reject(new PlayheadError('storage_full', 'The disk is full. Make room.')) : storage.append(...args)),
  };
  const other = handlerFor({ storage: failing, onError: (error) => errors.push(error) });
  const first = await hook(other, { session: 's1', text: 'a' });
  expect([first.status, recorded(first)]).toEqual([200, false]);
  expect(errors).toMatchObject([{ code: 'storage_full' }]);
  full = false;
  expect(recorded(await hook(other, { session: 's1', text: 'a' }))).toBe(true);
  expect((await recordsOf(await only())).map(({ record }) => record.type)).toEqual(['session_start', 'prompt']);
});

test('keeps a payload of 50 MB, its large text as a value beside the log', async () => {
  const text = 'x'.repeat(50 * 1024 * 1024);
  expect(recorded(await hook(handler, { session: 's1', text }))).toBe(true);
  const sessionId = await only();
  const data = (await recordsOf(sessionId)).find(({ record }) => record.type === 'prompt')?.record.data['text'] as unknown as { $blob: string };
  const blob = await get(handler, `/api/v1/sessions/${sessionId}/blobs/${data.$blob}`, { range: 'bytes=0-9' });
  expect([blob.status, await blob.text(), blob.headers.get('content-range')]).toEqual([206, 'xxxxxxxxxx', `bytes 0-9/${text.length}`]);
});

test('of a payload over 64 MiB keeps length and hash in its session, and refuses one that names none', async () => {
  const body = `{"session":"s1","text":"${'x'.repeat(65 * 1024 * 1024)}"}`;
  const response = await post(handler, '/hooks/echo', body);
  expect([response.status, recorded(response)]).toEqual([200, true]);
  const digest = `sha256-${createHash('sha256').update(body).digest('hex')}`;
  expect((await recordsOf(await only())).at(-1)?.record).toMatchObject({ type: 'oversize', data: { what: 'hook payload, longer than 67108864 bytes', bytes: body.length, digest } });
  expect(recorded(await post(handler, '/hooks/echo', ' '.repeat(65 * 1024 * 1024)))).toBe(false);
  expect(errors).toMatchObject([{ code: 'invalid_payload' }]);
});

test('says so when a request body is too large', async () => {
  const sessionId = (await hook(handler, { session: 's1', text: 'a' }), await only());
  const response = await post(handler, `/api/v1/sessions/${sessionId}/records`, ' '.repeat(65 * 1024 * 1024));
  expect([response.status, (await json(response))['code']]).toEqual([413, 'payload_too_large']);
});
