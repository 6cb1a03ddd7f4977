import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { SessionInfo } from '@playhead/protocol';
import { createHandler } from '@playhead/server';
import { listen } from '@playhead/server/node';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createForwarding } from '../src/forwarding.ts';
import { harnesses } from '../src/harnesses.ts';
import { createLateHandler } from '../src/late-handler.ts';
import { waitForServer } from '../src/local-server.ts';
import { buildBin, playhead, serverProcess, temporary } from './support.ts';

let bin = '';
beforeAll(async () => { bin = await buildBin(); }, 60_000);
const ending: (() => unknown)[] = [];
afterAll(async () => {
  await Promise.all(ending.map((end) => end()));
  rmSync(bin, { force: true });
});

/** A server of this machine that forwards. */
async function forwarding(url: string): Promise<{ dir: string; url: string; said(): string; env: Record<string, string> }> {
  const dir = join(temporary(), 'home');
  let said = '';
  const child = spawn(process.execPath, [bin, 'serve', '--dir', dir, '--port', '0'], { stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: process.env['PATH'] ?? '', HOME: temporary(), PLAYHEAD_URL: url } });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { said += text; });
  ending.push(() => child.kill('SIGKILL'));
  const note = await waitForServer(dir, child.pid === undefined ? {} : { pid: child.pid });
  return { dir, url: note.url, said: () => said, env: { PLAYHEAD_URL: url } };
}

async function hook(url: string, payload: Record<string, unknown>): Promise<Response> {
  return fetch(`${url}/hooks/claude`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ session_id: 'a0000000-0000-4000-8000-000000000001', cwd: '/', ...payload }) });
}

async function sessionsIn(dir: string): Promise<readonly SessionInfo[]> {
  const storage = fsStorage({ dir });
  try {
    return (await storage.list()).sessions;
  } finally {
    await storage.close();
  }
}

test('what hooks tell the local server is at the central one, as it is here', async () => {
  const centralDir = join(temporary(), 'central');
  const central = await serverProcess(bin, centralDir);
  ending.push(() => central.kill());
  const local = await forwarding(central.url());
  expect((await hook(local.url, { hook_event_name: 'UserPromptSubmit', prompt: 'Fix the login' })).headers.get('playhead-recorded')).toBe('1');
  await hook(local.url, { hook_event_name: 'SessionEnd', reason: 'logout' });
  await expect.poll(async () => (await sessionsIn(centralDir))[0]?.status).toMatch(/processing|completed/);
  await expect.poll(async () => (await playhead(['status', '--dir', local.dir], { env: local.env })).out).toContain('everything was sent; last acknowledged');
  expect(await sessionsIn(centralDir)).toEqual(await sessionsIn(local.dir));
  expect(JSON.parse((await playhead(['doctor', '--json', '--dir', local.dir], { env: local.env })).out)).toMatchObject({ checks: expect.arrayContaining([{ check: 'forwarding', level: 'ok', message: `Everything recorded was sent to ${central.url()}.` }]) });
}, 60_000);

test('a central server that is away disturbs no hook, and what waits is said and sent when it is back', async () => {
  const centralDir = join(temporary(), 'central');
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo; // it listens on a port
  probe.close();
  await once(probe, 'close');
  const local = await forwarding(`http://127.0.0.1:${port}`);
  expect((await hook(local.url, { hook_event_name: 'UserPromptSubmit', prompt: 'Fix the login' })).headers.get('playhead-recorded')).toBe('1');
  await expect.poll(async () => (await playhead(['status', '--dir', local.dir], { env: local.env })).out, { timeout: 30_000 }).toMatch(/1 session waits .*\nlast error, .*did not answer/);
  const { checks } = JSON.parse((await playhead(['doctor', '--json', '--dir', local.dir], { env: local.env })).out) as { checks: { check: string; level: string; message: string }[] };
  expect(checks.find(({ check }) => check === 'forwarding')).toMatchObject({ level: 'note', message: expect.stringMatching(/1 session waits .* it does not answer \(ECONNREFUSED\)/) });
  const central = spawn(process.execPath, [bin, 'serve', '--dir', centralDir, '--port', String(port)], { stdio: 'ignore', env: { PATH: process.env['PATH'] ?? '', HOME: temporary() } });
  ending.push(() => central.kill('SIGKILL'));
  await expect.poll(async () => (await sessionsIn(centralDir).catch(() => []))[0]?.events, { timeout: 60_000 }).toBe((await sessionsIn(local.dir))[0]?.events);
}, 120_000);

test('a server whose PLAYHEAD_URL is itself says so, forwards nothing and records all the same', async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo; // it listens on a port
  probe.close();
  await once(probe, 'close');
  const dir = join(temporary(), 'home');
  let said = '';
  const child = spawn(process.execPath, [bin, 'serve', '--dir', dir, '--port', String(port)], { stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: process.env['PATH'] ?? '', HOME: temporary(), PLAYHEAD_URL: `http://localhost:${port}` } });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { said += text; });
  ending.push(() => child.kill('SIGKILL'));
  const { url } = await waitForServer(dir);
  expect((await hook(url, { hook_event_name: 'UserPromptSubmit', prompt: 'x' })).headers.get('playhead-recorded')).toBe('1');
  expect(said).toContain('is this server itself, so nothing is forwarded');
}, 60_000);

test('a server that is led back to itself refuses its own requests, and says why', async () => {
  let target = 0;
  const proxy = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => name !== 'host' && name !== 'connection' && name !== 'content-length').map(([name, value]) => [name, String(value)]));
      void fetch(`http://127.0.0.1:${target}${request.url ?? '/'}`, { method: request.method ?? 'GET', headers, ...(chunks.length > 0 && { body: Buffer.concat(chunks) }) })
        .then(async (answer) => response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text()));
    });
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const said: string[] = [];
  const answering = createLateHandler();
  const server = await listen(answering, { port: 0 });
  const central = { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` }; // it listens on a port
  const forwarder = createForwarding({ local: memoryStorage(), central, dir: temporary(), ownUrl: server.url, say: (text) => said.push(text) });
  if (!forwarder) throw new Error(said.join('\n'));
  const handler = createHandler({ storage: forwarder.storage, harnesses });
  answering.answerBy(forwarder.guard(handler));
  target = Number(new URL(server.url).port);
  await hook(server.url, { hook_event_name: 'UserPromptSubmit', prompt: 'x' });
  await expect.poll(() => said.join('\n'), { timeout: 30_000 }).toContain('PLAYHEAD_URL leads back to the server that forwards');
  proxy.close();
  await server.close();
  await forwarder.storage.close();
}, 60_000);

test('what an agent says of itself over MCP is sent too', async () => {
  const centralDir = join(temporary(), 'central');
  const central = await serverProcess(bin, centralDir);
  ending.push(() => central.kill());
  const home = temporary();
  const child = spawn(process.execPath, [bin, 'mcp', '--dir', home], { stdio: ['pipe', 'pipe', 'ignore'], env: { PATH: process.env['PATH'] ?? '', HOME: home, PLAYHEAD_URL: central.url() } });
  ending.push(() => child.kill('SIGKILL'));
  const say = (message: Record<string, unknown>): void => void child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  child.stdout.resume();
  say({ id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } } });
  say({ method: 'notifications/initialized' });
  say({ id: 2, method: 'tools/call', params: { name: 'record_start', arguments: { name: 'By MCP', harness: 'test', agentName: 'a', workspaceName: 'w' } } });
  await expect.poll(async () => (await sessionsIn(centralDir)).map(({ name }) => name), { timeout: 30_000 }).toEqual(['By MCP']);
  child.stdin.end();
  expect((await once(child, 'close'))[0]).toBe(0);
}, 60_000);
