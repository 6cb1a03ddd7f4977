import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { encodeRecord, type SessionStorage } from '@playhead/protocol';
import { createHandler, createToken, type Handler, type Token } from '@playhead/server';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { App } from '../App.tsx';
import { requestWith, takeToken } from './server-request.ts';

const HOST = 'http://127.0.0.1:7433';
const ID = '01980000-0000-7000-8000-000000000001';
const { secret, token } = createToken({ kind: 'read' });
const ingest = createToken({ kind: 'ingest' });
let storage: SessionStorage;
let handler: Handler;
let tokens: Token[];
let asked: string[];

beforeEach(async () => {
  storage = memoryStorage();
  tokens = [token, ingest.token];
  handler = createHandler({ storage, access: { tokens: { list: () => tokens } } });
  asked = [];
  const header = { sessionId: ID, name: 'Fix the login', harness: 'claude-code', agentName: 'Claude Code', workspaceName: 'api' };
  const at = Date.now() * 1000;
  await storage.create(header, { at });
  await storage.append(ID, [encodeRecord({ id: 'a', p: 'p', e: 0, n: 0, at, type: 'session_start', via: 'sdk', data: header })]);
  // A page fetches from its own origin; jsdom has none, so addresses get that of the server.
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    asked.push(path);
    return handler(new Request(HOST + path, { headers: init.headers ?? {} }), { port: 7433, remoteAddress: '203.0.113.7' });
  });
  window.history.replaceState(null, '', '/sessions');
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await handler.close();
});

const enter = async (text: string): Promise<void> => {
  await userEvent.type(await screen.findByLabelText('Token'), text);
  await userEvent.click(screen.getByRole('button', { name: 'Show recordings' }));
};

test('a page without a token says that one is needed, and shows the sessions once it has one', async () => {
  render(<App />);
  expect(await screen.findByRole('heading', { name: 'A token is needed' })).toBeDefined();
  await enter(` ${secret} `);
  expect(await screen.findByText('Fix the login')).toBeDefined();
  expect(window.location.href).not.toContain('playhead_');
  expect(asked.join(' ')).not.toContain('playhead_');
  expect(JSON.stringify([{ ...window.localStorage }, { ...window.sessionStorage }, document.cookie])).not.toContain('playhead_');
});

test.each([
  ['mistyped', () => `${secret}x`],
  ['for recording only', () => ingest.secret],
])('a token that is %s is said to be refused, and another one may be tried', async (_, text) => {
  render(<App token={text()} />);
  expect(await screen.findByRole('heading', { name: 'This token is not accepted' })).toBeDefined();
  await enter(secret);
  expect(await screen.findByText('Fix the login')).toBeDefined();
});

test('a link brings its token along, which then stands in no address', async () => {
  window.history.replaceState(null, '', `/sessions/${ID}?at=3#token=${secret}`);
  const taken = takeToken(window);
  expect([taken, window.location.pathname, window.location.search, window.location.hash]).toEqual([secret, `/sessions/${ID}`, '?at=3', '']);
  render(<App token={taken} />);
  await vi.waitFor(() => expect(document.title).toBe('Fix the login · Playhead'));
});

test('a token that is pasted into the address of an open page is taken out of it too', async () => {
  render(<App />);
  await screen.findByRole('heading', { name: 'A token is needed' });
  window.history.replaceState(null, '', `/sessions#token=${secret}`);
  window.dispatchEvent(new PopStateEvent('popstate'));
  expect(await screen.findByText('Fix the login')).toBeDefined();
  expect(window.location.hash).toBe('');
});

test('other fragments stay', () => {
  for (const hash of ['#', '#12', '#token=', '#token=a b', '#token=<x>']) {
    window.history.replaceState(null, '', `/sessions${hash}`);
    expect(takeToken(window)).toBeUndefined();
    expect(window.location.href.endsWith(encodeURI(hash)) || hash === '#').toBe(true);
  }
});

test('when the token is revoked, the page asks for another one', async () => {
  render(<App token={secret} />);
  expect(await screen.findByText('Fix the login')).toBeDefined();
  tokens = [];
  handler = createHandler({ storage, access: { tokens: { list: () => [ingest.token] } } });
  expect(await screen.findByRole('heading', { name: 'This token is not accepted' })).toBeDefined();
  expect(screen.queryByText('Fix the login')).toBeNull();
});

test('whoever may only read is offered no pin', async () => {
  render(<App token={secret} />);
  expect(await screen.findByText('Fix the login')).toBeDefined();
  await vi.waitFor(() => expect(asked).toContain('/api/v1/settings'));
  await vi.waitFor(() => expect(asked.filter((path) => path.startsWith('/api/v1/sessions')).length).toBeGreaterThan(1));
  expect(screen.queryByRole('button', { name: 'Keep Fix the login' })).toBeNull();
});

test.each([['/api/v1/retention', false], ['/api/v1/audit', false], ['/api/v1/imports/claude', false], ['/api/v1/sessions', true], ['/api/v1/settings', true]])('a refusal to read %s makes the token a wrong one: %s', async (path, wrong) => {
  const refused = vi.fn();
  await requestWith(secret, refused, async () => new Response('', { status: 403 }))(path);
  expect(refused.mock.calls.length > 0).toBe(wrong);
});
