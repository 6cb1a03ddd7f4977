import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { encodeRecord, type SessionStorage } from '@playhead/protocol';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { expect, test } from 'vitest';
import { createToken, type AccessOptions, type Handler, type Token, type TokenKind } from '../src/index.ts';
import type { Route, RouteAccess } from '../src/routes/route.ts';
import { routes } from '../src/routes/route-table.ts';
import { handlerFor, recorded } from './support.ts';

const ACCESS: readonly RouteAccess[] = ['public', 'ingest', 'read', 'admin'];
const MARK = 'only-for-those-who-may-read';
const SESSION = '01937d1e-7c3a-7000-8000-5f2b6c8d9e01';
const UNKNOWN = '01937d1e-7c3a-7000-8000-5f2b6c8d9e99';

/** A server with the same session in the given workspaces. */
async function serverWith(workspaces: readonly string[], tokens: readonly Token[], more: Partial<AccessOptions> = {}): Promise<{ handler: Handler; storageOf: (workspace: string) => SessionStorage; blob: string }> {
  const storages = new Map<string, SessionStorage>();
  const storageOf = (workspace: string): SessionStorage => {
    const storage = storages.get(workspace) ?? memoryStorage();
    storages.set(workspace, storage);
    return storage;
  };
  let blob = '';
  for (const workspace of workspaces) {
    const storage = storageOf(workspace);
    await storage.create({ sessionId: SESSION, name: MARK, harness: 'echo-agent', harnessSessionId: 's1', agentName: MARK, workspaceName: MARK }, { at: 1_795_232_184_000_000 });
    await storage.append(SESSION, [encodeRecord({ id: 'a', p: 'p1', e: 0, n: 0, at: 1_795_232_184_432_781, type: 'prompt', via: 'sdk', data: { text: MARK } })]);
    blob = await storage.blobs.put(SESSION, new TextEncoder().encode(MARK));
  }
  return { handler: handlerFor({ storage: storageOf('default'), storageOf, access: { tokens: { list: () => tokens }, ...more } }), storageOf, blob };
}

const NDJSON_LINE = `${encodeRecord({ id: 'b', p: 'p2', e: 0, n: 0, at: 1_795_232_184_432_999, type: 'moment', via: 'sdk', data: { title: 'x' } })}\n`;

/** A request for a route, about a session. */
function requestOf({ method, path }: Route, sessionId: string, blob: string, headers: Record<string, string> = {}): Request {
  const address = path.replace('{id}', sessionId).replace('{harness}', 'echo').replace('{blob}', blob).replace('{name}', 'index').replace('{file*}', 'assets/a.js');
  const body = path.startsWith('/hooks/') ? JSON.stringify({ session: `of ${JSON.stringify(headers)}`, text: 'x' }) : path.endsWith('/records') ? NDJSON_LINE : '{}';
  const hasBody = method === 'POST' || method === 'PUT' || method === 'PATCH';
  return new Request(`http://127.0.0.1:7433${address}`, { method, headers: { ...(hasBody && { 'content-type': path.endsWith('/records') ? 'application/x-ndjson' : 'application/json' }), ...headers }, ...(hasBody && { body }) });
}

/** What is seen of an answer, but its time. */
async function seen(response: Response): Promise<{ status: number; headers: string; body: string }> {
  const isLive = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (isLive) await response.body?.cancel();
  return { status: response.status, headers: JSON.stringify([...response.headers]), body: isLive ? '' : await response.text() };
}

interface Asker { readonly headers?: Record<string, string>; readonly address: string; readonly tokens: readonly Token[]; readonly more?: Partial<AccessOptions> }

const HERE = '127.0.0.1';
const ELSEWHERE = '203.0.113.7';
const bearer = (secret: string): Record<string, string> => ({ authorization: `Bearer ${secret}` });
const made = Object.fromEntries((['ingest', 'read', 'admin'] as const).map((kind) => [kind, createToken({ kind, workspace: 'shop' })])) as Record<TokenKind, ReturnType<typeof createToken>>; // of exactly these kinds
const expired = createToken({ kind: 'admin', workspace: 'shop', expiresAt: 1 });
const all = [...Object.values(made).map(({ token }) => token), expired.token];
const holding = (secret: string): Asker => ({ address: ELSEWHERE, tokens: all, headers: bearer(secret) });

/** The rows of the page. */
const askers: Readonly<Record<string, Asker>> = {
  'this machine, before there is a token': { address: HERE, tokens: [] },
  'this machine, without a token': { address: HERE, tokens: all },
  'this machine, without a token, under `--require-token`': { address: HERE, tokens: all, more: { requireToken: true } },
  'this machine, behind a proxy, without a token': { address: HERE, tokens: [], headers: { 'x-forwarded-for': ELSEWHERE } },
  'another machine, before there is a token': { address: ELSEWHERE, tokens: [] },
  'another machine, without a token': { address: ELSEWHERE, tokens: all },
  'a mistyped token': holding(`${made.admin.secret.slice(0, -1)}${made.admin.secret.endsWith('x') ? 'y' : 'x'}`),
  'a revoked token': holding(createToken({ kind: 'admin', workspace: 'shop' }).secret),
  'an expired token': holding(expired.secret),
  'an `ingest` token': holding(made.ingest.secret),
  'a `read` token': holding(made.read.secret),
  'an `admin` token': holding(made.admin.secret),
};

const page = readFileSync(resolve(import.meta.dirname, '../../../docs/reference/access.md'), 'utf8');
const documented = new Map([...page.matchAll(/^\| (.+?) \| (yes|\d{3}) \| (yes|\d{3}) \| (yes|\d{3}) \| (yes|\d{3}) \|$/gm)].map(([, who = '', ...answers]) => [who, answers]));

test('docs/reference/access.md speaks of everybody who may ask', () => {
  expect([...documented.keys()]).toEqual(Object.keys(askers));
});

test.each(Object.entries(askers))('%s gets from every route what the page says', async (who, { headers = {}, address, tokens, more }) => {
  const own = 'authorization' in headers ? 'shop' : 'default';
  for (const route of routes) {
    const { handler, blob, storageOf } = await serverWith([own, 'other'], tokens, more);
    const before = JSON.stringify(await storageOf('other').list());
    const ask = (): Request => requestOf(route, SESSION, blob, headers);
    const response = await handler(ask(), { remoteAddress: address, port: 7433 });
    const { status, body, headers: answered } = await seen(response);
    const expected = documented.get(who)?.[ACCESS.indexOf(route.access)];
    const name = `${route.method} ${route.path}`;
    if (route.path.startsWith('/hooks/')) expect([name, status, body, recorded(response)]).toEqual([name, 200, '', expected === 'yes']);
    else if (expected === 'yes') expect([name, [401, 403, 429].includes(status), status < 500]).toEqual([name, false, true]);
    else {
      const codes: Readonly<Record<string, string>> = { 401: 'unauthorized', 403: 'forbidden' };
      expect([name, String(status), (JSON.parse(body || '{}') as { code?: unknown }).code, response.headers.has('www-authenticate')]).toEqual([name, expected, route.method === 'HEAD' ? undefined : codes[expected ?? ''], expected === '401']);
    }
    const mayRead = documented.get(who)?.[ACCESS.indexOf('read')] === 'yes' && route.access !== 'ingest' && route.access !== 'public';
    if (!mayRead) expect([name, `${answered}${body}`.includes(MARK)]).toEqual([name, false]);
    for (const secret of Object.values(headers)) expect(`${answered}${body}`).not.toContain(secret.slice(-40));
    expect([name, JSON.stringify(await storageOf('other').list())]).toEqual([name, before]);
    await handler.close();
  }
});

test.each(['ingest', 'read', 'admin'] as const)('to a token of the kind %s a session of another workspace is the same as none, byte for byte', async (kind) => {
  for (const route of routes) {
    const answers = [];
    for (const workspaces of [['other'], []]) {
      const { handler, storageOf } = await serverWith(workspaces, all);
      const blob = `sha256-${'ab'.repeat(32)}`;
      const ask = async (sessionId: string): Promise<unknown> => seen(await handler(requestOf(route, sessionId, blob, bearer(made[kind].secret)), { remoteAddress: ELSEWHERE }));
      const before = JSON.stringify(await storageOf('other').list());
      // An answer may hold a new id or a time: without them it is compared.
      const answer = JSON.stringify([await ask(SESSION), await ask(UNKNOWN)]).replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => (id === SESSION || id === UNKNOWN ? id : 'NEW')).replaceAll(/\b1[78]\d{14}\b/g, 'TIME');
      answers.push(answer);
      expect(JSON.stringify(await storageOf('other').list())).toBe(before);
      await handler.close();
    }
    expect([route.path, answers[1]]).toEqual([route.path, answers[0]]);
  }
});

test('a read token reads what is its own, and an admin token removes it', async () => {
  const { handler } = await serverWith(['shop'], all);
  const status = async (method: string, kind: TokenKind): Promise<number> => (await handler(new Request(`http://127.0.0.1:7433/api/v1/sessions/${SESSION}`, { method, headers: bearer(made[kind].secret) }), { remoteAddress: ELSEWHERE })).status;
  expect([await status('GET', 'read'), await status('DELETE', 'admin'), await status('GET', 'read')]).toEqual([200, 204, 404]);
});

test('who may only record learns nothing of what is stored, also where it stands in the way', async () => {
  const { handler } = await serverWith(['shop'], all);
  const send = async (path: string, body: unknown, type = 'application/json'): Promise<string> => {
    const response = await handler(new Request(`http://127.0.0.1:7433/api/v1/sessions${path}`, { method: 'POST', headers: { ...bearer(made.ingest.secret), 'content-type': type }, body: typeof body === 'string' ? body : JSON.stringify(body) }), { remoteAddress: ELSEWHERE });
    expect(response.status).not.toBe(403);
    return `${JSON.stringify([...response.headers])} ${await response.text()}`;
  };
  const header = { name: 'mine', harness: 'echo-agent', agentName: 'me', workspaceName: 'mine' };
  const taken = encodeRecord({ id: 'a', p: 'p1', e: 0, n: 0, at: 1_795_232_184_432_781, type: 'prompt', via: 'sdk', data: { text: 'another text' } });
  const answers = [
    await send('', { ...header, sessionId: SESSION }),
    await send('', { ...header, sessionId: UNKNOWN, harnessSessionId: 's1', generation: 0 }),
    await send(`/${SESSION}/records`, `${taken}\n`, 'application/x-ndjson'),
    await send(`/${SESSION}/heartbeats`, { producer: 'p1' }),
  ];
  expect(answers.join('\n')).not.toContain(MARK);
});

test('what /healthz warns of is for people of this machine', async () => {
  const handler = handlerFor({ storage: memoryStorage(), warnings: () => ['the disk at /home/ada is nearly full'] });
  const asked = async (remoteAddress: string, headers: Record<string, string> = {}): Promise<string> => (await handler(new Request('http://127.0.0.1:7433/healthz', { headers }), { remoteAddress })).text();
  expect(await asked(HERE)).toContain('/home/ada');
  for (const answer of [await asked(ELSEWHERE), await asked(HERE, { 'x-forwarded-for': ELSEWHERE })]) expect([answer.includes('"ok"'), answer.includes('ada')]).toEqual([true, false]);
});
