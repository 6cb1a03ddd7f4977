import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage, type RequestListener } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { createMessageGate } from '../src/gate/message-gate.ts';
import { createExchangeGuard, type ExchangeGuardOptions } from '../src/guard/exchange-guard.ts';
import type { ApprovalAnswer } from '../src/guard/guard-messages.ts';
import { createHoldRoom } from '../src/guard/hold-room.ts';
import { openHttpTap } from '../src/http/http-tap.ts';
import { MCP_HEADERS } from '../src/mcp/mcp-headers.ts';
import { compilePolicy } from '../src/policy/compile-policy.ts';
import type { PolicyRule } from '../src/policy/policy.ts';
import type { RpcDecision } from '../src/rpc/decision-item.ts';
import { bodyOf, serve } from './http-support.ts';

const RULES: readonly PolicyRule[] = [{ id: 'ask', effect: 'hold', tool: 'write' }, { id: 'never', effect: 'deny', tool: 'remove' }];
const call = (id: number, name: string, more: object = {}): string => JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, ...more } });
const LIST = { jsonrpc: '2.0', id: 1, result: { tools: [{ name: 'read', n: 1 }, { name: 'remove' }] } };
const JSON_TYPE = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

interface Guarded {
  readonly url: string;
  /** Bodies that the server got, and its requests. */
  readonly got: { readonly body: string; readonly request: IncomingMessage }[];
  readonly decisions: RpcDecision[];
  /** What was recorded of bodies. */
  readonly recorded: string[];
  decide(answer: ApprovalAnswer): Promise<void>;
}

const closes: (() => unknown)[] = [];
afterEach(async () => { for (const close of closes.splice(0)) await close(); });

/** A guarded tap whose recorder keeps what it is told. */
async function guard(answer: RequestListener, options: Partial<ExchangeGuardOptions> & { rules?: readonly PolicyRule[]; stored?: () => boolean } = {}): Promise<Guarded> {
  const { rules = RULES, stored = () => true, ...more } = options;
  const got: Guarded['got'] = [];
  const [decisions, recorded]: [RpcDecision[], string[]] = [[], []];
  const waiting: ((answer: ApprovalAnswer | undefined) => void)[] = [];
  const { url } = await serve((incoming, response) => {
    void bodyOf(incoming).then((body) => {
      got.push({ body: body.toString(), request: incoming });
      answer(incoming, response);
    });
  });
  let ids = 0;
  const policy = compilePolicy({ version: 1, default: 'allow', rules });
  const { forward } = createExchangeGuard({
    mode: 'observe', newGate: () => createMessageGate({ policy: () => policy, server: 'files' }), nextId: () => `a${ids++}`, now: () => 0, progressMs: 5, ...more,
    link: {
      ready: Promise.resolve(true), stored: () => Promise.resolve(stored()), end: () => Promise.resolve({}), long: () => {}, line: () => {}, hidden: () => {}, failure: () => {},
      step: (step) => { if (step.kind === 'bytes') recorded.push(step.bytes.toString()); },
      decision: (_, decided) => void decisions.push(decided),
      answer: (_, signal) => new Promise((resolve) => {
        waiting.push(resolve);
        signal.addEventListener('abort', () => resolve(undefined));
      }),
    },
  });
  const tap = await openHttpTap({ upstream: `${url}/mcp`, keepHeaders: MCP_HEADERS, onStep: (step) => { if (step.kind === 'bytes') recorded.push(step.bytes.toString()); } }, forward);
  closes.push(() => tap.close(0));
  return { url: tap.url, got, decisions, recorded, async decide(said) {
    await expect.poll(() => waiting.length).toBeGreaterThan(0);
    waiting.pop()?.(said);
  } };
}

function ask(url: string, headers: Record<string, string | number> = JSON_TYPE, method = 'POST'): ClientRequest {
  return request(url, { method, headers, agent: false }).on('error', () => {});
}
async function post(url: string, body: string | Buffer, headers: Record<string, string> = JSON_TYPE): Promise<{ status: number | undefined; headers: IncomingMessage['headers']; body: Buffer }> {
  const asked = ask(url, headers);
  asked.end(body);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]; // the arguments of this event
  return { status: answer.statusCode, headers: answer.headers, body: await bodyOf(answer) };
}
const json = (value: unknown): RequestListener => (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));

describe('a policy before a server over HTTP', () => {
  test('keeps a denied call from it and answers as the transport does, and all else passes byte for byte', async () => {
    const { url, got, decisions, recorded } = await guard((_, response) => response.writeHead(200, { 'content-type': 'application/json', 'x-own': 'yes' }).end('{ "jsonrpc": "2.0", "id":1, "result" : {"n":1.0} }\n'));
    const denied = await post(url, call(1, 'remove'));
    expect([denied.status, denied.headers['content-type'], JSON.parse(denied.body.toString())]).toMatchObject([200, 'application/json', { id: 1, result: { isError: true } }]);
    const events = await post(url, call(2, 'remove'), { 'content-type': 'application/json', accept: 'text/event-stream' });
    expect([events.headers['content-type'], events.body.toString()]).toEqual(['text/event-stream', expect.stringMatching(/^data: \{.*"id":2.*\}\n\n$/)]);
    expect(got).toEqual([]);
    expect(decisions).toMatchObject([{ decision: 'denied', rule: 'never', tool: 'remove' }, { decision: 'denied' }]);
    const passed = `{ "jsonrpc":"2.0","id":1 , "method":"tools/call","params":{"name":"read","arguments":{"n":1.0}}}`;
    const answered = await post(url, passed);
    expect([got.map(({ body }) => body), answered.body.toString(), answered.headers['x-own'], recorded.includes(passed)]).toEqual([[passed], '{ "jsonrpc": "2.0", "id":1, "result" : {"n":1.0} }\n', 'yes', true]);
  });

  test('hides denied tools in lists of either form, packed or not, and says their length right', async () => {
    const packed = gzipSync(JSON.stringify({ ...LIST, result: { tools: [{ name: 'read' }] } }));
    const { url } = await guard((incoming, response) => {
      const form = String(incoming.headers['x-form']);
      if (form === 'events') response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`: a comment\r\n\r\nevent: message\nid: 7\ndata: {"jsonrpc":"2.0",\ndata: "method":"x/y"}\n\nid: 8\ndata:${JSON.stringify(LIST)}\n\nretry: 5\n\n`);
      else if (form === 'same') response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip', etag: '"1"' }).end(packed);
      else response.writeHead(200, { 'content-type': 'application/json', etag: '"1"', ...(form === 'gzip' && { 'content-encoding': 'gzip' }) }).end(form === 'gzip' ? gzipSync(JSON.stringify(LIST)) : JSON.stringify(LIST));
    });
    const list = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}';
    for (const form of ['json', 'gzip']) {
      const { headers, body } = await post(url, list, { ...JSON_TYPE, 'x-form': form });
      expect([body.toString(), headers['content-length'], headers['content-encoding'], headers.etag]).toEqual(['{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"read","n":1}]}}', String(body.length), undefined, undefined]);
    }
    const same = await post(url, list, { ...JSON_TYPE, 'x-form': 'same' });
    expect([same.body.equals(packed), same.headers['content-encoding'], gunzipSync(same.body).toString()]).toEqual([true, 'gzip', expect.stringContaining('read')]);
    expect((await post(url, list, { ...JSON_TYPE, 'x-form': 'events' })).body.toString()).toBe(': a comment\r\n\r\nevent: message\nid: 7\ndata: {"jsonrpc":"2.0",\ndata: "method":"x/y"}\n\nid: 8\ndata: {"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"read","n":1}]}}\n\nretry: 5\n\n');
  });

  test.each<readonly [string, string, string | Buffer, Record<string, string>]>([
    ['a type that is no JSON', '', call(1, 'remove'), { 'content-type': 'text/plain' }], ['no type', '', call(1, 'remove'), {}], ['another alphabet', '', Buffer.from(call(1, 'remove'), 'utf16le'), { 'content-type': 'application/json; charset=utf-16le' }],
    ['an alphabet in which the same bytes name another tool', '', call(1, '+AHI-emove'), { 'content-type': 'application/json; charset=utf-7' }],
    ['an alphabet that the type does not name', '', Buffer.from(call(1, 'remove'), 'utf16le'), { 'content-type': 'application/json' }],
    ['another address of the server', '/', call(1, 'remove'), { 'content-type': 'application/json' }], ['another address and alphabet', '/', Buffer.from(call(1, 'remove'), 'utf16le'), { 'content-type': 'application/json' }],
    ['a form', '/', `x=${call(1, 'remove')}`, { 'content-type': 'application/x-www-form-urlencoded' }], ['a form at the address of messages', '', 'grant_type=x', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['a packing that is not known', '', call(1, 'remove'), { 'content-type': 'application/json', 'content-encoding': 'x-own' }], ['two packings', '', gzipSync(gzipSync(call(1, 'remove'))), { 'content-type': 'application/json', 'content-encoding': 'gzip, gzip' }],
    ['a packed body', '', gzipSync(call(1, 'remove')), { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
    ['a header that names the tool', '', call(1, 'read'), { 'content-type': 'application/json', 'mcp-method': 'tools/call', 'mcp-name': 'remove' }], ['a wrapped header', '', call(1, 'read'), { 'content-type': 'application/json', 'mcp-name': `=?base64?${Buffer.from('remove').toString('base64')}?=` }],
    ['a header that names the method', '', '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"name":"remove"}}', { 'content-type': 'application/json', 'mcp-method': 'tools/call' }],
    ['a second name', '', '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"remove","name":"read"}}', { 'content-type': 'application/json' }], ['a byte order mark', '', `\uFEFF${call(1, 'remove')}`, { 'content-type': 'application/json' }],
  ])('lets no denied call pass by %s', async (_, path, body, headers) => {
    const { url, got } = await guard(json({}));
    const { status, body: said } = await post(url + path, body, headers);
    expect([got, status === 200 ? String(said).includes('isError') : (status ?? 0) >= 400]).toEqual([[], true]);
  });

  test('lets clients sign in and register', async () => {
    const { url, got } = await guard(json({}));
    const { origin } = new URL(url);
    await post(`${origin}/token`, 'grant_type=authorization_code&code_challenge_method=S256&code=a%20b', { 'content-type': 'application/x-www-form-urlencoded' });
    await post(`${origin}/register`, '{"client_name":"x","token_endpoint_auth_method":"none"}', { 'content-type': 'application/json' });
    expect(got.map(({ request: { url: path } }) => path)).toEqual(['/token', '/register']);
  });

  test('keeps from the client what a server may not ask, and tells the server', async () => {
    const { url, got } = await guard((_, response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).end('id: 4\ndata: {"jsonrpc":"2.0","id":"s1","method":"sampling/createMessage","params":{}}\n\ndata: {"jsonrpc":"2.0","id":1,"result":{}}\n\n'), { rules: [{ id: 'no-sampling', effect: 'deny', method: 'sampling/*', direction: 'to_client' }] });
    const { body } = await post(url, call(1, 'read'), { ...JSON_TYPE, 'mcp-session-id': 's', authorization: 'Bearer x' });
    expect(body.toString()).toBe('id: 4\n\ndata: {"jsonrpc":"2.0","id":1,"result":{}}\n\n');
    await expect.poll(() => got.length).toBe(2);
    expect([got[1]?.body, got[1]?.request.headers]).toMatchObject([expect.stringMatching(/"id":"s1","error":\{"code":-32011/), { 'mcp-session-id': 's', authorization: 'Bearer x' }]);
  });

  test('answers over the stream of the older transport', async () => {
    const { url } = await guard((incoming, response) => {
      if (incoming.method === 'GET') response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: endpoint\ndata: /messages?s=1\n\n');
      else response.writeHead(202).end();
    });
    const asked = ask(url, { accept: 'text/event-stream' }, 'GET');
    asked.end();
    const [stream] = (await once(asked, 'response')) as [IncomingMessage]; // the arguments of this event
    let heard = '';
    stream.on('data', (bytes: Buffer) => { heard += String(bytes); });
    await expect.poll(() => heard).toContain('endpoint');
    expect((await post(`${new URL(url).origin}/messages?s=1`, call(3, 'remove'))).status).toBe(202);
    await expect.poll(() => heard).toMatch(/event: message\ndata: .*"id":3.*isError/);
    asked.destroy();
  });
});

describe('a call over HTTP that waits for an approval', () => {
  const APPROVED: ApprovalAnswer = { decision: 'approved', by: 'ada' };

  test('goes on once somebody approves it, and its client hears meanwhile that it waits', async () => {
    const { url, got, decisions, decide } = await guard(json({ jsonrpc: '2.0', id: 1, result: { content: [] } }));
    const asked = ask(url);
    asked.end(call(1, 'write', { _meta: { progressToken: 't' } }));
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]; // the arguments of this event
    let heard = '';
    answer.on('data', (bytes: Buffer) => { heard += String(bytes); });
    await expect.poll(() => heard).toMatch(/data: \{.*notifications\/progress.*\}\n\n.*data: \{.*notifications\/progress/s);
    expect(got).toEqual([]);
    await decide(APPROVED);
    await once(answer, 'end');
    expect([answer.headers['content-type'], heard.split('\n\n').at(-2), got.length]).toEqual(['text/event-stream', 'event: message\ndata: {"jsonrpc":"2.0","id":1,"result":{"content":[]}}', 1]);
    expect(decisions.map(({ decision }) => decision)).toEqual(['held', 'allowed']);
  });

  test('of a client that takes no events waits without a word, and is answered as ever', async () => {
    const { url, decide } = await guard(json({ jsonrpc: '2.0', id: 1, result: {} }), { progressMs: 1 });
    const answered = post(url, call(1, 'write'), { 'content-type': 'application/json', accept: 'application/json' });
    await decide(APPROVED);
    expect(await answered).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
  });

  test('hears that the server failed where events were promised', async () => {
    const { url, decide } = await guard((_, response) => response.writeHead(500).end('oh'));
    const asked = ask(url);
    asked.end(call(1, 'write'));
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]; // the arguments of this event
    await decide(APPROVED);
    expect(String(await bodyOf(answer))).toMatch(/"id":1,"error":\{"code":500/);
  });

  test('is gone once another request of its session takes it back', async () => {
    const { url, got, decisions } = await guard((_, response) => response.writeHead(200, { 'content-type': 'application/json', 'mcp-session-id': 's' }).end('{"jsonrpc":"2.0","id":0,"result":{}}'));
    await post(url, '{"jsonrpc":"2.0","id":0,"method":"initialize","params":{}}');
    const headers = { 'content-type': 'application/json', 'mcp-session-id': 's' };
    const held = post(url, call(1, 'write'), headers);
    await expect.poll(() => decisions.length).toBe(1);
    await post(url, '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}', headers);
    expect([(await held).status, decisions.at(-1)?.decision, got.length]).toEqual([202, 'expired', 2]);
  });

  test('is gone with its client', async () => {
    const { url, got, decisions } = await guard(json({ jsonrpc: '2.0', id: 0, result: {} }));
    const asked = ask(url);
    asked.end(call(1, 'write'));
    await expect.poll(() => decisions.length).toBe(1);
    asked.destroy();
    await expect.poll(() => decisions.at(-1)?.decision).toBe('expired');
    expect(got).toEqual([]);
  });

  test('is denied where too many wait already: in number or in size', async () => {
    for (const room of [createHoldRoom({ mostMessages: 2 }), createHoldRoom({ mostBytes: 250 })]) {
      const { url, decisions, decide } = await guard(json({ jsonrpc: '2.0', id: 1, result: {} }), { room });
      const waiting = [1, 2].map((id) => post(url, call(id, 'write')));
      await expect.poll(() => decisions.length).toBe(2);
      expect(String((await post(url, call(3, 'write', { arguments: 'x'.repeat(100) }))).body)).toMatch(/"id":3.*isError|Too many messages.*"id":3|"id":3,"result".*Too many messages/);
      expect(decisions.at(-1)).toMatchObject({ decision: 'denied', rule: 'ask', message: expect.stringContaining('Too many messages') });
      for (const _ of waiting) await decide(APPROVED);
      await Promise.all(waiting);
      const again = post(url, call(4, 'write')); // there is room again
      await decide(APPROVED);
      await again;
      expect(decisions.at(-1)).toMatchObject({ decision: 'allowed' });
    }
  });
});

describe('in mode strict over HTTP', () => {
  const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

  test.each([200, 5000, 200_000])('a call whose arguments stand %d deep is refused by its id, and the next one passes', async (levels) => {
    const { url, got, decisions } = await guard(json({ jsonrpc: '2.0', id: 2, result: {} }), { mode: 'strict' });
    const { status, body } = await post(url, `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read","arguments":${deep(levels)}}}`);
    expect([status, JSON.parse(body.toString())]).toMatchObject([200, { id: 1, error: { code: -32_012, message: expect.stringContaining('nested deeper than') } }]);
    await post(url, call(2, 'read'));
    expect(got.map((one) => one.body)).toEqual([call(2, 'read')]);
    expect(decisions).toMatchObject([{ id: 1, decision: 'denied', tool: 'read' }]);
  });

  test('a server does not ask its client what no recording can keep', async () => {
    const { url, got, decisions } = await guard((_, response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`data: {"jsonrpc":"2.0","id":"s1","method":"sampling/createMessage","params":${deep(200)}}\n\ndata: {"jsonrpc":"2.0","id":1,"result":{}}\n\n`), { mode: 'strict' });
    const { body } = await post(url, call(1, 'read'));
    expect(body.toString().trim()).toBe('data: {"jsonrpc":"2.0","id":1,"result":{}}');
    expect(decisions).toMatchObject([{ id: 's1', decision: 'denied', method: 'sampling/createMessage' }]);
    await expect.poll(() => got.at(-1)?.body).toMatch(/"id":"s1","error":\{"code":-32012/);
  });

  test('nothing is handed on that is not stored, in either direction', async () => {
    let left = 0;
    const { url, got } = await guard(json({ jsonrpc: '2.0', id: 1, result: { secret: 1 } }), { mode: 'strict', stored: () => (left -= 1) >= 0 });
    expect([JSON.parse(String((await post(url, call(1, 'read'))).body)), got]).toMatchObject([{ id: 1, error: { code: -32012 } }, []]);
    left = 1;
    const { body } = await post(url, call(1, 'read'));
    expect([got.length, JSON.parse(String(body))]).toMatchObject([1, { id: 1, error: { code: -32012 } }]);
    left = 2;
    expect(JSON.parse(String((await post(url, call(1, 'read'))).body))).toMatchObject({ result: { secret: 1 } });
  });

  test('events of a stream are stored before they are heard', async () => {
    let left = 2;
    const { url } = await guard((_, response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: {"jsonrpc":"2.0","method":"x"}\n\ndata: {"jsonrpc":"2.0","id":1,"result":{"secret":1}}\n\n'), { mode: 'strict', stored: () => (left -= 1) >= 0 });
    expect(String((await post(url, call(1, 'read'))).body)).toMatch(/^data: \{"jsonrpc":"2.0","method":"x"\}\n\nevent: message\ndata: \{"jsonrpc":"2.0","id":1,"error":\{"code":-32012/);
  });
});
