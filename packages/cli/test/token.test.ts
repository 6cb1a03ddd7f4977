import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { addressFor } from '../src/browser-page.ts';
import { buildBin, playhead, serverProcess, temporary, type ServerProcess } from './support.ts';

let bin: string;
let server: ServerProcess | undefined;
beforeAll(async () => { bin = await buildBin(); });
afterAll(async () => {
  await server?.kill();
  rmSync(bin, { force: true });
});

interface Listed { readonly id: string; readonly kind: string; readonly workspace: string; readonly name: string; readonly expiresAt?: number; readonly lastUsedAt?: number }
const listed = async (dir: string): Promise<readonly Listed[]> => (JSON.parse((await playhead(['token', 'list', '--json', '--dir', dir])).out) as { tokens: Listed[] }).tokens; // what our own command prints
const create = (dir: string, ...more: string[]): ReturnType<typeof playhead> => playhead(['token', 'create', '--dir', dir, ...more]);

test('prints a secret once, alone on stdout, and lists the token without it', async () => {
  const dir = temporary();
  const { code, out, err } = await create(dir, '--kind', 'ingest', '--workspace', 'shop', '--name', 'laptop', '--expires', '30d');
  expect([code, out]).toEqual([0, expect.stringMatching(/^playhead_ingest_[0-9A-Za-z]{49}$/)]);
  expect(err).toContain('copy it now');
  expect(err).not.toContain(out);
  const [token, ...others] = await listed(dir);
  expect([others, token]).toEqual([[], expect.objectContaining({ kind: 'ingest', workspace: 'shop', name: 'laptop', expiresAt: expect.any(Number) })]);
  expect(JSON.stringify(token)).not.toMatch(/hash|[0-9a-f]{64}/);
  const people = await playhead(['token', 'list', '--dir', dir]);
  expect(people.out).toMatch(/^[0-9a-f]{12} {2}ingest {2}shop +never used +laptop {2}until \d{4}-/);
});

test('tells programs the secret in JSON', async () => {
  const dir = temporary();
  const { out } = await create(dir, '--kind', 'read', '--json');
  expect(JSON.parse(out)).toEqual({ schemaVersion: 1, secret: expect.stringMatching(/^playhead_read_/), token: expect.objectContaining({ kind: 'read', workspace: 'default', name: 'read' }) });
});

test('makes a token for one session, and lists which', async () => {
  const dir = temporary();
  const sessionId = '01937d1e-7c3a-7000-8000-5f2b6c8d9e01';
  expect(await create(dir, '--kind', 'ingest', '--session', sessionId)).toMatchObject({ code: 0, err: expect.stringContaining(`for the session ${sessionId} of the workspace default`) });
  expect(await listed(dir)).toEqual([expect.objectContaining({ kind: 'ingest', sessionId })]);
  expect((await playhead(['token', 'list', '--dir', dir])).out).toMatch(new RegExp(`ingest {2}session ${sessionId}$`));
});

test.each([
  [['--kind', 'ingest', '--session', '0193'], 'named by its id'],
  [[], '--kind must be one of ingest, read, admin'],
  [['--kind', 'root'], '--kind must be one of'],
  [['--kind', 'read', '--workspace', '../other'], 'cannot name a workspace'],
  [['--kind', 'read', '--expires', 'soon'], '--expires must be a time'],
])('refuses %j', async (more, message) => {
  const dir = temporary();
  const { code, out, err } = await create(dir, ...more);
  expect([code, out, err]).toEqual([2, '', expect.stringContaining(message)]);
  expect(existsSync(join(dir, 'tokens'))).toBe(false);
});

test('revokes by id, or by a name that only one has', async () => {
  const dir = temporary();
  for (const name of ['laptop', 'laptop', 'phone']) await create(dir, '--kind', 'read', '--name', name);
  const revoke = (what: string): ReturnType<typeof playhead> => playhead(['token', 'revoke', what, '--dir', dir]);
  expect(await revoke('laptop')).toMatchObject({ code: 2, err: expect.stringContaining('2 tokens have this name') });
  expect(await revoke('phone')).toMatchObject({ code: 0, out: expect.stringContaining('revoked the read token') });
  expect((await revoke((await listed(dir))[0]?.id ?? '')).code).toBe(0);
  expect((await listed(dir)).map(({ name }) => name)).toEqual(['laptop']);
  expect(await revoke('nobody')).toMatchObject({ code: 1, err: expect.stringContaining('There is no token') });
});

test('a server for other machines does not start before there is a token, and says how to make one', async () => {
  const dir = temporary();
  const { code, out, err } = await playhead(['serve', '--dir', dir, '--host', '0.0.0.0', '--port', '0']);
  expect([code, out, err]).toEqual([1, '', expect.stringMatching(/the server did not start.*playhead token create --kind admin.*\(unauthorized\)/)]);
  expect(existsSync(join(dir, 'server.json'))).toBe(false);
});

test('a server for other machines starts once there is one', async () => {
  const dir = temporary();
  await create(dir, '--kind', 'admin');
  const child = spawn(process.execPath, [bin, 'serve', '--dir', dir, '--host', '0.0.0.0', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer]; // the argument of this event
  expect(String(line)).toContain('Playhead serves');
  child.kill('SIGTERM');
  await once(child, 'close');
  expect(readdirSync(dir)).not.toContain('server.token');
});

test('once there is a token, reading needs one, recording on this machine does not, and the owner\'s commands go on', async () => {
  const dir = temporary();
  server = await serverProcess(bin, dir);
  const url = server.url();
  const status = async (path: string, headers: Record<string, string> = {}): Promise<number> => (await fetch(url + path, { headers })).status;
  const hook = (headers: Record<string, string> = {}): Promise<Response> => fetch(`${url}/hooks/claude`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ session_id: 's1', hook_event_name: 'UserPromptSubmit', prompt: 'hello', cwd: dir }) });
  expect((await hook()).headers.get('playhead-recorded')).toBe('1');
  expect(await status('/api/v1/sessions')).toBe(200);

  const { out: admin } = await create(dir, '--kind', 'admin');
  await vi.waitFor(async () => expect(await status('/api/v1/sessions')).toBe(401));
  expect(await status('/api/v1/sessions', { authorization: `Bearer ${admin}` })).toBe(200);
  expect((await hook()).headers.get('playhead-recorded')).toBe('1');
  expect((await hook({ 'x-forwarded-for': '203.0.113.7' })).headers.get('playhead-recorded')).toBeNull();

  const { out: shop } = await create(dir, '--kind', 'admin', '--workspace', 'shop');
  await vi.waitFor(async () => expect(await status('/api/v1/sessions', { authorization: `Bearer ${shop}` })).toBe(200));
  expect((await hook({ authorization: `Bearer ${shop}` })).headers.get('playhead-recorded')).toBe('1');
  const sessionsOf = async (secret: string): Promise<string[]> => ((await (await fetch(`${url}/api/v1/sessions`, { headers: { authorization: `Bearer ${secret}` } })).json()) as { sessions: { sessionId: string }[] }).sessions.map(({ sessionId }) => sessionId); // our own server's answer
  const [[own = ''], [foreign = '']] = [await sessionsOf(admin), await sessionsOf(shop)];
  expect(own).not.toBe(foreign);
  expect(await status(`/api/v1/sessions/${foreign}`, { authorization: `Bearer ${admin}` })).toBe(404);
  expect(readdirSync(join(dir, 'workspaces'))).toEqual(['shop']);

  const { out: address } = await playhead(['ui', '--dir', dir]);
  const [page = '', secret = ''] = address.split('#token=');
  expect([page, await status('/api/v1/sessions', { authorization: `Bearer ${secret}` })]).toEqual([`${url}/sessions`, 200]);
  expect((await playhead(['private', own, '--dir', dir])).code).toBe(0);
  expect(await (await fetch(`${url}/api/v1/sessions/${own}`, { headers: { authorization: `Bearer ${admin}` } })).json()).toMatchObject({ session: { dropped: expect.anything() } });

  const { id = '' } = (await listed(dir)).find(({ workspace }) => workspace === 'shop') ?? {};
  await playhead(['token', 'revoke', id, '--dir', dir]);
  await vi.waitFor(async () => expect(await status('/api/v1/sessions', { authorization: `Bearer ${shop}` })).toBe(401));
  expect((await listed(dir))[0]?.lastUsedAt).toBeGreaterThan(0);
  for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
    if (name === 'server.token' || !/\.(json|jsonl|log)$/.test(name)) continue;
    const kept = readFileSync(join(dir, name), 'utf8');
    for (const token of [admin, shop, secret]) expect([name, kept.includes(token.slice(-40))]).toEqual([name, false]);
  }
});

test('a browser that is opened is given no token as an argument, which others could read: a page of its owner leads there', async () => {
  const dir = temporary();
  const { out: secret } = await create(dir, '--kind', 'admin');
  writeFileSync(join(dir, 'server.token'), `${secret}\n`, { mode: 0o600 });
  const { url, page } = addressFor(dir, 'http://127.0.0.1:7433/sessions');
  expect(url).toBe(`http://127.0.0.1:7433/sessions#token=${secret}`);
  const file = page();
  expect([file.includes(secret), file.startsWith('file:///')]).toEqual([false, true]);
  expect(statSync(fileURLToPath(file)).mode & 0o777).toBe(0o600);
  expect(readFileSync(fileURLToPath(file), 'utf8')).toContain(`url=${url}"`);
});

test('without tokens the address of the page is all a browser needs', () => {
  const { url, page } = addressFor(temporary(), 'http://127.0.0.1:7433/sessions');
  expect([url, page()]).toEqual(['http://127.0.0.1:7433/sessions', 'http://127.0.0.1:7433/sessions']);
});

test('the demo runs in a data directory that has tokens', async () => {
  const dir = temporary();
  await create(dir, '--kind', 'ingest');
  const { code, out } = await playhead(['demo', '--check', '--dir', dir]);
  expect([code, JSON.parse(out.split('\n').at(-1) ?? '')]).toEqual([0, expect.objectContaining({ status: 'completed' })]);
}, 60_000);
