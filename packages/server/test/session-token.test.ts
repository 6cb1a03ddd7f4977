import { encodeRecord, type SessionStorage } from '@playhead/protocol';
import type { HarnessAdapter } from '@playhead/recorder';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createToken, type Handler, type TokenKind } from '../src/index.ts';
import { listen } from '../src/node.ts';
import { routes } from '../src/routes/route-table.ts';
import { connectHttp, START } from './mcp-client.ts';
import { echoHarness, handlerFor, HOST, recorded } from './support.ts';

const OWN = '01937d1e-7c3a-7000-8000-5f2b6c8d9e01';
const OTHER = '01937d1e-7c3a-7000-8000-5f2b6c8d9e02';
const UNKNOWN = '01937d1e-7c3a-7000-8000-5f2b6c8d9e99';
const HEADER = { name: 'a session', harness: 'echo-agent', agentName: 'echo', workspaceName: 'test' };
const harness: HarnessAdapter = { ...echoHarness, dropsSession: (payload) => payload['text'] === '/private' };
const made = Object.fromEntries((['ingest', 'read', 'admin'] as const).map((kind) => [kind, createToken({ kind, sessionId: OWN })])) as Record<TokenKind, ReturnType<typeof createToken>>; // of exactly these kinds
const whole = createToken({ kind: 'ingest' });
const tokens = { list: () => [...Object.values(made), whole].map(({ token }) => token) };

let storage: SessionStorage;
let handler: Handler;
beforeEach(async () => {
  storage = memoryStorage();
  handler = handlerFor({ storage, harnesses: [harness], access: { tokens } });
  for (const sessionId of [OWN, OTHER]) {
    await storage.create({ ...HEADER, sessionId }, { at: 1_795_232_184_000_000 });
    await storage.append(sessionId, [encodeRecord({ id: 'a', p: 'p1', e: 0, n: 0, at: 1_795_232_184_432_781, type: 'prompt', via: 'sdk', data: { text: `in ${sessionId}` } })]);
  }
});
afterEach(() => handler.close());

function send(kind: TokenKind | 'whole', method: string, path: string, body?: string, headers: Record<string, string> = {}, remoteAddress = '203.0.113.7'): Promise<Response> {
  const { secret } = kind === 'whole' ? whole : made[kind];
  const type = path.endsWith('/records') ? 'application/x-ndjson' : 'application/json';
  return handler(new Request(HOST + path, { method, headers: { 'content-type': type, authorization: `Bearer ${secret}`, ...headers }, ...(body !== undefined && { body }) }), { remoteAddress, port: 7433 });
}

async function textsOf(sessionId: string): Promise<string> {
  let text = '';
  for await (const { records } of storage.read(sessionId)) for (const { line } of records) text += `${line}\n`;
  return text;
}
const ids = async (): Promise<readonly string[]> => (await storage.list()).sessions.map(({ sessionId }) => sessionId).sort();
const LINE = encodeRecord({ id: 'b', p: 'p2', e: 0, n: 0, at: 1_795_232_184_432_999, type: 'moment', via: 'sdk', data: { title: 'x' } });

describe.each(['ingest', 'read', 'admin'] as const)('a token of the kind %s for one session', (kind) => {
  test('reaches no other one, and learns not whether there is one', async () => {
    const before = await textsOf(OTHER);
    for (const { method, path, access } of routes) {
      if (access === 'public' || path === '/api/v1/settings' || path === '/mcp' || path.startsWith('/hooks/')) continue;
      const answers: string[] = [];
      for (const id of [OTHER, UNKNOWN]) {
        const address = path.replace('{id}', id).replace('{blob}', `sha256-${'ab'.repeat(32)}`).replace('{name}', 'index').replace('{approval}', 'x').replace('{harness}', 'echo');
        const body = method === 'GET' || method === 'DELETE' ? undefined : path.endsWith('/records') ? `${LINE}\n` : JSON.stringify({ ...HEADER, sessionId: id });
        const answer = await send(kind, method, address, body);
        answers.push(`${answer.status} ${await answer.text()}`);
      }
      expect([path, answers[0]?.slice(0, 3), answers[1]]).toEqual([path, '403', answers[0]]);
    }
    expect([await textsOf(OTHER), await ids()]).toEqual([before, [OWN, OTHER]]);
  });
});

test('a token for one session does there what its kind may do', async () => {
  const statusOf = async (...call: Parameters<typeof send>): Promise<number> => (await send(...call)).status;
  const at = `/api/v1/sessions/${OWN}`;
  expect([await statusOf('ingest', 'POST', '/api/v1/sessions', JSON.stringify({ ...HEADER, sessionId: OWN })), await statusOf('ingest', 'POST', `${at}/records`, `${LINE}\n`), await statusOf('ingest', 'GET', at)]).toEqual([200, 200, 403]);
  expect([await statusOf('read', 'GET', at), await statusOf('read', 'GET', `${at}/records`), await statusOf('read', 'POST', `${at}/records`, LINE)]).toEqual([200, 200, 403]);
  expect(await statusOf('admin', 'DELETE', at)).toBe(204);
  expect(await ids()).toEqual([OTHER]);
});

test('a token for one session does not begin one that is not named, and meets none by the name that a harness gave it', async () => {
  await storage.create({ ...HEADER, sessionId: UNKNOWN, harnessSessionId: 'theirs', generation: 0 });
  const create = async (header: object): Promise<string> => {
    const answer = await send('ingest', 'POST', '/api/v1/sessions', JSON.stringify({ ...HEADER, ...header }));
    return `${answer.status} ${await answer.text()}`;
  };
  await storage.delete(OWN);
  const refused = [await create({ sessionId: OTHER }), await create({ sessionId: '01937d1e-7c3a-7000-8000-5f2b6c8d9e77' }), await create({ sessionId: OWN, harnessSessionId: 'theirs', generation: 0 })];
  for (const answer of refused) expect(answer).toMatch(/^403 .*"forbidden"/);
  expect(refused.join()).not.toContain(UNKNOWN);
  expect(await ids()).toEqual([OTHER, UNKNOWN]);
  expect(await create({ sessionId: OWN })).toMatch(/^201 /);
});

test('what a tap asks, to know whether its token may do more than add, is answered as for any token, and names no path of the machine to one for one session', async () => {
  const answers = await Promise.all((['ingest', 'read', 'admin'] as const).map((kind) => send(kind, 'GET', '/api/v1/settings')));
  expect(answers.map(({ status }) => status)).toEqual([403, 200, 200]);
  expect(await answers[2]?.text()).not.toContain('sources');
});

describe('hooks with a token for one session', () => {
  const hook = (payload: object, headers: Record<string, string> = {}, kind: TokenKind | 'whole' = 'ingest'): Promise<Response> => send(kind, 'POST', '/hooks/echo', JSON.stringify(payload), headers);

  test('are recorded there, without a launcher that names it', async () => {
    expect(recorded(await hook({ session: 'mine', text: 'hello' }))).toBe(true);
    expect(await textsOf(OWN)).toContain('hello');
    expect(await ids()).toEqual([OWN, OTHER]);
  });

  test('begin no other session, also where the harness begins anew or a header names another one', async () => {
    await hook({ session: 'mine', text: 'hello' });
    const answers = [await hook({ session: 'mine', text: 'anew', begin: true }), await hook({ session: 'second', text: 'also' }), await hook({ session: 'third', text: 'there' }, { 'playhead-session': OTHER })];
    expect(answers.map(recorded)).toEqual([false, false, false]);
    expect([await ids(), (await textsOf(OTHER)).includes('there')]).toEqual([[OWN, OTHER], false]);
  });

  test('add nothing to the session of another agent, and do not make it private', async () => {
    await hook({ session: 'theirs', text: 'their prompt' }, {}, 'whole');
    const [theirs = ''] = (await ids()).filter((id) => id !== OWN && id !== OTHER);
    const before = await textsOf(theirs);
    for (const kind of ['ingest', 'admin'] as const) for (const text of ['a lie', '/private']) expect(recorded(await hook({ session: 'theirs', text }, {}, kind))).toBe(false);
    expect(recorded(await hook({ session: 'theirs', text: 'goes on' }, {}, 'whole'))).toBe(true);
    const after = await textsOf(theirs);
    expect([after.startsWith(before), after.includes('goes on'), /a lie|session_dropped|recorder_gap/.test(after)]).toEqual([true, true, false]);
  });

  test.each(['playhead-missed', 'playhead-shell'])('of the kind %s are for who may record everywhere', async (header) => {
    const tell = async (kind: TokenKind | 'whole'): Promise<string | null> => {
      const answer = await send(kind, 'POST', '/hooks/echo', JSON.stringify({ shell: '1', line: 'x', text: 'x', at: 0 }), { [header]: 'theirs' }, '127.0.0.1');
      return answer.headers.get('playhead-refused');
    };
    expect([await tell('ingest'), await tell('whole')]).toEqual(['not_recorded', null]); // null: it may be told again
  });
});

test('tools with a token for one session add to it alone', async () => {
  const server = await listen(handler, { port: 0 });
  try {
    const { call, close } = await connectHttp(server.url, { headers: { authorization: `Bearer ${made.ingest.secret}` } });
    const moment = { type: 'moment', data: { title: 'told by a tool' } };
    expect((await call('record_start', START)).answer['sessionId']).toBe(OWN);
    await call('record_event', moment);
    const answers = [await call('record_start', { ...START, sessionId: OTHER }), await call('record_event', { ...moment, sessionId: OTHER }), await call('review_note', { sessionId: OTHER, text: 'a lie' }), await call('record_status', { sessionId: UNKNOWN })];
    for (const answer of answers) expect(JSON.stringify(answer)).toContain('forbidden');
    await close();
    const elsewhere = await connectHttp(server.url, { headers: { authorization: `Bearer ${made.ingest.secret}`, 'playhead-session-id': OTHER } });
    expect(JSON.stringify(await elsewhere.call('record_event', moment))).toContain('forbidden');
    await elsewhere.close();
    expect([(await textsOf(OWN)).includes('told by a tool'), (await textsOf(OTHER)).includes('told by a tool'), await storage.annotations(OTHER), await ids()]).toEqual([true, false, [], [OWN, OTHER]]);
  } finally {
    await server.close();
  }
});
