import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { encodeRecord, type SessionStorage } from '@playhead/protocol';
import { createHandler, createToken } from '@playhead/server';
import { listen, type Listening } from '@playhead/server/node';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { launchBrowser } from './browser.ts';

const MARK = 'only-for-who-sits-here';
const ID = '01937d1e-7c3a-7000-8000-5f2b6c8d9e01';
const { secret, token } = createToken({ kind: 'admin' });

let browser: Browser;
let foreign: Server;
let foreignPort: number;
let storage: SessionStorage;
let server: Listening;
/** What our server was asked, and how it answered. */
let answered: { method: string; path: string; status: number; recorded: boolean; mark: boolean }[] = [];
let page: Page;

beforeAll(async () => {
  // Names of other sites lead here, as their owners can make them do. What newer browsers ask the user before is let through: the server is on trial.
  browser = await launchBrowser('--host-resolver-rules=MAP *.test 127.0.0.1', '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests');
  foreign = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>foreign</title><body></body>'));
  await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
  foreignPort = (foreign.address() as AddressInfo).port; // it listens on a port
});
afterAll(async () => {
  await browser?.close();
  await new Promise((resolve) => foreign.close(resolve));
});

beforeEach(async () => {
  storage = memoryStorage();
  await storage.create({ sessionId: ID, name: MARK, harness: 'sdk', agentName: MARK, workspaceName: MARK });
  await storage.append(ID, [encodeRecord({ id: 'a', p: 'p1', e: 0, n: 0, at: 1_795_232_184_432_781, type: 'prompt', via: 'sdk', data: { text: MARK } })]);
  answered = [];
  page = await browser.newPage();
});
afterEach(async () => {
  await page.close();
  await server.close();
});

async function start(options: { allowedOrigins?: readonly string[]; tokens?: boolean } = {}): Promise<void> {
  const access = options.tokens === true ? { access: { tokens: { list: () => [token] } } } : {};
  const handler = createHandler({ storage, ...access, ...(options.allowedOrigins && { allowedOrigins: options.allowedOrigins }) });
  const watched: typeof handler = Object.assign(async (...[request, connection]: Parameters<typeof handler>) => {
    const response = await handler(request, connection);
    const isLive = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
    const body = isLive ? '' : await response.clone().text();
    answered.push({ method: request.method, path: new URL(request.url).pathname, status: response.status, recorded: response.headers.has('playhead-recorded'), mark: isLive || body.includes(MARK) });
    return response;
  }, { close: () => handler.close() });
  server = await listen(watched, { port: 0 });
}

const stored = async (): Promise<string> => {
  const lines: string[] = [];
  for await (const { records } of storage.read(ID)) lines.push(...records.map(({ line }) => line));
  return JSON.stringify([(await storage.list()).sessions.map(({ sessionId, name, events }) => [sessionId, name, events]), lines, await storage.annotations(ID)]);
};

/** Everything a page can try without leave, each until the browser says how it ended. @returns What it got to see. */
function attack({ url, id, secret: bearer }: { url: string; id: string; secret: string }): Promise<readonly string[]> {
  const session = `${url}/api/v1/sessions/${id}`;
  const line = `${JSON.stringify({ $r: 1, id: 'evil', p: 'evil', e: 0, n: 0, at: 1795232184432781, type: 'moment', via: 'sdk', data: { title: 'evil' } })}\n`;
  const fetched = async (to: string, init: RequestInit): Promise<string> => {
    try {
      const response = await fetch(to, init);
      return `${response.type} ${response.status} ${await response.text()}`;
    } catch {
      return 'refused';
    }
  };
  const element = (name: 'img' | 'iframe' | 'script', to: string): Promise<string> => new Promise((resolve) => {
    const made = document.createElement(name);
    const seen = (): string => {
      try {
        return made instanceof HTMLIFrameElement ? (made.contentDocument?.body.textContent ?? '') : '';
      } catch {
        return 'closed';
      }
    };
    made.onload = () => resolve(`${name} loaded ${seen()}`);
    made.onerror = () => resolve(`${name} refused`);
    made.src = to;
    document.body.append(made);
  });
  const form = (to: string, enctype: string, value: string): Promise<string> => new Promise((resolve) => {
    const frame = document.createElement('iframe');
    frame.name = `frame ${enctype} ${to}`;
    const sent = document.createElement('form');
    Object.assign(sent, { action: to, method: 'POST', enctype, target: frame.name });
    const field = document.createElement('input');
    Object.assign(field, { name: '{"reason":"evil","x":"', value });
    sent.append(field);
    document.body.append(frame, sent);
    sent.submit();
    frame.onload = () => resolve('form sent');
  });
  const events = (to: string): Promise<string> => new Promise((resolve) => {
    const source = new EventSource(to);
    source.onmessage = ({ data }) => resolve(`event ${String(data)}`);
    source.onerror = () => {
      source.close();
      resolve('refused');
    };
  });
  const simple = { method: 'POST', mode: 'no-cors' as const };
  return Promise.all([
    ...[`${url}/api/v1/sessions`, session, `${session}/records`, `${session}/document`, `${url}/healthz`].flatMap((to) => [fetched(to, {}), fetched(to, { mode: 'no-cors' }), fetched(to, { credentials: 'include' })]),
    ...['text/plain', 'application/x-www-form-urlencoded'].flatMap((type) => [`${session}/drop`, `${session}/records`, `${session}/annotations`, `${url}/api/v1/sessions`, `${url}/hooks/claude`, `${url}/mcp`].map((to) => fetched(to, { ...simple, headers: { 'content-type': type }, body: line }))),
    fetched(`${session}/drop`, { ...simple, body: new Blob(['{}']) }),
    fetched(`${session}/records`, { method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body: line }),
    fetched(session, { method: 'DELETE' }),
    fetched(`${session}/records`, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: '{}' }),
    fetched(`${url}/api/v1/sessions`, { headers: { authorization: `Bearer ${bearer}` } }),
    ...['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'].flatMap((type) => [form(`${session}/drop`, type, '"}'), form(`${url}/hooks/claude`, type, '"}')]),
    ...(['img', 'iframe', 'script'] as const).flatMap((name) => [element(name, `${session}/records`), element(name, `${url}/api/v1/sessions`)]),
    events(`${session}/records`),
    Promise.resolve(`beacon ${[`${session}/drop`, `${session}/records`, `${url}/hooks/claude`].map((to) => navigator.sendBeacon(to, line)).join(' ')}`),
  ]);
}

test.each([
  ['of another site', () => `http://evil.test:${foreignPort}/`],
  ['of another port of this machine', () => `http://127.0.0.1:${foreignPort}/`],
])('a page %s reads nothing from the server and writes nothing to it, with and without tokens in use', async (_, address) => {
  for (const tokens of [false, true]) {
    await start({ tokens });
    const before = await stored();
    await page.goto(address());
    const seen = await page.evaluate(attack, { url: server.url, id: ID, secret });
    expect(JSON.stringify(seen)).not.toContain(MARK);
    await vi.waitFor(() => expect(answered.filter(({ method, path }) => method === 'POST' && path === '/hooks/claude').length).toBeGreaterThanOrEqual(6)); // the last are beacons
    expect(answered.filter(({ status, path, recorded, mark }) => mark || recorded || !(status === 403 || (status === 200 && path === '/hooks/claude')))).toEqual([]);
    expect(answered.length).toBeGreaterThan(30);
    expect(await stored()).toBe(before);
    if (!tokens) await server.close();
    answered = [];
  }
});

test('a page whose name was made to mean this machine reads and writes nothing', async () => {
  await start();
  const before = await stored();
  const url = `http://rebound.test:${server.port}`;
  // The page came from its owner; from then on its name leads to our server.
  await page.route(`${url}/page`, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>foreign</title><body></body>' }));
  await page.goto(`${url}/page`);
  const seen = await page.evaluate(attack, { url, id: ID, secret });
  expect(JSON.stringify(seen)).not.toContain(MARK);
  expect(seen.filter((one) => one.startsWith('basic 403')).length).toBeGreaterThan(10);
  await vi.waitFor(() => expect(answered.length).toBeGreaterThan(30));
  expect(answered.filter(({ status, path, recorded, mark }) => mark || recorded || !(status === 403 || (status === 200 && path === '/hooks/claude')))).toEqual([]);
  expect(await stored()).toBe(before);
});

test('a page of an origin that was allowed reads and writes, with a token where there are tokens', async () => {
  const origin = `http://app.test:${foreignPort}`;
  await start({ allowedOrigins: [origin], tokens: true });
  await page.goto(`${origin}/`);
  const read = (headers: Record<string, string>): Promise<string> => page.evaluate(async ({ to, given }) => {
    const response = await fetch(to, { headers: given });
    return `${response.status} ${await response.text()}`;
  }, { to: `${server.url}/api/v1/sessions/${ID}`, given: headers });
  expect(await read({})).toMatch(/^401 /);
  const answer = await read({ authorization: `Bearer ${secret}` });
  expect([answer.slice(0, 3), answer.includes(MARK)]).toEqual(['200', true]);
});
