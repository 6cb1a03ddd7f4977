import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeRecord, type SessionStorage, type StoredRecord } from '@playhead/protocol';
import { createSessionRecording, type HarnessAdapter } from '@playhead/recorder';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createToken, type Handler } from '../src/index.ts';
import { echoHarness, get, handlerFor, hook, HOST, json, post, recorded } from './support.ts';

const harness: HarnessAdapter = { ...echoHarness, dropsSession: (payload) => payload['text'] === '/private' };
let storage: SessionStorage;
let handler: Handler;
let errors: unknown[];

beforeEach(() => {
  storage = memoryStorage();
  errors = [];
  handler = restarted();
});
afterEach(() => handler.close());

function restarted(on: SessionStorage = storage): Handler {
  return handlerFor({ storage: on, harnesses: [harness], onError: (error) => errors.push(error) });
}

async function recordsOf(sessionId: string, from = ''): Promise<StoredRecord[]> {
  const records: StoredRecord[] = [];
  for await (const chunk of storage.read(sessionId, { from })) records.push(...chunk.records);
  return records;
}

async function only(): Promise<string> {
  const { sessions } = await storage.list();
  expect(sessions).toHaveLength(1);
  return sessions[0]!.sessionId;
}

const drop = (sessionId: string, body = '', headers: Record<string, string> = {}): Promise<Response> => post(handler, `/api/v1/sessions/${sessionId}/drop`, body, headers);

test('the command in a prompt removes what was recorded, and nothing follows', async () => {
  await hook(handler, { session: 's1', text: 'a secret' });
  for (const payload of [{ session: 's1', text: '/private' }, { session: 's1', text: 'more' }, { session: 's1', text: 'again', begin: true }, { session: 's1', text: 'bye', end: true }]) {
    const response = await hook(handler, payload);
    expect([response.status, await response.text(), recorded(response)]).toEqual([200, '', false]);
  }
  expect((await recordsOf(await only())).map(({ record }) => record.type)).toEqual(['session_dropped']);
  expect(recorded(await hook(handler, { session: 's2', text: 'another' }))).toBe(true);
  expect(errors).toEqual([]);
});

test('a server that starts again keeps it private, also when the session is resumed', async () => {
  await hook(handler, { session: 's1', text: 'a' });
  await hook(handler, { session: 's1', text: '/private' });
  const next = restarted();
  for (const payload of [{ session: 's1', text: 'b' }, { session: 's1', text: 'c', begin: true }]) expect(recorded(await hook(next, payload))).toBe(false);
  expect((await recordsOf(await only())).map(({ record }) => record.type)).toEqual(['session_dropped']);
  expect(errors).toEqual([]);
});

test('a later recording of the session is private for itself, and stays so', async () => {
  await hook(handler, { session: 's1', text: 'a' });
  await hook(handler, { session: 's1', text: 'b', begin: true });
  await hook(handler, { session: 's1', text: '/private' });
  const next = restarted();
  for (const payload of [{ session: 's1', text: 'c' }, { session: 's1', text: 'd', begin: true }]) expect(recorded(await hook(next, payload))).toBe(false);
  const { sessions } = await storage.list();
  expect(sessions.map(({ dropped, events }) => [dropped?.reason, events]).sort()).toEqual([[undefined, 2], ['private', 1]]);
});

test('a session that was private before anything was recorded is remembered as such', async () => {
  await hook(handler, { session: 's1', text: '/private' });
  expect(recorded(await hook(restarted(), { session: 's1', text: 'a' }))).toBe(false);
  expect(await storage.get(await only())).toMatchObject({ dropped: { reason: 'private' }, events: 1, harnessSessionId: 's1' });
});

test('where somebody opted out of recording, not even that is stored', async () => {
  const off = handlerFor({ storage, harnesses: [harness], recordingOf: (place = {}) => createSessionRecording()({ ...place, env: { PLAYHEAD_RECORD: '0' } }), onError: (error) => errors.push(error) });
  expect(recorded(await hook(off, { session: 's1', text: '/private' }))).toBe(false);
  expect([(await storage.list()).sessions, errors]).toEqual([[], []]);
});

test('a token that may only add removes nothing by the command: nothing follows, and the recording says so', async () => {
  const [ingest, admin] = [createToken({ kind: 'ingest' }), createToken({ kind: 'admin' })];
  const access = { tokens: { list: () => [ingest.token, admin.token] } };
  const remote = (): Handler => handlerFor({ storage, harnesses: [harness], access, onError: (error) => errors.push(error) });
  const send = (to: Handler, text: string, { secret }: { secret: string }, begin = false): Promise<Response> => hook(to, { session: 's1', text, begin }, { authorization: `Bearer ${secret}` });
  let server = remote();
  expect(recorded(await send(server, 'a', ingest))).toBe(true);
  for (const text of ['/private', 'more', '/private']) expect(recorded(await send(server, text, ingest))).toBe(false);
  server = remote();
  for (const begin of [false, true]) expect(recorded(await send(server, 'after a restart', ingest, begin))).toBe(false);
  expect((await recordsOf(await only())).map(({ record }) => record.type)).toEqual(['session_start', 'prompt', 'recorder_gap']);
  await send(server, '/private', admin);
  expect((await recordsOf(await only())).map(({ record }) => record.type)).toEqual(['session_dropped']);
  expect(recorded(await send(server, 'more', ingest))).toBe(false);
  expect(errors).toEqual([]);
});

test('payloads that wait when the command comes are thrown away', async () => {
  const open: (() => void)[] = [];
  let appends = 0;
  const slow: SessionStorage = { ...storage, append: async (...args) => { appends += 1; await new Promise<void>((resolve) => open.push(resolve)); await storage.append(...args); } };
  const busy = restarted(slow);
  const answers = Array.from({ length: 5 }, (_, n) => hook(busy, { session: 's1', text: `wait ${n}` }));
  while (open.length === 0) await new Promise((resolve) => setImmediate(resolve));
  const dropped = hook(busy, { session: 's1', text: '/private' });
  await new Promise((resolve) => setImmediate(resolve));
  for (const release of open) release();
  await dropped;
  expect((await Promise.all(answers)).map(recorded)).toEqual([true, false, false, false, false]);
  expect([appends, (await recordsOf(await only())).map(({ record }) => record.type)]).toEqual([1, ['session_dropped']]);
});

test('the API makes any session private and says what was removed', async () => {
  await hook(handler, { session: 's1', text: 'a secret' });
  const id = await only();
  const response = await drop(id, '{"reason":"by mistake","by":"ada@example.com"}');
  expect([response.status, await json(response)]).toMatchObject([200, { removed: 2, session: { sessionId: id, status: 'completed', dropped: { reason: 'by mistake', by: 'ada@example.com' } } }]);
  expect(await json(await drop(id))).toMatchObject({ removed: 0, session: { dropped: { reason: 'by mistake' } } });
  expect(await (await get(handler, `/api/v1/sessions/${id}/records`)).text()).toContain('"type":"session_dropped"');
  expect(await (await get(handler, `/api/v1/sessions/${id}/document`)).text()).not.toContain('secret');
  expect(recorded(await hook(handler, { session: 's1', text: 'more' }))).toBe(false);
  const line = encodeRecord({ id: 'x', p: 'p', e: 0, n: 0, at: 1, type: 'moment', via: 'sdk', data: { title: 'late' } });
  expect((await post(handler, `/api/v1/sessions/${id}/records`, line)).status).toBe(409);
  expect(await recordsOf(id)).toHaveLength(1);
  expect(errors).toEqual([]);
});

test('a secret in the reason is not stored either', async () => {
  await hook(handler, { session: 's1', text: 'a' });
  const id = await only();
  await drop(id, JSON.stringify({ reason: `it had ghp_${'16C7e42F292c6912E7710c838347Ae178B4a'} in it`, by: 'Ada' }));
  const [stored] = await recordsOf(id);
  expect(stored?.line).not.toContain('16C7e42F29');
  expect(stored?.record.data).toMatchObject({ reason: expect.stringMatching(/^it had .* in it$/) as unknown, by: 'Ada', harnessSessionId: 's1' }); // a matcher
});

test('an earlier recording made private leaves the present one alone', async () => {
  await hook(handler, { session: 's1', text: 'a' });
  const first = await only();
  await hook(handler, { session: 's1', text: 'b', begin: true });
  await drop(first);
  expect(recorded(await hook(handler, { session: 's1', text: 'c' }))).toBe(true);
});

test('a drop that is malformed, unknown or from another page removes nothing', async () => {
  await hook(handler, { session: 's1', text: 'a' });
  const id = await only();
  const unknown = '01937d1e-0000-7000-8000-000000000000';
  const answers = [drop(id, 'no'), drop(id, '[]'), drop(id, '{"reason":5}'), drop(id, 'x'.repeat(100_000)), drop(unknown), drop('x'), drop(id, '', { origin: 'http://evil.example' }), get(handler, `/api/v1/sessions/${id}/drop`)];
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([400, 400, 400, 413, 404, 400, 403, 405]);
  expect((await storage.get(id))?.dropped).toBeUndefined();
});

test('whoever watches a session that is made private sees that, and the stream ends', async () => {
  await hook(handler, { session: 's1', text: 'a' });
  const id = await only();
  const watch = (last?: string): Promise<Response> => handler(new Request(`${HOST}/api/v1/sessions/${id}/records`, { headers: { accept: 'text/event-stream', ...(last !== undefined && { 'last-event-id': last }) } }), { port: 7433 });
  const watching = (await watch()).text();
  const cursor = (await recordsOf(id)).at(-1)?.cursor ?? '';
  await drop(id);
  expect((await watching).split('\n\n').filter((event) => event !== '').at(-1)).toBe('event: end\ndata: {}');
  expect(await watching).toContain('"type":"session_dropped"');
  const later = await (await watch(cursor)).text();
  expect([later.includes('"type":"session_dropped"'), later.includes('event: end'), later.includes('"type":"prompt"')]).toEqual([true, true, false]);
});

test('no byte of a private session stays in the data directory, whatever its agent goes on to send', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'playhead-private-'));
  const files = fsStorage({ dir });
  const server = restarted(files);
  try {
    const send = (text: string): Promise<Response> => hook(server, { session: 's1', text: `PLANTED ${text} ${'x'.repeat(50_000)}` });
    await Promise.all([send('a'), send('b')]);
    const sending = Promise.all(Array.from({ length: 20 }, (_, n) => send(`${n}`)));
    await hook(server, { session: 's1', text: '/private' });
    await sending;
    await send('late');
    const names = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    expect(names.filter((path) => readFileSync(path).includes('PLANTED'))).toEqual([]);
    expect((await files.list()).sessions.map(({ dropped }) => dropped?.reason)).toEqual(['private']);
  } finally {
    await server.close();
    await files.close();
    rmSync(dir, { recursive: true, force: true });
  }
});
