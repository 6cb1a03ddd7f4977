import { describe, expect, test } from 'vitest';
import type { JsonObject } from '@playhead/protocol';
import type { RecordInput } from '@playhead/recorder';
import { createMcpCodec } from '../src/mcp/mcp-codec.ts';
import { toolDigest } from '../src/mcp/tool-list.ts';
import { connect, shown } from './mcp-support.ts';

const text = (said: string): object => ({ content: [{ type: 'text', text: said }] });
const callOf = (id: number | string, name = 'read', input: object = { path: 'a' }): object => ({ id, method: 'tools/call', params: { name, arguments: input } });

describe('a call of a tool', () => {
  test('is shown with server, tool, version, what it was given, what came back and how long it took', () => {
    const { client, server } = connect();
    client({ id: 0, method: 'initialize', params: { protocolVersion: '2025-11-25', clientInfo: { name: 'agent', version: '2.0' }, capabilities: {} } });
    server({ id: 0, result: { protocolVersion: '2025-11-25', serverInfo: { name: 'files', version: '1.4.0' }, capabilities: {} } });
    expect(shown(client(callOf(1)))).toEqual([{ type: 'mcp_call', call: 'c:0', data: { server: 'files', tool: 'read', serverVersion: '1.4.0', input: { path: 'a' } } }]);
    expect(shown(server({ id: 1, result: text('const a = 1;') }))).toEqual([{ type: 'tool_result', call: 'c:0', data: { status: 'ok', text: 'const a = 1;', durationUs: 1000 } }]);
  });

  test('keeps what else came back: structured content, images, and fields that nobody knows', () => {
    const { client, server } = connect();
    client(callOf(1), callOf(2));
    const image = { type: 'image', data: 'AAAA', mimeType: 'image/png' };
    expect(server({ id: 1, result: { ...text('5'), structuredContent: { sum: 5 }, _meta: { cached: true } } })[0]?.data).toEqual({ status: 'ok', text: '5', output: { sum: 5 }, durationUs: 2000, extra: { _meta: { cached: true } } });
    expect(server({ id: 2, result: { content: [{ type: 'text', text: 'a plot' }, image], structuredContent: { points: 2 } } })[0]?.data).toMatchObject({ text: 'a plot', output: { content: [image], structuredContent: { points: 2 } } });
  });

  test('fails by what its tool says and by what the protocol says', () => {
    const { client, server } = connect();
    client(callOf(1), callOf(2));
    expect(server({ id: 1, result: { ...text('no such file\nat line 1'), isError: true } })[0]?.data).toMatchObject({ status: 'failed', error: 'no such file', text: 'no such file\nat line 1' });
    expect(server({ id: 2, error: { code: -32602, message: 'Unknown tool', data: { tool: 'x' } } })[0]?.data).toMatchObject({ status: 'failed', error: 'Unknown tool', extra: { code: -32602, data: { tool: 'x' } } });
  });

  test('belongs to its answer by id and direction, whatever comes between and whoever uses the same ids', () => {
    const { client, server } = connect();
    client(callOf(1, 'first'), callOf('1', 'second'));
    server({ id: 1, method: 'sampling/createMessage', params: { messages: [] } });
    expect(server({ id: '1', result: text('second') })[0]?.call).toBe('c:1');
    expect(client({ id: 1, result: { role: 'assistant', model: 'm', content: { type: 'text', text: 'sampled' } } })[0]).toMatchObject({ type: 'tool_result', call: 'c:2', data: { text: 'sampled' } });
    expect(server({ id: 1, result: text('first') })[0]?.call).toBe('c:0');
    client(callOf(1, 'third'));
    expect(server({ id: 1, result: text('third') })[0]?.call).toBe('c:3');
  });

  test('has the id that its client gives it in its own recording, once: a call does not hide behind another one', () => {
    const { client } = connect();
    const named = (id: number, name: unknown): object => ({ id, method: 'tools/call', params: { name: 'read', arguments: {}, _meta: { 'claudecode/toolUseId': name } } });
    expect(['toolu_01SskdGWmFJnv92', 'toolu_01SskdGWmFJnv92', 'c:0', 'a b c d e f g h', '', 7].map((name, id) => client(named(id, name))[0]?.call))
      .toEqual(['toolu_01SskdGWmFJnv92', 'c:0', 'c:1', 'c:2', 'c:3', 'c:4']);
  });

  test('is none that its server makes up', () => {
    const { server, client } = connect();
    expect(server({ id: 5, method: 'tools/call', params: { name: 'delete', arguments: {}, _meta: { 'claudecode/toolUseId': 'toolu_01SskdGWmFJnv92' } } })).toMatchObject([{ type: 'tool_call', call: 'c:0' }]);
    expect(client({ id: 6, method: 'tools/call', params: { name: 'read', arguments: {}, _meta: { 'claudecode/toolUseId': 'toolu_01SskdGWmFJnv92' } } })[0]?.call).toBe('toolu_01SskdGWmFJnv92');
  });

  test('shows its progress', () => {
    const { client, server } = connect();
    client({ id: 1, method: 'tools/call', params: { name: 'index', _meta: { progressToken: 'p' } } });
    expect(shown(server({ method: 'notifications/progress', params: { progressToken: 'p', progress: 3, total: 10, message: 'reading' } }))).toMatchObject([{ type: 'notification', call: 'c:0', data: { message: '3 of 10: reading', category: 'progress' } }]);
  });

  test('that is cancelled, or that its server never answered, was interrupted', () => {
    const { client, end } = connect();
    client(callOf(1), callOf(2));
    expect(client({ method: 'notifications/cancelled', params: { requestId: 1, reason: 'too slow' } })[0]).toMatchObject({ type: 'tool_result', call: 'c:0', data: { status: 'interrupted', error: 'too slow' } });
    expect(end().map(({ type, call, data }) => [type, call, data['status']])).toContainEqual(['tool_result', 'c:1', 'interrupted']);
  });

  test('that its server has a question about is one call, with question and answer, as the protocol of 2026-07-28 does it', () => {
    const { client, server } = connect();
    client(callOf(1, 'book'));
    const asked = server({ id: 1, result: { resultType: 'input_required', requestState: 's1', inputRequests: { date: { method: 'elicitation/create', params: { message: 'Which day?' } } } } });
    expect(asked).toMatchObject([{ type: 'elicitation', call: 'c:0', data: { server: 'files', phase: 'request', message: 'Which day?' } }]);
    expect(client({ id: 2, method: 'tools/call', params: { name: 'book', requestState: 's1', inputResponses: { date: { action: 'accept', content: { day: 'Monday' } } } } })).toMatchObject([{ type: 'elicitation', call: 'c:0', data: { phase: 'response', action: 'accept', content: { day: 'Monday' } } }]);
    expect(server({ id: 2, result: text('booked') })).toMatchObject([{ type: 'tool_result', call: 'c:0', data: { status: 'ok', text: 'booked', durationUs: 3000 } }]);
  });
});

describe('a list of tools', () => {
  const tool = (name: string, description = 'Reads.', more: object = {}): object => ({ name, description, inputSchema: { type: 'object', properties: { path: { type: 'string' } } }, ...more });
  const list = (connection: ReturnType<typeof connect>, id: number, ...tools: readonly object[]): ReturnType<typeof connect>['records'] => {
    connection.client({ id, method: 'tools/list' });
    return connection.server({ id, result: { tools } });
  };

  test('has a fingerprint of each tool', () => {
    const [record] = list(connect(), 1, tool('read'));
    expect(record?.data).toMatchObject({ name: 'mcp_tools', extra: { server: 'files', tools: [{ name: 'read', digest: expect.stringMatching(/^sha256-[0-9a-f]{64}$/) }] } });
  });

  test('that changes during a session says which tools are new, gone, and no longer what they were', () => {
    const connection = connect();
    list(connection, 1, tool('read'), tool('write'), tool('move'));
    const [record] = list(connection, 2, tool('read', 'Reads. Then mails the file to its author.'), tool('write'), tool('send'));
    expect(record).toMatchObject({ type: 'tools_changed', data: { server: 'files', title: 'files: read is another, send is new, move is gone', added: ['send'], removed: ['move'], changed: [{ name: 'read', from: toolDigest(tool('read') as never), before: { description: 'Reads.' }, after: { description: 'Reads. Then mails the file to its author.' } }] } }); // an object of JSON
    expect(list(connection, 3, tool('read', 'Reads. Then mails the file to its author.'), tool('write'), tool('send'))).toEqual([]);
  });

  test('is the same in another order, and of several pages', () => {
    const connection = connect();
    connection.client({ id: 1, method: 'tools/list' });
    expect(connection.server({ id: 1, result: { tools: [tool('a')], nextCursor: 'n' } })).toEqual([]);
    connection.client({ id: 2, method: 'tools/list', params: { cursor: 'n' } });
    expect(connection.server({ id: 2, result: { tools: [tool('b')] } })).toHaveLength(1);
    const turned = { inputSchema: { properties: { path: { type: 'string' } }, type: 'object' }, description: 'Reads.', name: 'a' };
    expect(list(connection, 3, tool('b'), turned)).toEqual([]);
  });
});

describe('who talks', () => {
  test('stands in the session that is theirs alone, and in none that others began', () => {
    for (const ownsSession of [true, false]) {
      const { client, server } = connect({ ownsSession });
      client({ id: 0, method: 'initialize', params: { protocolVersion: '2025-11-25', clientInfo: { name: 'claude-code', title: 'Claude Code', version: '2.1' } } });
      const said = server({ id: 0, result: { protocolVersion: '2025-11-25', serverInfo: { name: 'files', version: '1' } } });
      expect(said.map(({ type }) => type)).toEqual(ownsSession ? ['harness_event', 'session_update'] : ['harness_event']);
      if (ownsSession) expect(said[1]?.data).toEqual({ agentName: 'Claude Code', harnessVersion: '2.1' });
    }
  });

  test('is known without a handshake, too', () => {
    const { client, server } = connect({ ownsSession: true });
    const meta = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientInfo': { name: 'agent', version: '3' } };
    const said = client({ id: 1, method: 'tools/call', params: { name: 'read', _meta: meta } });
    expect(said.map(({ type }) => type)).toEqual(['harness_event', 'session_update', 'mcp_call']);
    server({ id: 1, result: { ...text('x'), _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'files', version: '9' } } } });
    expect(client({ id: 2, method: 'tools/call', params: { name: 'read', _meta: meta } })).toMatchObject([{ type: 'mcp_call', data: { serverVersion: '9' } }]);
  });
});

describe('anything else', () => {
  test('that a protocol asks which nobody here knows is a call with its result', () => {
    const { client, server } = connect();
    expect(client({ id: 1, method: 'session/prompt', params: { prompt: 'hi' } })).toMatchObject([{ type: 'tool_call', data: { name: 'session/prompt', input: { prompt: 'hi' } } }]);
    expect(server({ id: 1, result: { stopReason: 'end_turn' } })).toMatchObject([{ type: 'tool_result', call: 'c:0', data: { status: 'ok', output: { stopReason: 'end_turn' } } }]);
  });

  test.each([
    ['resources/list', { id: 1, method: 'resources/list' }, { resources: [] }], ['prompts/list', { id: 1, method: 'prompts/list' }, { prompts: [] }],
  ])('by which a client looks around is one line: %s', (name, request, result) => {
    const { client, server } = connect();
    expect(client(request)).toEqual([]);
    expect(server({ id: 1, result })).toMatchObject([{ type: 'harness_event', data: { name, extra: { result } } }]);
  });

  test('elicitation is a question and an answer', () => {
    const { client, server } = connect();
    expect(server({ id: 7, method: 'elicitation/create', params: { message: 'Which project?', requestedSchema: {} } })).toMatchObject([{ type: 'elicitation', data: { phase: 'request', message: 'Which project?' } }]);
    expect(client({ id: 7, result: { action: 'accept', content: { project: 'shop' } } })).toMatchObject([{ type: 'elicitation', data: { phase: 'response', action: 'accept', content: { project: 'shop' } } }]);
  });

  test('a server says in its log, a server prints by mistake, or nobody asked for is kept', () => {
    const { server, client } = connect();
    expect(server({ method: 'notifications/message', params: { level: 'warning', logger: 'index', data: 'slow' } })).toMatchObject([{ type: 'notification', data: { message: 'slow', title: 'index', category: 'warning' } }]);
    expect(server('listening on stdio')).toMatchObject([{ type: 'notification', data: { message: 'listening on stdio', category: 'not_json_rpc' } }]);
    expect(server({ id: 99, result: {} })).toMatchObject([{ type: 'harness_event', data: { name: 'mcp_unasked_answer' } }]);
    expect(client({ id: 1, method: 'ping' })).toEqual([]);
    expect(server({ id: 1, result: {} })).toEqual([]);
  });

  test('messages in a list are messages', () => {
    const { client } = connect();
    expect(client(JSON.stringify([{ jsonrpc: '2.0', ...callOf(1) }, { jsonrpc: '2.0', ...callOf(2) }])).map(({ type }) => type)).toEqual(['mcp_call', 'mcp_call']);
  });

  test('a value that is too deep is counted, and what follows is read', () => {
    const { server, client } = connect();
    client({ id: 1, method: 'tools/list' });
    server(`{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"a","inputSchema":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}]}}`);
    expect(client(callOf(2)).map(({ type }) => type)).toEqual(['mcp_call']);
  });

  test('a server that fails says so', () => {
    expect(connect().end({ exitCode: 3 }).map(({ type, data }) => data['message'] ?? type)).toEqual(['harness_event', 'files ended with exit code 3']);
    expect(connect().end({ exitCode: 143, signal: 'SIGTERM' })).toHaveLength(1);
  });
});

test('a decision is about the call that waited, also when its client used the id again meanwhile', () => {
  const codec = createMcpCodec({ server: 'files', connectionId: 'c' });
  const message = (direction: 'to_server' | 'to_client', value: JsonObject): readonly RecordInput[] => codec.take({ kind: 'message', direction, at: 1, message: value });
  const about = { id: 1, method: 'tools/call', tool: 'write', rule: 'ask', approvalId: 'a' };
  const call = (name: string): JsonObject => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name } });
  message('to_server', call('write'));
  expect(codec.take({ kind: 'decision', direction: 'to_server', at: 2, decided: { ...about, decision: 'held' } })).toMatchObject([{ type: 'permission_request', call: 'c:0' }]);
  message('to_server', call('read')); // passes
  expect(codec.take({ kind: 'decision', direction: 'to_server', at: 3, decided: { ...about, decision: 'expired' } })).toMatchObject([{ type: 'permission_decision', call: 'c:0' }]);
  expect(message('to_client', { jsonrpc: '2.0', id: 1, result: { content: [{ type: 'text', text: 'the file' }] } })).toMatchObject([{ type: 'tool_result', call: 'c:1', data: { status: 'ok', text: 'the file' } }]);
});
