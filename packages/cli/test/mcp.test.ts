import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { createHandler } from '@playhead/server';
import { listen } from '@playhead/server/node';
import { fsStorage } from '@playhead/storage-adapters/fs';
import type { SessionStorage } from '@playhead/protocol';
import { buildBin, playhead, temporary } from './support.ts';

let bin: string;
beforeAll(async () => {
  bin = await buildBin();
}, 60_000);
afterAll(() => rmSync(bin, { force: true }));

let home: string;
let workspace: string;
let storage: SessionStorage;
const clients: Client[] = [];
beforeEach(() => {
  home = temporary();
  workspace = temporary();
  storage = fsStorage({ dir: home });
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await storage.close();
});

const START = { name: 'Fix the login', harness: 'test-desktop', agentName: 'Ada Bot', workspaceName: 'shop' };

interface StdioClient { readonly pid: number; call(name: string, input?: Record<string, unknown>): Promise<Record<string, unknown>>; close(): Promise<void> }

async function connect(options: { mode?: 'legacy' | 'auto'; env?: Record<string, string> } = {}): Promise<StdioClient> {
  const { mode = 'legacy', env = {} } = options;
  const client = new Client({ name: 'test-client', version: '3.2.1' }, { versionNegotiation: { mode } });
  const transport = new StdioClientTransport({ command: process.execPath, args: [bin, 'mcp'], env: { ...environment(), ...env }, cwd: workspace, stderr: 'inherit' });
  await client.connect(transport);
  clients.push(client);
  return {
    pid: transport.pid ?? 0,
    async call(name, input = {}) {
      const { structuredContent, isError, content } = await client.callTool({ name, arguments: input });
      const [first] = content;
      return isError === true ? { refused: first?.type === 'text' ? first.text : '' } : (structuredContent as Record<string, unknown>); // our own server's answer, looked at by the test
    },
    close: () => client.close(),
  };
}

const environment = (): Record<string, string> => ({ PATH: process.env['PATH'] ?? '', HOME: home, PLAYHEAD_HOME: home });

async function typesOf(sessionId: unknown): Promise<readonly string[]> {
  const types: string[] = [];
  for await (const { records } of storage.read(String(sessionId))) types.push(...records.map(({ record }) => record.type));
  return types;
}

test.each(['legacy', 'auto'] as const)('records a session for a client that starts it and speaks %s', async (mode) => {
  const { call } = await connect({ mode });
  const { sessionId, replayUrl } = await call('record_start', START);
  expect(replayUrl).toBe(`http://127.0.0.1:7433/sessions/${String(sessionId)}`);
  await call('record_event', { type: 'terminal_command', data: { command: 'npm test' } });
  await call('record_note', { text: 'flaky' });
  await call('record_marker', { kind: 'chapter', title: 'Repair' });
  expect(await call('record_stop', { finalOutput: { content: 'done' } })).toEqual({ sessionId, status: 'processing', replayUrl });
  expect(await call('record_stop')).toEqual({ sessionId, status: 'processing', replayUrl });
  expect(await typesOf(sessionId)).toEqual(['session_start', 'terminal_command', 'note', 'chapter', 'final_output', 'session_stop', 'session_status']);
  expect((await storage.get(String(sessionId)))?.['metadata']).toEqual({ mcpClient: { name: 'test-client', version: '3.2.1' } });
});

test('prints a configuration that a client can start it by', async () => {
  const { code, out, err } = await playhead(['init', 'mcp', '--dir', home]);
  const { mcpServers } = JSON.parse(out) as { mcpServers: { playhead: { command: string; args: string[] } } };
  expect([code, mcpServers.playhead]).toEqual([0, { command: process.execPath, args: [expect.stringMatching(/bin\/playhead\.js$/), 'mcp', '--dir', home] }]);
  expect(err).toContain('/mcp');
  expect(existsSync(/copy (\S+record\.md)/.exec(err)?.[1] ?? '')).toBe(true);
});

test('joins the session that the launcher opened', async () => {
  const sessionId = '01937d1e-7c3a-7000-8000-5f2b6c8d9e01';
  await storage.create({ ...START, sessionId, name: 'By the launcher' });
  const { call } = await connect({ env: { PLAYHEAD_SESSION_ID: sessionId } });
  await call('record_event', { type: 'moment', data: { title: 'without a start' } });
  expect((await call('record_start', START))['sessionId']).toBe(sessionId);
  expect(await typesOf(sessionId)).toEqual(['moment']);
});

test('sends what it records to the server that is named, and points there', async () => {
  const central = fsStorage({ dir: temporary() });
  const server = await listen(createHandler({ storage: central }), { port: 0 });
  try {
    const { call } = await connect({ env: { PLAYHEAD_URL: server.url, PLAYHEAD_IDENTITY: 'machine:builder', PLAYHEAD_TASK: 'SHOP-42' } });
    const { sessionId, replayUrl } = await call('record_start', START);
    expect(replayUrl).toBe(`${server.url}/sessions/${String(sessionId)}`);
    await call('record_event', { type: 'moment', data: { title: 'far away' } });
    await call('record_stop');
    await expect.poll(async () => (await central.get(String(sessionId)))?.status).toBe('completed');
    expect(await central.get(String(sessionId))).toMatchObject({ events: 4, identity: { type: 'machine', subject: 'builder' }, task: { id: 'SHOP-42', title: 'SHOP-42' } });
  } finally {
    await server.close();
    await central.close();
  }
});

test('keeps everything, and answers, while the server that is named is away', async () => {
  const { call } = await connect({ env: { PLAYHEAD_URL: 'http://127.0.0.1:9' } });
  const { sessionId } = await call('record_start', START);
  await call('record_stop');
  expect(await typesOf(sessionId)).toEqual(['session_start', 'session_stop', 'session_status']);
});

test.each([['PLAYHEAD_RECORD=0', undefined], ['the repository', '{ "record": false }']])('records nothing where %s says so', async (_who, file) => {
  if (file !== undefined) writeFileSync(join(workspace, '.playhead.json'), file);
  const { call } = await connect({ env: file === undefined ? { PLAYHEAD_RECORD: '0' } : {} });
  expect((await call('record_start', START))['recorded']).toBe(false);
  expect((await call('record_event', { type: 'moment', data: { title: 'x' } }))['recorded']).toBe(false);
  expect((await storage.list()).sessions).toEqual([]);
});

/** The process without a client library: what it prints, and how it ends. */
function bare(): { readonly child: ReturnType<typeof spawn>; send(method: string, params: object, id?: number): void; answersOf(count: number): Promise<void>; readonly lines: () => readonly string[] } {
  const child = spawn(process.execPath, [bin, 'mcp'], { cwd: workspace, env: environment(), stdio: ['pipe', 'pipe', 'inherit'] });
  let out = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => { out += text; });
  const lines = (): readonly string[] => out.split('\n').filter((line) => line !== '');
  return {
    child, lines,
    send: (method, params, id) => void child.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', ...(id !== undefined && { id }), method, params })}\n`),
    async answersOf(count) {
      while (lines().length < count && child.stdout) await once(child.stdout, 'data');
    },
  };
}

const HELLO = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'bare', version: '1' } };
const tool = (name: string, input: object): object => ({ name, arguments: input });

test('stores everything of a client that says it all at once and goes', async () => {
  const { child, send, lines } = bare();
  send('initialize', HELLO, 1);
  send('notifications/initialized', {});
  send('tools/call', tool('record_start', START), 2);
  for (let id = 3; id < 53; id += 1) send('tools/call', tool('record_event', { type: 'moment', data: { title: `${id}` } }), id);
  child.stdin?.end();
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  const [session] = (await storage.list()).sessions;
  expect(session).toMatchObject({ status: 'recording', events: 51 });
  const answers = lines().map((line) => JSON.parse(line) as { id: number; jsonrpc: string });
  expect(answers.map(({ jsonrpc }) => jsonrpc)).toEqual(answers.map(() => '2.0')); // nothing but the protocol
  expect(answers.map(({ id }) => id).toSorted((one, other) => one - other)).toEqual(Array.from({ length: 52 }, (_, index) => index + 1));
});

test.each(['SIGTERM', 'SIGINT'] as const)('ends at %s without losing what it acknowledged or held back', async (signal) => {
  const { child, send, answersOf } = bare();
  send('initialize', HELLO, 1);
  send('tools/call', tool('record_start', START), 2);
  send('tools/call', tool('record_event', { type: 'terminal_output', data: { text: 'the end of a token ghp_a1B2c3' } }), 3);
  await answersOf(3);
  child.kill(signal);
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  const [session] = (await storage.list()).sessions;
  let log = '';
  for await (const { records } of storage.read(session?.sessionId ?? '')) log += records.map(({ line }) => line).join('\n');
  expect(log).toContain('the end of a token');
});

test('survives a client that dies while it is answered', async () => {
  const { child, send, answersOf } = bare();
  send('initialize', HELLO, 1);
  send('tools/call', tool('record_start', START), 2);
  await answersOf(2);
  child.stdout?.destroy();
  for (let id = 3; id < 23; id += 1) send('tools/call', tool('record_event', { type: 'moment', data: { title: `${id}` } }), id);
  child.stdin?.end();
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  expect((await storage.list()).sessions[0]?.events).toBe(21);
});
