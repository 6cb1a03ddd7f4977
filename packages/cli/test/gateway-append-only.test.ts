import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildBin, playhead, serverProcess, temporary, type ServerProcess } from './support.ts';

let bin = '';
let server: ServerProcess | undefined;
const tokens = { ingest: '', admin: '' };
const [there, here] = [temporary(), temporary()];
beforeAll(async () => {
  bin = await buildBin();
  for (const kind of ['ingest', 'admin'] as const) tokens[kind] = (await playhead(['token', 'create', '--kind', kind, '--dir', there])).out;
  server = await serverProcess(bin, there);
}, 60_000);
afterAll(async () => {
  await server?.kill();
  rmSync(bin, { force: true });
});

const CALL = `${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'greet', arguments: { who: 'Ada-4711' } } })}\n`;
/** A tap whose recording is kept by the server alone: talks, waits for what is to be known there, and ends. */
async function record(token: string, options: { url?: string; until?: () => Promise<void> } = {}): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const file = join(here, 'token');
  writeFileSync(file, `${token}\n`);
  const child = spawn(process.execPath, [bin, 'gateway', 'stdio', '--name', 'x', '--url', options.url ?? server?.url() ?? '', '--token-file', file, '--dir', join(here, 'data'), '--', 'sh', '-c', 'cat; env | grep -c playhead_ingest_ >&2'], { env: { PATH: process.env['PATH'] ?? '', HOME: here }, cwd: here });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) child[name].setEncoding('utf8').on('data', (text: string) => { said[name] += text; });
  const closed = once(child, 'close');
  child.stdin.write(CALL);
  await options.until?.();
  child.stdin.end();
  const [code] = (await closed) as [number | null]; // the arguments of this event
  return { code, ...said };
}
interface Listed { readonly sessionId: string; readonly status: string; readonly capture: { readonly protection: string } }
async function sessions(): Promise<readonly Listed[]> {
  return (JSON.parse((await playhead(['sessions', 'list', '--json', '--dir', there])).out) as { sessions: Listed[] }).sessions; // what our own command prints
}

test('a recording with a token that can only add is out of reach: nothing of it is here, and the token neither reads, changes nor removes it', async () => {
  const token = tokens.ingest;
  const until = async (): Promise<void> => { await expect.poll(async () => (await sessions())[0]?.capture.protection).toBe('append_only'); };
  expect(await record(token, { until })).toMatchObject({ code: 1, stdout: CALL, stderr: '0\n' }); // grep found the token in no variable of the server
  expect(existsSync(join(here, 'data')) ? readdirSync(join(here, 'data'), { recursive: true }) : []).toEqual(['redaction.key']); // by which names of secrets are made
  const [session] = await sessions();

  const at = `${server?.url()}/api/v1/sessions/${session?.sessionId}`;
  const ask = (method: string, path: string, body?: string, bearer = token): Promise<Response> => fetch(`${at}${path}`, { method, headers: { authorization: `Bearer ${bearer}`, ...(body !== undefined && { 'content-type': 'application/x-ndjson' }) }, ...(body !== undefined && { body }) });
  for (const [method, path] of [['GET', ''], ['GET', '/records'], ['GET', '/document'], ['GET', '/header'], ['DELETE', ''], ['POST', '/drop'], ['PATCH', '/records']] as const) {
    expect([method, path, (await ask(method, path)).status]).toEqual([method, path, 403]);
  }
  const log = await (await ask('GET', '/records', undefined, tokens.admin)).text();
  const line = log.split('\n').find((one) => one.includes('Ada-4711')) ?? '';
  expect(line, log).not.toBe('');
  expect((await ask('POST', '/records', `${line.replace('Ada-4711', 'Eve-0000')}\n`)).status).toBe(409);
  expect((await ask('POST', '/records', `${line}\n`)).status).toBe(200);
  expect(await (await ask('GET', '/records', undefined, tokens.admin)).text()).toBe(log);
});

test('a token that may do more claims no more than there is', async () => {
  const known = (await sessions()).length;
  const until = async (): Promise<void> => { await expect.poll(async () => (await sessions()).length).toBe(known + 1); };
  expect(await record(tokens.admin, { until })).toMatchObject({ stdout: CALL });
  expect((await sessions())[0]?.capture.protection).toBe('same_user');
});

test('a server that is away costs the recording and nothing else, and says nothing', async () => {
  expect(await record('playhead_ingest_x', { url: 'http://127.0.0.1:9' })).toMatchObject({ code: 1, stdout: CALL, stderr: '0\n' });
});

/** A tap over HTTP, or before a model, whose recording is kept by the server alone. */
async function recordExchange(kind: 'http' | 'anthropic'): Promise<void> {
  const file = join(here, 'token');
  writeFileSync(file, `${tokens.ingest}\n`);
  const upstream = createServer((incoming, answer) => {
    incoming.resume().on('end', () => answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id: 'msg_1', jsonrpc: '2.0', result: {}, type: 'message', role: 'assistant', content: [{ type: 'text', text: 'Hi Ada-4712' }] })));
  });
  upstream.listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  const { port } = upstream.address() as AddressInfo; // it listens at a port
  const known = (await sessions()).length;
  const ask = 'fetch(process.argv[1] + "/v1/messages", { method: "POST", headers: { "content-type": "application/json", "x-claude-code-session-id": "f0a1b2c3-0000-4000-8000-000000000009" }, body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "x" }, model: "m", messages: [{ role: "user", content: "Hi" }] }) }).then((answer) => answer.text())';
  const flags = ['--upstream', `http://127.0.0.1:${port}`, '--url', server?.url() ?? '', '--token-file', file, '--dir', join(here, 'data'), '--task', 'SHOP-42'];
  const more = kind === 'anthropic' ? ['--', process.execPath, '-e', `${ask.replace('process.argv[1]', 'process.env.ANTHROPIC_BASE_URL')}; process.stdin.resume()`] : ['--json'];
  const child = spawn(process.execPath, [bin, 'gateway', kind, ...flags, ...more], { env: { PATH: process.env['PATH'] ?? '', HOME: here }, cwd: here });
  if (kind === 'http') {
    const [line] = (await once(child.stdout, 'data')) as [Buffer]; // the arguments of this event
    const { url } = JSON.parse(String(line)) as { url: string }; // our own command's answer
    spawn(process.execPath, ['-e', ask, url]);
  }
  await expect.poll(async () => (await sessions()).length).toBe(known + 1);
  await expect.poll(async () => (await sessions())[0]?.capture.protection).toBe('append_only');
  const closed = once(child, 'close');
  child.stdin.end();
  if (kind === 'http') child.kill('SIGTERM');
  await closed;
  upstream.close();
  upstream.closeAllConnections();
}

test.each(['http', 'anthropic'] as const)('playhead gateway %s records there as well, and the header says what is so', async (kind) => {
  await recordExchange(kind);
  await expect.poll(async () => (await sessions())[0]).toMatchObject({ status: 'completed', capture: { tier: 'gateway', protection: 'append_only' }, task: { id: 'SHOP-42' } });
  expect(readdirSync(join(here, 'data'), { recursive: true })).toEqual(['redaction.key']);
});

test('one of address and token alone is refused', async () => {
  const file = join(here, 'token');
  for (const flags of [['--url', 'http://127.0.0.1:9'], ['--token-file', file], ['--url', 'nowhere', '--token-file', file], ['--url', 'http://127.0.0.1:9', '--token-file', join(here, 'none')]]) {
    expect((await playhead(['gateway', 'stdio', '--name', 'x', ...flags, '--', 'true'])).code).toBe(2);
  }
  expect(readFileSync(file, 'utf8')).toContain('playhead_');
});
