import type { SessionStorage } from '@playhead/protocol';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { beforeEach, describe, expect, test } from 'vitest';
import { createToken, type Handler } from '../src/index.ts';
import { get, handlerFor, json, post, recorded } from './support.ts';

const FOREIGN = 'https://evil.example';
const APP = 'https://app.example';
let storage: SessionStorage;
let handler: Handler;
beforeEach(() => {
  storage = memoryStorage();
  handler = handlerFor({ storage, allowedOrigins: [APP] });
});
const send = (method: string, path: string, headers: Record<string, string>): Promise<Response> => handler(new Request(`http://127.0.0.1:7433${path}`, { method, headers }), { port: 7433, remoteAddress: '127.0.0.1' });

describe('a page of another origin', () => {
  test.each([
    ['fetches', { origin: FOREIGN }],
    ['without an origin of its own fetches', { origin: 'null' }],
    ['shows as an image', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }],
    ['of the same site shows as an image', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }],
    ['frames', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }],
    ['whose name means this machine fetches', { host: 'evil.example:7433', origin: 'http://evil.example:7433', 'sec-fetch-site': 'same-origin' }],
  ] as const)('that %s gets nothing', async (_, headers) => {
    for (const path of ['/api/v1/sessions', '/sessions', '/healthz']) {
      const response = await get(handler, path, headers);
      expect([path, response.status, (await json(response))['code'], response.headers.has('access-control-allow-origin')]).toEqual([path, 403, 'forbidden', false]);
    }
    const hook = await post(handler, '/hooks/echo', '{"session":"s1","text":"x"}', headers);
    expect([hook.status, await hook.text(), recorded(hook)]).toEqual([200, '', false]);
    expect((await storage.list()).sessions).toEqual([]);
  });

  test('gets no leave to ask', async () => {
    const response = await send('OPTIONS', '/api/v1/sessions', { origin: FOREIGN, 'access-control-request-method': 'DELETE' });
    expect([response.status, [...response.headers.keys()].filter((name) => name.startsWith('access-control'))]).toEqual([403, []]);
  });

  test('may link to a session', async () => {
    const response = await get(handler, '/api/v1/sessions', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' });
    expect(response.status).toBe(200);
  });
});

describe('a page of an origin that was allowed', () => {
  test('may ask, reads the answer, and is not told apart from others by caches', async () => {
    const asked = await send('OPTIONS', '/api/v1/sessions', { origin: APP, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,content-type', 'access-control-request-private-network': 'true' });
    expect([asked.status, Object.fromEntries(asked.headers)]).toEqual([204, expect.objectContaining({
      'access-control-allow-origin': APP, 'access-control-allow-headers': 'authorization,content-type', 'access-control-allow-methods': expect.stringContaining('POST'), 'access-control-allow-private-network': 'true', vary: 'origin',
    })]);
    const answer = await get(handler, '/api/v1/sessions', { origin: APP, 'sec-fetch-site': 'cross-site' });
    expect([answer.status, answer.headers.get('access-control-allow-origin'), answer.headers.has('access-control-allow-credentials')]).toEqual([200, APP, false]);
  });

  test('reads refusals too, so that it can say what is wrong', async () => {
    const answer = await get(handler, '/api/v1/sessions/CON', { origin: APP });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([400, APP]);
  });

  test('needs a token where one was made', async () => {
    const { token } = createToken({ kind: 'read' });
    const shut = handlerFor({ storage, allowedOrigins: [APP], access: { tokens: { list: () => [token] } } });
    expect((await get(shut, '/api/v1/sessions', { origin: APP })).status).toBe(401);
  });
});

describe('a body that a form can send', () => {
  const types = ['text/plain', 'text/plain; charset=utf-8', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'];

  test.each(types)('of the type %s changes nothing', async (type) => {
    const { sessionId } = await storage.create({ sessionId: '01937d1e-7c3a-7000-8000-5f2b6c8d9e01', name: 'a', harness: 'sdk', agentName: 'a', workspaceName: 'a' });
    for (const part of ['drop', 'records']) {
      const response = await post(handler, `/api/v1/sessions/${sessionId}/${part}`, '', { 'content-type': type });
      expect([response.status, String((await json(response))['message'])]).toEqual([403, expect.stringContaining('application/json')]);
    }
    expect((await storage.get(sessionId))?.dropped).toBeUndefined();
  });

  test.each(types)('of the type %s is a hook, which comes with any type', async (type) => {
    expect(recorded(await post(handler, '/hooks/echo', '{"session":"s1","text":"x"}', { 'content-type': type }))).toBe(true);
  });

  test('is taken from who shows a token, which no form can', async () => {
    const { secret, token } = createToken({ kind: 'admin' });
    const shut = handlerFor({ storage, access: { tokens: { list: () => [token] } } });
    const { sessionId } = await storage.create({ sessionId: '01937d1e-7c3a-7000-8000-5f2b6c8d9e01', name: 'a', harness: 'sdk', agentName: 'a', workspaceName: 'a' });
    expect((await post(shut, `/api/v1/sessions/${sessionId}/drop`, '', { 'content-type': 'text/plain', authorization: `Bearer ${secret}` })).status).toBe(200);
  });
});

test('bound to every address it answers to each, but to no name', async () => {
  const everywhere = handlerFor({ storage, allowedHosts: ['0.0.0.0'] });
  for (const [host, status] of [['192.168.1.5:7433', 200], ['[2001:db8::5]:7433', 200], ['evil.example:7433', 403], ['1.2.3.4.evil.example', 403], ['0x7f000001', 403]] as const) {
    expect([host, (await get(everywhere, '/healthz', { host })).status]).toEqual([host, status]);
  }
});
