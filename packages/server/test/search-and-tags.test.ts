import { encodeRecord, PlayheadError, type JsonObject, type SessionStorage } from '@playhead/protocol';
import { searchSessions, type SessionHits } from '@playhead/replay-core';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createToken, type Handler } from '../src/index.ts';
import { get, handlerFor, HOST, json, post } from './support.ts';

let storage: SessionStorage;
let handler: Handler;
beforeEach(() => {
  storage = memoryStorage();
  handler = handlerFor({ storage });
});
afterEach(() => handler.close());

const uuid = (number: number): string => `01980000-0000-7000-8000-${String(number).padStart(12, '0')}`;

async function record(number: number, header: JsonObject, records: readonly { readonly type: string; readonly data: JsonObject }[] = []): Promise<void> {
  const sessionId = uuid(number);
  const at = 1_763_700_000_000_000 + number * 60_000_000;
  await storage.create({ sessionId, name: `Session ${number}`, harness: 'h', agentName: 'a', workspaceName: 'w', ...header }, { at });
  await storage.append(sessionId, records.map((one, n) => encodeRecord({ id: `${sessionId}-${n}`, p: 'p', e: 0, n, at: at + n, via: 'sdk', ...one })));
}

const search = async (query: string): Promise<SessionHits & { readonly text: string }> => (await json(await get(handler, `/api/v1/sessions/search?${query}`))) as unknown as SessionHits & { readonly text: string }; // what the reference says

test('a text is found wherever it stands, with what stands around it, page by page', async () => {
  await record(1, { name: 'Mend the RATE limit', project: 'shop' });
  await record(2, {}, [{ type: 'prompt', data: { text: `${'x'.repeat(500)} rate limit ${'y'.repeat(500)}`, origin: 'human' } }]);
  await record(3, { project: 'shop' }, [{ type: 'file_read', data: { path: 'src/rate limit.ts' } }, { type: 'final_output', data: { title: 'Done', content: 'The rate limit holds.' } }]);
  await record(4, {}, [{ type: 'terminal_command', data: { command: 'rate limit' } }]);
  const all = await search('text=Rate%20Limit');
  expect([all.text, all.hits.map(({ sessionId, places }) => [sessionId, places.map(({ field }) => field)])]).toEqual(['Rate Limit', [[uuid(3), ['file']], [uuid(2), ['prompt']], [uuid(1), ['name']]]]);
  expect(all.hits[1]?.places[0]?.excerpt).toMatch(/^…x{59} rate limit y{59}…$/);
  expect((await search('text=rate%20limit&project=shop')).hits.map(({ sessionId }) => sessionId)).toEqual([uuid(3), uuid(1)]);
  const first = await search('text=rate%20limit&limit=2');
  const second = await search(`text=rate%20limit&limit=2&cursor=${encodeURIComponent(first.next ?? '')}`);
  expect([first.hits.length, second.hits.map(({ sessionId }) => sessionId), second.next]).toEqual([2, [uuid(1)], undefined]);
});

test.each(['text=', 'text=%20', '', `text=${'x'.repeat(1001)}`, 'text=x&limit=101', 'text=x&limit=0', 'text=x&outcome=good'])('?%s is refused', async (query) => {
  const response = await get(handler, `/api/v1/sessions/search?${query}`);
  expect([response.status, (await json(response))['code']]).toEqual([400, 'usage']);
});

test('no more of logs is read than is allowed, and a session that is deleted under the search is no hit', async () => {
  const late = { type: 'final_output', data: { title: 'Done', content: 'needle' } };
  for (const number of [1, 2, 3]) await record(number, {}, [...Array.from({ length: 20 }, () => ({ type: 'moment', data: { title: 'z'.repeat(1000) } })), late]);
  let read = 0;
  const counting: SessionStorage = {
    ...storage,
    async* read(id, options) {
      if (id === uuid(3)) throw new PlayheadError('session_not_found', 'Gone.');
      for await (const chunk of storage.read(id, options)) {
        read += chunk.records.length;
        yield chunk;
      }
    },
  };
  const { hits } = await searchSessions(counting, 'needle', {}, { mostRead: 10_000 });
  expect(hits.map(({ sessionId, places }) => [sessionId, places])).toEqual([[uuid(2), [{ field: 'output', excerpt: 'Done needle' }]], [uuid(1), []]]); // what was read of the first is looked through
  expect(read).toBe(21);
  expect((await searchSessions(counting, 'needle')).hits[0]?.places).toEqual([{ field: 'output', excerpt: 'Done needle' }]);
});

test('headers that hold something else than they should are searched all the same', async () => {
  await record(1, { name: 'x', project: 7, prompt: ['needle'], tags: 'none' } as unknown as JsonObject, [{ type: 'file_read', data: { path: 'needle' } }]); // as no recorder of ours writes it
  expect((await search('text=needle')).hits.map(({ places }) => places)).toEqual([[{ field: 'file', excerpt: 'needle' }]]);
  expect(await json(await get(handler, `/api/v1/sessions/${uuid(1)}/tags`))).toEqual({ tags: [] });
});

test('tags are given, taken away and counted; what was recorded stays', async () => {
  await record(1, { tags: ['recorded'], project: 'shop' });
  await record(2, { project: 'site' });
  const change = (number: number, body: JsonObject): Promise<Response> => post(handler, `/api/v1/sessions/${uuid(number)}/tags`, JSON.stringify(body));
  expect((await change(1, { add: ['nightly', ' auth '], author: 'ada' })).status).toBe(204);
  expect((await change(2, { add: ['nightly'] })).status).toBe(204);
  expect((await change(1, { remove: ['auth', 'recorded'] })).status).toBe(204);
  expect(await json(await get(handler, `/api/v1/sessions/${uuid(1)}/tags`))).toEqual({ tags: ['recorded', 'nightly'] });
  expect(await json(await get(handler, '/api/v1/tags'))).toEqual({ schemaVersion: 1, sessions: 2, tags: [{ tag: 'nightly', sessions: 2 }, { tag: 'recorded', sessions: 1 }], more: 0 });
  expect(await json(await get(handler, '/api/v1/tags?project=shop&most=1'))).toMatchObject({ sessions: 1, tags: [{ tag: 'nightly', sessions: 1 }], more: 1 });
  expect((await storage.annotations(uuid(1))).map(({ author, type }) => [author, type])).toContainEqual(['ada', 'tag']);
  for (const wrong of [{}, { add: 'x' }, { add: [1] }, { add: ['a,b'] }, { add: ['y'.repeat(101)] }, { add: [''] }, { add: ['x'], author: 7 }]) expect([wrong, (await change(1, wrong)).status]).toEqual([wrong, 400]);
  expect((await change(9, { add: ['x'] })).status).toBe(404);
});

test('a token that reads may search and count, and change nothing; one that records may tag, and read nothing', async () => {
  const [reads, records] = (['read', 'ingest'] as const).map((kind) => createToken({ kind, workspace: 'default' }));
  await record(1, {});
  const guarded = handlerFor({ storage, access: { tokens: { list: () => [reads, records].flatMap((made) => made?.token ?? []) } } });
  const status = async (secret: string | undefined, method: string, path: string): Promise<number> => (await guarded(new Request(HOST + path, { method, headers: { authorization: `Bearer ${secret ?? ''}`, 'content-type': 'application/json' }, ...(method === 'POST' && { body: '{"add":["x"]}' }) }), { port: 7433, remoteAddress: '203.0.113.7' })).status;
  const asked = [['GET', '/api/v1/sessions/search?text=s'], ['GET', '/api/v1/tags'], ['GET', `/api/v1/sessions/${uuid(1)}/tags`], ['POST', `/api/v1/sessions/${uuid(1)}/tags`]] as const;
  for (const [method, path] of asked) expect([method, path, await status(reads?.secret, method, path), await status(records?.secret, method, path)]).toEqual([method, path, method === 'GET' ? 200 : 403, method === 'GET' ? 403 : 204]);
  await guarded.close();
});
