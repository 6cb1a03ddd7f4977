import type { RecordInput } from '@playhead/recorder';
import { parseEventData } from '@playhead/protocol/schemas';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AbortedExchange, KeptHeaders } from '../src/http/exchange.ts';
import { createMcpExchangeCodec } from '../src/mcp/mcp-exchange-codec.ts';
import { shown } from './mcp-support.ts';

interface Said { readonly status?: number; readonly statusText?: string; readonly headers?: KeptHeaders; readonly body?: string | readonly string[]; readonly aborted?: AbortedExchange }

/** A tap whose exchanges are played one after another; all that it records must fit its types. */
function tap(): { exchange(message: unknown, answer?: Said, options?: { headers?: KeptHeaders; method?: string; target?: string; pause?: boolean }): readonly RecordInput[]; end(): readonly RecordInput[] } {
  const codec = createMcpExchangeCodec({ server: 'issues', connectionId: 'c', ownsSession: true });
  let exchange = 0;
  let at = 1_000_000;
  const keep = (records: readonly RecordInput[]): readonly RecordInput[] => {
    for (const { type, data } of records) parseEventData(type, data);
    return records;
  };
  return {
    exchange(message, answer, { headers = {}, method = 'POST', target = '/mcp', pause = false } = {}) {
      const number = exchange++;
      at += 1000;
      const records: RecordInput[] = [];
      const take = (event: Parameters<typeof codec.take>[0]): void => { records.push(...keep(codec.take(event))); };
      const json = { 'content-type': 'application/json' };
      take({ exchange: number, at, kind: 'request', head: { method, target, headers: { ...json, ...headers } } });
      if (message !== undefined) take({ exchange: number, at, kind: 'bytes', direction: 'to_server', bytes: Buffer.from(JSON.stringify(message, null, 1)) });
      take({ exchange: number, at, kind: 'body_end', direction: 'to_server' });
      at += 1000;
      if (!answer) return records;
      const { status = 200, statusText = '', body = '', aborted } = answer;
      const pieces = typeof body === 'string' ? [body] : body;
      if (status > 0) {
        take({ exchange: number, at, kind: 'response', head: { status, statusText, headers: { ...json, ...answer.headers } } });
        for (const piece of pieces) take({ exchange: number, at, kind: 'bytes', direction: 'to_client', bytes: Buffer.from(piece) });
        if (!aborted && !pause) take({ exchange: number, at, kind: 'body_end', direction: 'to_client' });
      }
      if (!pause) take({ exchange: number, at, kind: 'end', ...(aborted && { aborted }) });
      return records;
    },
    end: () => keep(codec.end(at + 1000)),
  };
}

const call = (id: number, name = 'read'): object => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: { path: 'a' } } });
const result = (id: number, said: string): object => ({ jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: said }] } });
const json = (value: unknown): Said => ({ body: JSON.stringify(value) });
const events = (...messages: readonly unknown[]): Said => ({ headers: { 'content-type': 'text/event-stream; charset=utf-8' }, body: messages.map((message) => `event: message\r\ndata: ${JSON.stringify(message)}\r\n\r\n`).join('') });
const begin = (connection: ReturnType<typeof tap>, id: string): void => {
  connection.exchange({ jsonrpc: '2.0', id: 0, method: 'initialize', params: { protocolVersion: '2025-11-25', clientInfo: { name: 'agent', version: '2.0' } } }, { headers: { 'mcp-session-id': id }, body: JSON.stringify({ jsonrpc: '2.0', id: 0, result: { protocolVersion: '2025-11-25', serverInfo: { name: 'issues', version: '1.4.0' } } }) });
};

describe('a call over HTTP', () => {
  test('is shown with what it was given and what came back, as JSON or as events', () => {
    for (const answer of [json(result(1, 'fine')), events({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'x' } }, result(1, 'fine'))]) {
      const records = tap().exchange(call(1), answer).filter(({ type }) => type !== 'notification');
      expect(shown(records)).toEqual([
        { type: 'mcp_call', call: 'c:0', data: { server: 'issues', tool: 'read', input: { path: 'a' } } }, { type: 'tool_result', call: 'c:0', data: { status: 'ok', text: 'fine', durationUs: 1000 } },
      ]);
    }
  });

  test('is the same however the events were cut', () => {
    const { body = '' } = events(result(1, 'äöü€😀'), { jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'x' } });
    const whole = shown(tap().exchange(call(1), events(result(1, 'äöü€😀'), { jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'x' } })));
    fc.assert(fc.property(fc.array(fc.nat(), { maxLength: 15 }), (places) => {
      const bytes = Buffer.from(String(body));
      const ends = [...places.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
      const pieces = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
      expect(shown(tap().exchange(call(1), { headers: { 'content-type': 'text/event-stream' }, body: pieces as unknown as string[] }))).toEqual(whole); // bytes stand for texts in this helper
    }), { numRuns: 100 });
  });

  test('of clients that count alike are told apart: by their sessions, and without those by their exchange', () => {
    const connection = tap();
    begin(connection, 'one');
    begin(connection, 'two');
    for (const headers of [[{ 'mcp-session-id': 'one' }, { 'mcp-session-id': 'two' }], [{}, {}]]) {
      const [first = {}, second = {}] = headers;
      const opened = connection.exchange(call(5), { ...events(), body: [] }, { headers: first, pause: true });
      const both = connection.exchange(call(5, 'write'), json(result(5, 'second')), { headers: second });
      expect(both.map((record) => record.call)).toEqual([both[0]?.call, both[0]?.call]);
      expect(both[0]?.call).not.toBe(opened[0]?.call);
    }
  });

  test('may be answered in another exchange of its session', () => {
    const connection = tap();
    begin(connection, 's');
    const headers = { 'mcp-session-id': 's' };
    const opened = connection.exchange(call(7), { ...events(), body: '', aborted: { by: 'server', problem: 'left' } }, { headers });
    expect(opened.map(({ type }) => type)).toEqual(['mcp_call']);
    expect(connection.exchange(undefined, events(result(7, 'late')), { method: 'GET', headers: { ...headers, 'last-event-id': '1' } })).toMatchObject([{ type: 'tool_result', call: opened[0]?.call, data: { text: 'late' } }]);
  });

  test.each([
    [{ status: 401, statusText: 'Unauthorized', body: '' }, 'HTTP 401 Unauthorized'], [{ status: 0, aborted: { by: 'server' as const, problem: 'connect ECONNREFUSED' } }, 'connect ECONNREFUSED'],
    [{ aborted: { by: 'client' as const, problem: 'the client left' } }, 'the client left'], [{ ...events(), body: '' }, 'the answer ended before this was answered'],
  ])('that is not answered says why: %#', (answer, error) => {
    expect(tap().exchange(call(1), answer)).toMatchObject([{ type: 'mcp_call' }, { type: 'tool_result', data: { status: 'failed', error } }]);
  });

  test('in the older transport is sent to the address that its stream names', () => {
    const connection = tap();
    connection.exchange(undefined, { headers: { 'content-type': 'text/event-stream' }, body: 'event: endpoint\ndata: /messages?sessionId=9\n\n' }, { method: 'GET', target: '/sse', pause: true });
    const opened = connection.exchange(call(1), { status: 202 }, { target: '/messages?sessionId=9' });
    expect(opened.map(({ type }) => type)).toEqual(['mcp_call']);
    expect(connection.end()).toMatchObject([{ type: 'tool_result', call: opened[0]?.call, data: { status: 'interrupted' } }, { data: { name: 'mcp_server_end' } }]);
  });
});

describe('a session over HTTP', () => {
  test('names its client, and ends with what is open when the client deletes it', () => {
    const connection = tap();
    begin(connection, 's');
    const headers = { 'mcp-session-id': 's' };
    connection.exchange(call(7), { ...events(), body: '' }, { headers });
    expect(connection.exchange(undefined, {}, { method: 'DELETE', headers })).toMatchObject([{ type: 'tool_result', data: { status: 'interrupted' } }, { data: { name: 'mcp_session_end' } }]);
  });

  test('cannot give a call the name of a call of another session', () => {
    const connection = tap();
    begin(connection, 'one');
    begin(connection, 'two');
    const named = { jsonrpc: '2.0', id: 3, method: 'tools/call', params: { name: 'read', _meta: { 'claudecode/toolUseId': 'toolu_0123456789' } } };
    const calls = ['one', 'two'].map((id) => connection.exchange(named, json(result(3, 'x')), { headers: { 'mcp-session-id': id } })[0]?.call);
    expect(new Set(calls).size).toBe(2);
  });

  test('is refused where it is', () => {
    expect(tap().exchange(undefined, { status: 403, statusText: 'Forbidden' }, { method: 'GET', target: '/mcp?key=secret' })).toEqual([
      { type: 'harness_event', at: expect.any(Number), data: { name: 'mcp_http_refused', extra: { server: 'issues', method: 'GET', path: '/mcp', problem: 'HTTP 403 Forbidden' } } },
    ]);
    expect(tap().exchange(undefined, { status: 405 }, { method: 'GET' })).toEqual([]);
  });

  test('that nobody can read is no error: other types, broken JSON, gaps', () => {
    const connection = tap();
    expect(connection.exchange({ a: 1 }, { headers: { 'content-type': 'text/html' }, body: '<p>' }, { headers: { 'content-type': 'application/x-www-form-urlencoded' } })).toEqual([]);
    expect(connection.exchange(call(1), { body: '{"jsonrpc":' })).toMatchObject([{ type: 'mcp_call' }, { type: 'notification' }, { type: 'tool_result' }]);
  });
});
