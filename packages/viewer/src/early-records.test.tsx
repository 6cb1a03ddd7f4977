import { render } from '@testing-library/react';
import { encodeRecord, type SessionStorage } from '@playhead/protocol';
import { createHandler, createToken, type Handler } from '@playhead/server';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { App } from './App.tsx';
import { askEarly } from './early-records.ts';

const HOST = 'http://127.0.0.1:7433';
const ID = '01980000-0000-7000-8000-000000000001';
const { secret, token } = createToken({ kind: 'read' });
let storage: SessionStorage;
let handler: Handler;
let asked: { readonly path: string; readonly signal: AbortSignal | null | undefined }[];

beforeEach(async () => {
  storage = memoryStorage();
  handler = createHandler({ storage, access: { tokens: { list: () => [token] } } });
  asked = [];
  const header = { sessionId: ID, name: 'Fix the login', harness: 'claude-code', agentName: 'Claude Code', workspaceName: 'api' };
  const at = Date.now() * 1000;
  await storage.create(header, { at });
  await storage.append(ID, [encodeRecord({ id: 'a', p: 'p', e: 0, n: 0, at, type: 'session_start', via: 'sdk', data: header })]);
  // A page fetches from its own origin; jsdom has none, so addresses get that of the server.
  vi.stubGlobal('fetch', (path: string, { headers = {}, signal }: RequestInit) => {
    asked.push({ path, signal });
    return handler(new Request(HOST + path, { headers }), { port: 7433, remoteAddress: '203.0.113.7' });
  });
  window.history.replaceState(null, '', `/sessions/${ID}`);
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await handler.close();
});

const ofRecords = (): typeof asked => asked.filter(({ path }) => path.includes('/records'));

test('a session is asked for before the app is there, and not once more by the app', async () => {
  const send = askEarly(window, secret);
  expect(ofRecords()).toHaveLength(1);
  render(<App token={secret} send={send} />);
  await vi.waitFor(() => expect(document.title).toBe('Fix the login · Playhead'));
  expect(ofRecords()).toHaveLength(1);
});

test('whoever leaves the session ends what was asked for early', async () => {
  const { unmount } = render(<App token={secret} send={askEarly(window, secret)} />);
  await vi.waitFor(() => expect(document.title).toBe('Fix the login · Playhead'));
  expect(ofRecords()[0]?.signal?.aborted).toBe(false);
  unmount();
  expect(ofRecords()[0]?.signal?.aborted).toBe(true);
});

test('an answer to other words than those of the app is not taken for its own', async () => {
  const send = askEarly(window, undefined);
  const path = `/api/v1/sessions/${ID}/records?brief=true`;
  const response = await send(path, { headers: { accept: 'text/event-stream', authorization: `Bearer ${secret}` } });
  expect([response.status, ofRecords()]).toEqual([200, [expect.objectContaining({ path }), expect.objectContaining({ path })]]);
  await response.body?.cancel();
});

test.each([
  ['the list of sessions', '/sessions', null],
  ['files of the machine', `/sessions/${ID}`, { files: true }],
])('nothing is asked for early where the page shows %s', (_, path, state) => {
  window.history.replaceState(state, '', path);
  askEarly(window, secret);
  expect(asked).toEqual([]);
});
