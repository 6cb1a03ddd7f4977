import { beforeEach, expect, test } from 'vitest';
import { encodeRecord, type SessionStorage } from '@playhead/protocol';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import type { Handler } from '../src/index.ts';
import { get, handlerFor, HOST, hook, json, post } from './support.ts';

let storage: SessionStorage;
let handler: Handler;
let sessionId: string;

beforeEach(async () => {
  storage = memoryStorage();
  handler = handlerFor({ storage, heartbeatMs: 50 });
  await hook(handler, { session: 's1', text: 'first' });
  sessionId = (await storage.list()).sessions[0]!.sessionId;
});

const line = (n: number): string => encodeRecord({ id: `id-${n}`, p: 'p1', e: 0, n, at: 1795232184432781 + n, type: 'moment', via: 'sdk', data: { title: `${n}` } });
const records = (): string => `/api/v1/sessions/${sessionId}/records`;

test('lists sessions by what is asked for', async () => {
  expect((await json(await get(handler, '/api/v1/sessions?harness=echo-agent&limit=5')))['sessions']).toHaveLength(1);
  expect((await json(await get(handler, '/api/v1/sessions?harness=other')))['sessions']).toHaveLength(0);
  expect((await get(handler, '/api/v1/sessions?limit=-1')).status).toBe(400);
  expect((await get(handler, '/api/v1/sessions?status=nice')).status).toBe(400);
});

test('an outcome that a reviewer gives over HTTP is listed, shown and filtered by, and taken back', async () => {
  await storage.append(sessionId, [encodeRecord({ id: 'stop', p: 'p1', e: 0, n: 0, at: 1795232184432999, type: 'session_stop', via: 'sdk', data: { outcome: 'success' } })]);
  const say = async (number: number, outcome: string): Promise<void> => {
    const annotation = { id: `01937d1e-7c3a-7000-8000-5f2b6c8d9e0${number}`, at: number, author: 'ada', type: 'outcome', data: { outcome } };
    expect((await post(handler, `/api/v1/sessions/${sessionId}/annotations`, JSON.stringify(annotation))).status).toBe(204);
  };
  const said = { outcome: 'failed', outcomeBy: { author: 'ada', from: 'outcome', recorded: 'success' } };
  await say(1, 'failed');
  expect(await json(await get(handler, '/api/v1/sessions?outcome=failed'))).toMatchObject({ sessions: [said] });
  expect(await json(await get(handler, '/api/v1/sessions?outcome=success'))).toEqual({ sessions: [] });
  for (const path of ['', '/document', '/index']) expect([path, await json(await get(handler, `/api/v1/sessions/${sessionId}${path}`))]).toMatchObject([path, { session: said }]);
  await say(2, 'none');
  expect(await json(await get(handler, '/api/v1/sessions?outcome=success'))).toMatchObject({ sessions: [{ sessionId }] });
});

test('lists sessions by who worked, for what, how much and what it was about', async () => {
  const other = { sessionId: '01937d1e-7c3a-7000-8000-5f2b6c8d9e01', name: 'Fix the login', harness: 'sdk', agentName: 'Ada Bot', workspaceName: 'shop', identity: { type: 'user', subject: 'ada@example.com' }, task: { id: 'SHOP-42', title: 'Login' }, tags: ['nightly', 'web'] } as const;
  await storage.create(other);
  await storage.append(other.sessionId, [encodeRecord({ id: 'f', p: 'p1', e: 0, n: 0, at: 1, type: 'file_read', via: 'sdk', data: { path: 'src/login form.ts' } })]);
  const found = async (query: string): Promise<unknown> => {
    const sessions = (await json(await get(handler, `/api/v1/sessions?${query}`)))['sessions'];
    return Array.isArray(sessions) ? sessions.map(({ name }: { name: unknown }) => name === 'Fix the login') : sessions;
  };
  for (const query of ['agentName=Ada+Bot', 'identity=ada%40example.com', 'task=SHOP-42', 'tag=web&tag=nightly', 'search=login+form', 'maxBytes=300', 'task=SHOP-42&hasTerminal=false', 'minBytes=10&task=SHOP-42']) expect([query, await found(query)]).toEqual([query, [true]]);
  for (const query of ['agentName=ada', 'identity=user', 'task=SHOP', 'tag=web&tag=other', 'search=chatter', 'task=SHOP-42&hasTerminal=true', 'minBytes=10000000']) expect([query, await found(query)]).toEqual([query, []]);
  for (const query of ['minBytes=many', 'hasTerminal=perhaps', 'maxBytes=-1', `${'tag=a&'.repeat(101)}`]) expect([query, (await get(handler, `/api/v1/sessions?${query}`)).status]).toEqual([query, 400]);
});

test('shows one session, and its document', async () => {
  expect((await json(await get(handler, `/api/v1/sessions/${sessionId}`)))['session']).toMatchObject({ sessionId, status: 'recording', events: 2 });
  expect(await json(await get(handler, `/api/v1/sessions/${sessionId}/document`))).toMatchObject({ schemaVersion: 1, session: { sessionId } });
});

test('appends records once, however often they are sent, and gives them back byte for byte', async () => {
  const body = `${line(0)}\n${line(1)}\n`;
  expect((await post(handler, records(), body)).status).toBe(200);
  expect((await post(handler, records(), body)).status).toBe(200);
  const lines = (await (await get(handler, records())).text()).trim().split('\n');
  expect(lines.slice(2)).toEqual([line(0), line(1)]);
});

test('stores nothing of a batch with a bad line and names the line', async () => {
  const response = await post(handler, records(), `${line(0)}\n{"type":"moment"}\n`);
  const error = await json(response);
  expect([response.status, error['code'], String(error['message'])]).toEqual([400, 'invalid_event', expect.stringContaining('Line 2 of 2')]);
  expect((await storage.get(sessionId))?.events).toBe(2);
});

test('deletes a session', async () => {
  const request = new Request(`${HOST}/api/v1/sessions/${sessionId}`, { method: 'DELETE' });
  expect((await handler(request)).status).toBe(204);
  expect((await get(handler, `/api/v1/sessions/${sessionId}`)).status).toBe(404);
});

test.each([
  ['/api/v1/sessions/00000000-0000-7000-8000-000000000000', 404, 'session_not_found'],
  ['/api/v1/sessions/..%2f..%2fetc%2fpasswd', 404, 'not_found'],
  ['/api/v1/sessions/CON', 400, 'invalid_session'],
  [`/api/v1/sessions/${'a'.repeat(300)}`, 400, 'invalid_session'],
  ['/api/v1/sessions/%00', 404, 'not_found'],
  ['/sessions/no-uuid', 400, 'invalid_session'],
  ['/api/v2/sessions', 404, 'not_found'],
  ['/%E0%A4%A', 404, 'not_found'],
])('answers %s with a clear refusal', async (path, status, code) => {
  const response = await get(handler, path);
  expect([response.status, (await json(response))['code']]).toEqual([status, code]);
});

test('refuses a value name that is none, and an unknown value', async () => {
  for (const name of ['sha256-xyz', '%2e%2e%2fx', `sha256-${'0'.repeat(64)}`]) {
    expect((await get(handler, `/api/v1/sessions/${sessionId}/blobs/${name}`)).status).toBeGreaterThanOrEqual(400);
  }
});

test.each([
  [{ host: 'evil.example:7433' }, 403],
  [{ host: '127.0.0.1:1' }, 403],
  [{ host: 'localhost:7433' }, 200],
  [{ host: '[::1]:7433' }, 200],
  [{ host: 'localhost:7433', origin: 'http://localhost:7433' }, 200],
  [{ host: 'localhost:7433', origin: 'http://evil.example' }, 403],
  [{ host: 'localhost:7433', origin: 'null' }, 403],
])('lets only its own host and origin in: %o gives %i', async (headers, status) => {
  const response = await get(handler, '/api/v1/sessions', headers as Record<string, string>);
  expect(response.status).toBe(status);
  if (status === 403) expect((await json(response))['code']).toBe('forbidden');
});

test('answers to a host its owner allowed, to everybody what is public', async () => {
  const open = handlerFor({ storage, allowedHosts: ['playhead.test'] });
  expect((await get(open, '/healthz', { host: 'playhead.test:8443' })).status).toBe(200);
  expect((await get(open, '/api/v1/sessions', { host: 'playhead.test:8443' })).status).toBe(401);
});

async function eventsUntil(response: Response, done: (text: string) => boolean): Promise<string> {
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  let text = '';
  while (!done(text)) {
    const step = await reader.read();
    if (step.done) break;
    text += decoder.decode(step.value, { stream: true });
  }
  await reader.cancel();
  return text;
}

test('follows a session live and goes on where a reader was cut off', async () => {
  const sse = { accept: 'text/event-stream' };
  const first = await get(handler, records(), sse);
  const text = await eventsUntil(first, (seen) => seen.includes('event: up-to-date'));
  const ids = [...text.matchAll(/^id: (.+)\ndata: \{"\$r"/gm)].map((match) => match[1]);
  expect(ids).toHaveLength(2);
  const second = await get(handler, records(), { ...sse, 'last-event-id': ids[0]! });
  await hook(handler, { session: 's1', text: 'while away' });
  const rest = await eventsUntil(second, (seen) => seen.includes('while away'));
  expect(rest).not.toContain('session_start');
  expect(rest).toContain('"text":"first"');
});

test('keeps a silent live stream open with comments, and ends it when the server closes', async () => {
  const response = await get(handler, records(), { accept: 'text/event-stream' });
  await eventsUntil(await get(handler, records(), { accept: 'text/event-stream' }), (seen) => seen.includes('\n:\n') || seen.includes('\n\n:\n\n'));
  await handler.close();
  expect(await eventsUntil(response, () => false)).not.toContain('event: error');
});
