import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { gzipSync } from 'node:zlib';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { describe, expect, test } from 'vitest';
import { answeringClient, gatewayPlace, testServers } from './gateway-support.ts';
import { playhead } from './support.ts';

const place = gatewayPlace();
const { environment, recorded } = place;
const { running, serve, everything } = testServers();

interface Tap { readonly url: string; readonly sessionId: string; readonly said: () => string; end(): Promise<{ code: number | null; stderr: string }> }

/** `playhead gateway http` before a server, until the test ends it. */
async function tapOf(upstream: string, ...flags: readonly string[]): Promise<Tap> {
  const child = spawn(process.execPath, [place.bin, 'gateway', 'http', '--upstream', upstream, '--json', ...flags], { env: environment(), cwd: place.home });
  running.push(() => child.kill('SIGKILL'));
  let stderr = '';
  child.stderr.on('data', (bytes: Buffer) => { stderr += String(bytes); });
  let stdout = '';
  child.stdout.on('data', (bytes: Buffer) => { stdout += String(bytes); });
  await Promise.race([once(createInterface(child.stdout), 'line'), once(child, 'exit')]);
  const { url, sessionId } = JSON.parse(stdout || JSON.stringify({ url: stderr, sessionId: '' })) as Tap; // our own command's answer
  return {
    url, sessionId, said: () => stdout + stderr,
    async end() {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      return { code: (await gone)[0] as number | null, stderr }; // the arguments of this event
    },
  };
}

async function answersOf(url: string): Promise<unknown> {
  const client = answeringClient({ versionNegotiation: { mode: 'legacy' } });
  const transport = new StreamableHTTPClientTransport(new URL(url));
  await client.connect(transport);
  const answers: unknown[] = [client.getServerVersion(), client.getServerCapabilities(), client.getInstructions(), await client.listTools()];
  for (const [name, input] of [
    ['echo', { message: 'hello' }], ['get-sum', { a: 2, b: 3 }], ['get-tiny-image', {}], ['get-structured-content', { location: 'New York' }], ['trigger-sampling-request', { prompt: 'say it', maxTokens: 10 }],
    ['trigger-long-running-operation', { duration: 0.2, steps: 2 }], ['no_such_tool', {}],
  ] as const) answers.push(await client.callTool({ name, arguments: input }).catch((error: Error) => error.message));
  await transport.terminateSession();
  await client.close();
  return answers;
}

/** Posts something. */
async function post(url: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<{ status: number | undefined; body: string }> {
  const asked = request(url, { method: 'POST', agent: false, headers: { 'content-type': 'application/json', ...headers } });
  asked.end(body);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]; // the arguments of this event
  let text = '';
  for await (const piece of answer) text += String(piece);
  return { status: answer.statusCode, body: text };
}

describe('a real server over HTTP that a real client asks through the tap', () => {
  test('answers as it does without, and its calls are in the recording', async () => {
    const upstream = await everything();
    const tap = await tapOf(upstream, '--name', 'everything', '--task', 'SHOP-42', '--identity', 'machine:ci-7');
    expect(await answersOf(tap.url)).toEqual(await answersOf(upstream));
    await expect.poll(async () => (await recorded()).records.at(-1)?.data['name']).toBe('mcp_session_end');
    expect(await tap.end()).toEqual({ code: 0, stderr: '' });
    const { sessions, records } = await recorded();
    expect(sessions).toMatchObject([{ sessionId: tap.sessionId, status: 'completed', agentName: 'test-client', harness: 'mcp', identity: { type: 'machine', subject: 'ci-7' }, task: { id: 'SHOP-42' }, capture: { tier: 'gateway' } }]);
    const calls = records.filter(({ type }) => type === 'mcp_call');
    expect(calls.map(({ data }) => data['tool'])).toEqual(['echo', 'get-sum', 'get-tiny-image', 'get-structured-content', 'trigger-sampling-request', 'trigger-long-running-operation', 'no_such_tool']);
    for (const { call } of calls) expect(records.filter((record) => record.type === 'tool_result' && record.call === call)).toHaveLength(1);
    expect(records.find(({ type, data }) => type === 'tool_call' && data['name'] === 'sampling/createMessage')).toBeDefined();
    expect(records.find(({ data }) => data['name'] === 'mcp_session_end')).toBeDefined();
    expect(records.every(({ via }) => via === 'gateway')).toBe(true);
  });
});

describe('a recording of a server over HTTP', () => {
  const call = (token: string): string => JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'login', arguments: { token } } });

  test('holds no credential: not of a head, a path, a body, nor of a packed one', async () => {
    const token = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`;
    const upstream = await serve((incoming, answer) => {
      incoming.resume();
      const body = gzipSync(JSON.stringify({ jsonrpc: '2.0', id: 1, result: { content: [{ type: 'text', text: `fine, your token is ${token}` }] } }));
      answer.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip', 'set-cookie': 'k=planted-cookie' }).end(body);
    });
    const tap = await tapOf(`${upstream}/mcp`);
    const basic = Buffer.from('ada:planted-password').toString('base64');
    for (const [body, headers] of [[call(token), {}], [gzipSync(call(token)), { 'content-encoding': 'gzip' }], [call(encodeURIComponent(token)), {}]] as const) {
      await post(`${tap.url}?key=planted-key`, body, { authorization: `Basic ${basic}`, 'x-api-key': 'planted-header', 'proxy-authorization': 'planted-proxy', cookie: 'k=planted-cookie', ...headers });
    }
    await expect.poll(async () => (await recorded()).records.filter(({ type }) => type === 'tool_result')).toHaveLength(3);
    await tap.end();
    const { records } = await recorded();
    expect(records.filter(({ type }) => type === 'tool_result').map(({ data }) => data['text'])).toEqual(Array.from({ length: 3 }, () => expect.stringMatching(/^fine, your token is \[\[/)));
    const text = tap.said() + readdirSync(place.home, { recursive: true, withFileTypes: true }).map((entry) => (entry.isFile() ? readFileSync(join(entry.parentPath, entry.name), 'latin1') : '')).join('');
    for (const secret of ['planted-', basic, 'a1B2c3D4e5', Buffer.from(token).toString('base64').slice(0, 30)]) expect(text).not.toContain(secret);
  });

  test('unpacks nothing that would fill the memory, and says so; the client gets it', async () => {
    const packed = gzipSync(Buffer.alloc(300_000_000, ' '));
    const upstream = await serve((_incoming, answer) => answer.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(packed));
    const tap = await tapOf(upstream);
    expect((await post(tap.url, call('x'))).status).toBe(200);
    await expect.poll(async () => (await recorded()).records.at(-1)?.type).toBe('tool_result');
    expect(await tap.end()).toEqual({ code: 0, stderr: '' });
    expect((await recorded()).records.filter(({ type }) => type === 'recorder_gap')).toMatchObject([{ data: { reason: expect.stringContaining('times as large') } }]);
  });

  test('says that a server was not there, and ends with what was recorded while a stream is open', async () => {
    const upstream = await serve((_incoming, answer) => answer.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: {"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"hello"}}\n\n'));
    const tap = await tapOf(upstream);
    const asked = request(tap.url, { agent: false }).on('error', () => {});
    asked.end();
    await once(asked, 'response');
    await expect.poll(async () => (await recorded()).records.map(({ data }) => data['message'])).toContain('hello'); // live
    expect(await tap.end()).toEqual({ code: 0, stderr: '' });
    const away = await tapOf('http://127.0.0.1:9/mcp', '--listen', '127.0.0.1:0');
    expect(await post(away.url, call('x'))).toMatchObject({ status: 502 });
    await away.end();
    expect((await recorded()).records.filter(({ type }) => type === 'tool_result')).toMatchObject([{ data: { status: 'failed', error: expect.stringContaining('ECONNREFUSED') } }]);
  });

  test('says what was rewritten for OAuth, in its header and at its beginning', async () => {
    const tap = await tapOf(await serve((_incoming, answer) => answer.end()), '--rewrite-oauth-resource');
    await tap.end();
    const { sessions, records } = await recorded();
    expect(sessions[0]?.capture?.loses).toContainEqual(expect.stringContaining('OAuth'));
    expect(records.find(({ data }) => data['name'] === 'mcp_server_start')?.data).toMatchObject({ extra: { boundary: { rewrites: ['resource', 'resource_metadata'] } } });
  });
});

test('people are told the address', async () => {
  const upstream = await serve((_incoming, answer) => answer.end());
  const child = spawn(process.execPath, [place.bin, 'gateway', 'http', '--upstream', `${upstream}/mcp`], { env: environment() });
  running.push(() => child.kill('SIGKILL'));
  expect((await once(createInterface(child.stdout), 'line'))[0]).toMatch(/^Playhead records 127\.0\.0\.1:\d+ at http:\/\/127\.0\.0\.1:\d+\/mcp$/);
});

test.each([[[]], [['--upstream', 'ftp://x']], [['--upstream', 'http://a:planted@x/']], [['--upstream', 'http://x', '--listen', 'no:port:here']], [['--upstream', 'http://x', '--listen', '127.0.0.1:99999']], [['--upstream', 'http://x', '--name', ' ']], [['--upstream', 'http://x', '--policy', 'p.json', '--mode', 'nearly']], [['--upstream', 'http://x', '--url', 'http://x']], [['--upstream', 'http://x', '--token-file', 'f']], [['--upstream', 'http://x', '--as', 'x']], [['--upstream', 'http://x', '--agent-user', 'x']]])('wrong usage %j is said so', async (args) => {
  const { code, out, err } = await playhead(['gateway', 'http', ...args]);
  expect([code, out]).toEqual([2, '']);
  expect(err).not.toContain('planted');
});

test('a port that is taken is said so', async () => {
  const { port } = new URL(await serve(() => {}));
  expect(await playhead(['gateway', 'http', '--upstream', 'http://x', '--listen', port])).toMatchObject({ code: 1, out: '' });
});
