import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { listen, viewerDirectory, type Listening } from '../src/node.ts';
import { handlerFor } from './support.ts';

const open: Listening[] = [];
const roots: string[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

async function start(port = 0, portFallback = true): Promise<Listening> {
  const root = mkdtempSync(join(tmpdir(), 'playhead-server-'));
  roots.push(root);
  const app = join(root, 'app');
  mkdirSync(join(app, 'assets'), { recursive: true });
  writeFileSync(join(app, 'index.html'), '<!doctype html><title>app</title>');
  writeFileSync(join(app, 'assets/a.js'), 'export {};');
  writeFileSync(join(root, 'secret.txt'), 'secret');
  symlinkSync(join(root, 'secret.txt'), join(app, 'link.txt'));
  const server = await listen(handlerFor({ storage: fsStorage({ dir: join(root, 'data') }), viewer: viewerDirectory(app) }), { port, portFallback });
  open.push(server);
  return server;
}

/** A request whose path and headers nobody tidies up. */
function raw(port: number, path: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers }, (response) => {
      let body = '';
      response.on('data', (chunk) => (body += String(chunk))).on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    }).on('error', reject).end();
  });
}

test('shows the web app under the pages, with its content security policy', async () => {
  const { url } = await start();
  for (const path of ['/sessions', '/sessions/01937d1e-0000-7000-8000-000000000000', '/']) {
    const response = await fetch(url + path);
    expect([response.status, await response.text()]).toEqual([200, '<!doctype html><title>app</title>']);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
  }
  expect((await fetch(`${url}/assets/a.js`)).headers.get('content-type')).toContain('text/javascript');
});

test('a page that is open gets its files also while the web app is built anew, whose page is shown then', async () => {
  const { url } = await start();
  const app = join(roots.at(-1) ?? '', 'app');
  writeFileSync(join(app, 'index.html'), '<script type="module" src="/assets/a.js"></script>');
  await (await fetch(`${url}/sessions`)).text();
  expect(await (await fetch(`${url}/assets/a.js`)).text()).toBe('export {};');
  expect((await fetch(`${url}/assets/b.js`)).status).toBe(404);
  rmSync(join(app, 'assets/a.js'));
  writeFileSync(join(app, 'assets/b.js'), 'export const b = 1;');
  writeFileSync(join(app, 'index.html'), '<script type="module" src="/assets/b.js"></script>');
  expect(await (await fetch(`${url}/sessions`)).text()).toContain('assets/b.js');
  expect(await Promise.all(['a', 'b'].map(async (name) => (await fetch(`${url}/assets/${name}.js`)).text()))).toEqual(['export {};', 'export const b = 1;']);
});

test('gives out no file beside the web app', async () => {
  const { port } = await start();
  for (const path of ['/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/assets/..%5c..%5csecret.txt', '/link.txt', '//etc/passwd', '/etc/passwd', '/%00']) {
    const { status, body } = await raw(port, path);
    expect([path, status >= 400, body.includes('secret')]).toEqual([path, true, false]);
  }
});

test('refuses a foreign host name over the wire', async () => {
  const { port } = await start();
  expect((await raw(port, '/api/v1/sessions', { host: `evil.example:${port}` })).status).toBe(403);
  expect((await raw(port, '/api/v1/sessions', { host: 'a b' })).status).toBe(400);
});

test('takes the next free port when the wanted one is taken, or says that it is', async () => {
  const first = await start();
  const second = await start(first.port);
  expect(second.port).toBeGreaterThan(first.port);
  await expect(start(first.port, false)).rejects.toMatchObject({ code: 'port_in_use' });
});

test('records a hook over the wire and streams it live', async () => {
  const { url } = await start();
  const send = (text: string): Promise<Response> => fetch(`${url}/hooks/echo`, { method: 'POST', body: JSON.stringify({ session: 's1', text }) });
  expect((await send('one')).headers.get('playhead-recorded')).toBe('1');
  const { sessions } = (await (await fetch(`${url}/api/v1/sessions`)).json()) as { sessions: { sessionId: string }[] }; // our own server's answer
  const live = await fetch(`${url}/api/v1/sessions/${sessions[0]?.sessionId}/records`, { headers: { accept: 'text/event-stream' } });
  const reader = live.body!.pipeThrough(new TextDecoderStream()).getReader();
  let seen = '';
  while (!seen.includes('up-to-date')) seen += (await reader.read()).value ?? '';
  await send('two');
  while (!seen.includes('"two"')) seen += (await reader.read()).value ?? '';
  await reader.cancel();
});
