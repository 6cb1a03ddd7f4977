import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SessionStorage } from '@playhead/protocol';
import { createSessionRecording } from '@playhead/recorder';
import { createModel, toReviewDocument } from '@playhead/replay-core';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { createToken } from '../src/index.ts';
import { listen, type Listening } from '../src/node.ts';
import { connectHttp, shown, START, typesOf, type Era, type TestClient } from './mcp-client.ts';
import { handlerFor } from './support.ts';

let dir: string;
let storage: SessionStorage;
let server: Listening;
let clients: TestClient[];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'playhead-mcp-'));
  clients = [];
  await begin();
});

afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await end();
  rmSync(dir, { recursive: true, force: true });
});

async function begin(): Promise<void> {
  storage = fsStorage({ dir });
  server = await listen(handlerFor({ storage, recordingOf: createSessionRecording({ dir }) }), { port: 0 });
}

async function end(): Promise<void> {
  await server.close();
  await storage.close();
}

async function client(era: Era = 'legacy', headers: Record<string, string> = {}): Promise<TestClient> {
  const made = await connectHttp(server.url, { era, headers });
  clients.push(made);
  return made;
}

const started = async (call: TestClient['call']): Promise<string> => String((await call('record_start', START)).answer['sessionId']);
const sessions = async (): Promise<number> => (await storage.list()).sessions.length;

describe.each<Era>(['legacy', 'auto'])('a client that speaks %s', (era) => {
  test('records a session from its start to its final output', async () => {
    const { call } = await client(era);
    const { answer, content } = await call('record_start', { ...START, prompt: 'The login fails' });
    const { sessionId } = answer;
    expect(answer).toEqual({ sessionId: expect.any(String), status: 'recording', replayUrl: `${server.url}/sessions/${String(sessionId)}` });
    expect(content.at(-1)).toMatchObject({ type: 'resource_link', uri: answer['replayUrl'] });
    await call('record_event', { sessionId, type: 'terminal_command', call: 'c1', data: { command: 'npm test' } });
    await call('record_event', { sessionId, events: [{ type: 'terminal_output', call: 'c1', data: { text: '3 passed', exitCode: 0 } }, { type: 'test_result', data: { passed: 3, failed: 0 } }] });
    await call('record_note', { sessionId, text: 'The reset token was never checked', path: 'src/login.ts', line: 12 });
    for (const kind of ['chapter', 'moment', 'needs_review']) await call('record_marker', { sessionId, kind, title: `A ${kind}`, description: 'more' });
    const stopped = await call('record_stop', { sessionId, finalOutput: { content: '# Done' }, outcome: 'success' });
    expect(stopped.answer).toEqual({ ...answer, status: 'processing' });
    expect((await call('record_status', { sessionId })).answer).toEqual({ ...answer, status: 'completed' });

    expect(await typesOf(storage, sessionId)).toEqual(['session_start', 'terminal_command', 'terminal_output', 'test_result', 'note', 'chapter', 'moment', 'needs_review', 'final_output', 'session_stop', 'session_status']);
    expect(new Set((await shown(storage, sessionId)).map(({ via }) => via))).toEqual(new Set(['mcp']));
    expect(await storage.get(String(sessionId))).toMatchObject({ ...START, status: 'completed', outcome: 'success', prompt: 'The login fails', ...(era === 'auto' && { metadata: { mcpClient: { name: 'test-client', version: '3.2.1' } } }) });
  });

  test('stops once, however often it stops and whoever else does', async () => {
    const { call } = await client(era);
    const hooks = { session: 'h1', text: 'hello' };
    await fetch(`${server.url}/hooks/echo`, { method: 'POST', body: JSON.stringify(hooks) });
    const { sessionId = '' } = (await storage.list()).sessions[0] ?? {};
    const stops = await Promise.all([
      call('record_stop', { sessionId, finalOutput: { content: 'the first' } }),
      fetch(`${server.url}/hooks/echo`, { method: 'POST', body: JSON.stringify({ ...hooks, end: true }) }).then(() => call('record_stop', { sessionId })),
      call('record_stop', { sessionId, finalOutput: { content: 'the second' } }),
    ]);
    const again = await call('record_stop', { sessionId });
    expect(new Set([...stops, again].map(({ answer }) => JSON.stringify(answer))).size).toBe(1);
    const types = await typesOf(storage, sessionId);
    for (const type of ['session_stop', 'final_output', 'session_status']) expect([type, types.filter((one) => one === type).length]).toEqual([type, 1]);
    expect((await storage.get(sessionId))?.status).toBe('completed');
  });
});

test.each(['the hook first', 'the agent first'])('has one end when a hook and an agent stop, %s', async (first) => {
  const { call } = await client();
  const hook = (end: boolean): Promise<Response> => fetch(`${server.url}/hooks/echo`, { method: 'POST', body: JSON.stringify({ session: 'h1', text: 'hello', ...(end && { end }) }) });
  await hook(false);
  const { sessionId = '' } = (await storage.list()).sessions[0] ?? {};
  const stops = [() => hook(true), () => call('record_stop', { sessionId, finalOutput: { content: 'done' } })];
  for (const stop of first === 'the hook first' ? stops : stops.toReversed()) await stop();
  expect((await typesOf(storage, sessionId)).toSorted()).toEqual(['final_output', 'prompt', 'prompt', 'session_start', 'session_status', 'session_stop']);
});

test('starts once when the same start is sent again, also at once, and anew when that session is over', async () => {
  const { call } = await client();
  const same = { ...START, idempotencyKey: 'begin' };
  const [one, two] = await Promise.all([call('record_start', same), call('record_start', same)]);
  const three = await call('record_start', same);
  expect(new Set([one, two, three].map(({ answer }) => answer['sessionId'])).size).toBe(1);
  expect([one, two, three].filter(({ answer }) => answer['duplicate'] === true)).toHaveLength(2);
  expect(await typesOf(storage, one.answer['sessionId'])).toEqual(['session_start']);
  await call('record_stop', { sessionId: one.answer['sessionId'] });
  const next = await call('record_start', same);
  expect(next.answer['sessionId']).not.toBe(one.answer['sessionId']);
  expect((await call('record_start', { ...same, name: 'Another task' })).answer['sessionId']).not.toBe(next.answer['sessionId']);
});

test('keeps one of a call that is sent again, also after the server was started anew', async () => {
  const first = await client();
  const sessionId = await started(first.call);
  const event = { sessionId, type: 'moment', data: { title: 'green' }, idempotencyKey: 'e1' };
  expect((await first.call('record_event', event)).answer['duplicate']).toBeUndefined();
  expect((await first.call('record_event', event)).answer['duplicate']).toBe(true);
  const batch = { sessionId, idempotencyKey: 'b1', events: [{ type: 'moment', data: { title: 'one' } }, { type: 'moment', data: { title: 'two' } }] };
  for (let time = 0; time < 2; time += 1) await first.call('record_event', batch);
  await end();
  await begin();
  const second = await client();
  await second.call('record_event', event);
  await second.call('record_event', batch);
  await second.call('record_stop', { sessionId, finalOutput: { content: 'done' } });
  expect(await typesOf(storage, sessionId)).toEqual(['session_start', 'moment', 'moment', 'moment', 'final_output', 'session_stop', 'session_status']);
});

test('lets no key of a client stand in the way of the end of the session', async () => {
  const { call } = await client();
  const sessionId = await started(call);
  for (const idempotencyKey of ['session:stop', 'session:completed']) await call('record_event', { sessionId, type: 'moment', data: { title: 'x' }, idempotencyKey });
  await call('record_stop', { sessionId });
  expect((await typesOf(storage, sessionId)).slice(-2)).toEqual(['session_stop', 'session_status']);
});

test.each<[string, Record<string, unknown>, string, RegExp]>([
  ['record_start', { name: 'x' }, 'invalid_payload', /"harness" must be a string; "agentName" must be a string; "workspaceName" must be a string.*It takes name, harness, agentName, workspaceName, prompt\?/],
  ['record_start', { ...START, identity: { type: 'user', subject: 'root' } }, 'invalid_payload', /has no "identity"/],
  ['record_start', { ...START, name: 'x'.repeat(513) }, 'invalid_payload', /at most 512 characters/],
  ['record_start', { ...START, sessionId: '../../etc' }, 'invalid_payload', /must be a uuid/],
  ['record_event', { type: 'terminal_command', data: { comand: 'ls' } }, 'invalid_event', /"command" must be a string.*terminal_command takes command, description\?/],
  ['record_event', { type: 'terminal_command', data: 'ls' }, 'invalid_payload', /"data" must be an object/],
  ['record_event', { type: 'terminal_command' }, 'invalid_payload', /needs `type` and `data`/],
  ['record_event', { type: 'moment', data: { title: 'x' }, events: [{ type: 'moment', data: { title: 'x' } }] }, 'invalid_payload', /Put all of them into `events`/],
  ['record_event', { events: [{ type: 'moment', data: { title: 'x' } }, { type: 'moment', data: {} }] }, 'invalid_event', /event 2 of 2.*"title" must be a string/],
  ['record_event', { events: Array.from({ length: 101 }, () => ({ type: 'moment', data: { title: 'x' } })) }, 'invalid_payload', /at most 100 events/],
  ['record_event', { type: 'moment', data: { title: 'x' }, at: 1_763_693_890_123 }, 'invalid_payload', /microseconds/],
  ['record_event', { type: 'moment', data: { title: 'ü'.repeat(140_000) } }, 'payload_too_large', /280012 bytes; an event may hold 262144/],
  ['record_event', { type: 'session_dropped', data: { reason: 'x' } }, 'invalid_event', /which the recorder writes itself/],
  ['record_event', { type: 'session_update', data: { name: 'x' } }, 'invalid_event', /which the recorder writes itself/],
  ['record_event', { sessionId: '01937d1e-7c3a-7000-8000-5f2b6c8d9e01', type: 'moment', data: { title: 'x' } }, 'session_not_found', /Call record_start/],
  ['record_note', { text: '' }, 'invalid_payload', /"text" must not be empty/],
  ['review_note', { text: 'Why?', line: 3 }, 'invalid_payload', /path and line go together/],
  ['review_note', { text: 'x'.repeat(20_001) }, 'invalid_payload', /at most 20000 characters/],
  ['review_note', { text: 'Why?', author: 'Ada' }, 'invalid_payload', /has no "author"/],
  ['record_marker', { kind: 'bookmark', title: 'x' }, 'invalid_payload', /"kind" must be one of chapter, moment, needs_review/],
  ['record_stop', { finalOutput: 'done' }, 'invalid_payload', /"finalOutput" must be an object/],
  ['record_status', { session: 'x' }, 'invalid_payload', /has no "session"/],
])('says what to correct when %s is called with the wrong arguments (%#)', async (tool, input, code, message) => {
  const { call } = await client();
  const sessionId = await started(call);
  const { isError, answer } = await call(tool, tool === 'record_start' ? input : { sessionId, ...input });
  expect([isError, answer['code']]).toEqual([true, code]);
  expect(answer['message']).toMatch(message);
  expect([await typesOf(storage, sessionId), await sessions()]).toEqual([['session_start'], 1]);
});

test('asks for the session where a connection has none of its own', async () => {
  const { call } = await client();
  expect((await call('record_stop', {})).answer).toMatchObject({ code: 'invalid_session', message: expect.stringContaining('Call record_start') });
});

test('takes secrets out before anything is written', async () => {
  const { call } = await client();
  const token = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`;
  const sessionId = String((await call('record_start', { ...START, prompt: `use ${token}`, idempotencyKey: token })).answer['sessionId']);
  await call('record_event', { sessionId, type: 'terminal_command', data: { command: `curl -H "Authorization: token ${token}"` } });
  await call('record_event', { sessionId, type: 'terminal_output', data: { text: `half ${token.slice(0, 12)}` } });
  await call('record_event', { sessionId, type: 'terminal_output', data: { text: `${token.slice(12)} other half` } });
  await call('record_note', { sessionId, text: token });
  await call('review_note', { sessionId, text: token, path: 'a.ts', line: 1, quote: token, idempotencyKey: token });
  await call('record_stop', { sessionId, finalOutput: { content: token } });
  const log = JSON.stringify([await shown(storage, sessionId), await storage.get(sessionId), await storage.annotations(sessionId)]);
  expect(log).not.toContain(token);
  expect(log).toContain('[[GITHUB_TOKEN:');
});

test('leaves a note in the review, marked as the agent\'s, on the line it is about', async () => {
  const { call } = await client();
  const sessionId = await started(call);
  const hunks = [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 2, lines: ['-one', '+two', '+three'] }];
  await call('record_event', { sessionId, type: 'file_diff', call: 'c1', data: { path: 'cart.mjs', change: 'modified', hunks } });
  const note = { sessionId, text: 'Does this hold for an empty cart?', path: 'cart.mjs', line: 9, quote: 'three', idempotencyKey: 'empty' };
  expect((await call('review_note', note)).answer).toEqual({ sessionId, status: 'recording', replayUrl: `${server.url}/sessions/${sessionId}` });
  await end();
  await begin();
  const { call: again } = await client();
  expect((await again('review_note', note)).answer).toMatchObject({ duplicate: true });
  await again('review_note', { sessionId, text: 'Ready for a look', call: 'c1' });

  const { threads } = toReviewDocument(createModel({ sessionId }).add(await shown(storage, sessionId)), await storage.annotations(sessionId));
  expect(threads).toMatchObject([
    { state: 'moved', line: 2, anchor: { on: 'line', path: 'cart.mjs' }, notes: [{ author: START.agentName, by: 'agent', text: 'Does this hold for an empty cart?' }] },
    { state: 'found', anchor: { on: 'event', call: 'c1' }, notes: [{ author: START.agentName, by: 'agent', text: 'Ready for a look' }] },
  ]);
  expect(await typesOf(storage, sessionId)).toEqual(['session_start', 'file_diff']);
});

test('records nothing where somebody opted out, and says so', async () => {
  writeFileSync(join(dir, '.playhead.json'), '{ "record": false }');
  const inEnvironment = [await client('legacy', { 'playhead-record': '0' }), {}] as const;
  const inRepository = [await client(), { cwd: dir }] as const;
  for (const [{ call }, place] of [inEnvironment, inRepository]) {
    const { answer } = await call('record_start', { ...START, ...place });
    expect(answer).toMatchObject({ status: 'recording', recorded: false });
    const { sessionId } = answer;
    expect((await call('record_event', { sessionId, type: 'moment', data: { title: 'x' } })).answer).toMatchObject({ recorded: false });
    expect((await call('record_stop', { sessionId })).answer).toMatchObject({ status: 'processing', recorded: false });
  }
  expect(await sessions()).toBe(0);
});

test('records no more of a session once its repository opts out', async () => {
  const { call } = await client();
  const { sessionId } = (await call('record_start', { ...START, cwd: dir })).answer;
  writeFileSync(join(dir, '.playhead.json'), '{ "record": false }');
  expect((await call('record_event', { sessionId, type: 'moment', data: { title: 'x' } })).answer['recorded']).toBe(false);
  expect((await call('review_note', { sessionId, text: 'x' })).answer['recorded']).toBe(false);
  expect(await storage.annotations(String(sessionId))).toEqual([]);
  expect(await typesOf(storage, sessionId)).toEqual(['session_start']);
});

test('adds nothing to a session that was made private', async () => {
  const { call } = await client();
  const sessionId = await started(call);
  await fetch(`${server.url}/api/v1/sessions/${sessionId}/drop`, { method: 'POST' });
  expect((await call('record_event', { sessionId, type: 'moment', data: { title: 'x' } })).answer['code']).toBe('session_dropped');
  expect((await call('review_note', { sessionId, text: 'x' })).answer['code']).toBe('session_dropped');
  expect(await storage.annotations(sessionId)).toEqual([]);
  expect(await typesOf(storage, sessionId)).toEqual(['session_dropped']);
});

test('joins the session that the launcher names, and gives it no second start', async () => {
  const first = await client();
  const sessionId = await started(first.call);
  const { call } = await client('auto', { 'playhead-session-id': sessionId });
  expect((await call('record_start', { ...START, name: 'Another name' })).answer['sessionId']).toBe(sessionId);
  await call('record_event', { type: 'moment', data: { title: 'joined' } });
  expect(await typesOf(storage, sessionId)).toEqual(['session_start', 'moment']);
  expect((await storage.get(sessionId))?.name).toBe(START.name);
});

test('knows who is behind the agent, and what for, from the launcher alone', async () => {
  const { call } = await client('legacy', { 'playhead-identity': 'user:ada', 'playhead-task': 'SHOP-42', 'playhead-task-title': 'Login%20f%C3%BCr%20alle', 'playhead-task-url': 'https://tracker.example/SHOP-42' });
  const { sessionId } = (await call('record_start', START)).answer;
  expect(await storage.get(String(sessionId))).toMatchObject({ identity: { type: 'user', subject: 'ada' }, task: { id: 'SHOP-42', title: 'Login für alle', url: 'https://tracker.example/SHOP-42' } });
  const other = await client();
  expect(await storage.get(await started(other.call))).not.toHaveProperty('identity');
});

test('lets a token that may only record do so, in its workspace and under its name', async () => {
  const shop = fsStorage({ dir: join(dir, 'shop') });
  const [mayRecord, mayWatch] = [createToken({ kind: 'ingest', workspace: 'shop', name: 'laptop of Ada' }), createToken({ kind: 'read', workspace: 'shop' })];
  const guarded = await listen(handlerFor({ storage, storageOf: () => shop, access: { tokens: { list: () => [mayRecord.token, mayWatch.token] } } }), { port: 0 });
  try {
    const made = await connectHttp(guarded.url, { headers: { authorization: `Bearer ${mayRecord.secret}` } });
    clients.push(made);
    const sessionId = await started(made.call);
    expect((await shop.get(sessionId))?.identity).toEqual({ type: 'machine', subject: 'laptop of Ada' });
    await made.call('review_note', { sessionId, text: 'Look here' });
    expect(await shop.annotations(sessionId)).toMatchObject([{ by: 'agent', author: START.agentName, data: { text: 'Look here' } }]);
    expect([await sessions(), (await shop.list()).sessions.length]).toEqual([0, 1]);
    await expect(connectHttp(guarded.url, { headers: { authorization: `Bearer ${mayWatch.secret}` } })).rejects.toThrow(/forbidden/);
  } finally {
    await guarded.close();
    await shop.close();
  }
});

test('offers tools that only write, with schemas of what they take and give', async () => {
  const { client: made } = await client();
  const { tools } = await made.listTools();
  expect(tools.map(({ name }) => name)).toEqual(['record_start', 'record_event', 'record_note', 'record_marker', 'review_note', 'record_status', 'record_stop']);
  for (const { inputSchema, outputSchema, annotations } of tools) {
    expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
    expect(outputSchema?.['required']).toEqual(['sessionId', 'status', 'replayUrl']);
    expect(annotations).toMatchObject({ readOnlyHint: false, destructiveHint: false, openWorldHint: false });
  }
  expect(made.getServerCapabilities()).not.toHaveProperty('resources');
});

test('has every tool in the reference, with its fields', async () => {
  const { client: made } = await client();
  const reference = readFileSync(join(import.meta.dirname, '../../../docs/reference/mcp.md'), 'utf8');
  for (const { name, inputSchema: { properties = {}, required = [] } } of (await made.listTools()).tools) {
    const fields = Object.keys(properties).map((field) => `\`${field}\`${required.includes(field) ? '' : '?'}`);
    expect(reference).toContain(`| \`${name}\` | ${fields.join(', ')} |`);
  }
});

test('offers the prompt that users type to start and stop', async () => {
  const { client: made } = await client();
  const textOf = async (action: string): Promise<string> => JSON.stringify((await made.getPrompt({ name: 'record', arguments: { action } })).messages);
  expect([await textOf('start'), await textOf('stop')]).toEqual([expect.stringContaining('record_start'), expect.stringContaining('record_stop')]);
});

test('asks the same of a model by the prompt and by the command for clients that have commands', async () => {
  const { client: made } = await client();
  const command = readFileSync(join(import.meta.dirname, '../../cli/commands/record.md'), 'utf8');
  for (const action of ['start', 'stop']) {
    const [message] = (await made.getPrompt({ name: 'record', arguments: { action } })).messages;
    expect(command).toContain(message?.content.type === 'text' ? message.content.text : undefined);
  }
});

test('refuses a page of another origin, another method and a message that is too large', async () => {
  const ask = (headers: Record<string, string>, body: string): Promise<Response> => fetch(`${server.url}/mcp`, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers }, body });
  expect((await ask({ origin: 'https://evil.example' }, '{}')).status).toBe(403);
  expect((await ask({}, JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'x'.repeat(5 * 1024 * 1024) } }))).status).toBe(413);
  expect((await fetch(`${server.url}/mcp`)).status).toBe(405);
  expect((await fetch(`${server.url}/mcp`, { method: 'DELETE' })).status).toBe(405);
});
