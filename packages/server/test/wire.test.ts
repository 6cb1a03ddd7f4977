import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { createProducer, createSessionRecording } from '@playhead/recorder';
import { encodeRecord, type SessionStorage } from '@playhead/protocol';
import { reviewRules } from '@playhead/replay-core';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createHandler, type Handler } from '../src/index.ts';
import { get, HOST, json, post } from './support.ts';

/** Made of pieces, so that it stands in no file of this repository. */
const TOKEN = ['ghp', '_', 'Z9y8X7w6'.repeat(5).slice(0, 36)].join('');
const PIECE = TOKEN.slice(4, 12);
const ID = '01937d1e-7c3a-7000-8000-5f2b6c8d9e01';
const HEADER = { sessionId: ID, name: 'Fix the login', harness: 'curl', agentName: 'me', workspaceName: 'shop' };
const SSE = { accept: 'text/event-stream' };

let dir: string;
let storage: SessionStorage;
let handler: Handler;

const start = (): void => {
  storage = fsStorage({ dir: join(dir, 'data') });
  handler = createHandler({ storage, recordingOf: createSessionRecording({ dir }) });
};
const restart = async (): Promise<void> => {
  await handler.close();
  await storage.close();
  start();
};
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'playhead-wire-'));
  start();
});
afterEach(async () => {
  await handler.close();
  await storage.close();
  rmSync(dir, { recursive: true, force: true });
});

const send = (method: string, path: string, body?: BodyInit, headers: Record<string, string> = {}): Promise<Response> =>
  handler(new Request(HOST + path, { method, headers: { 'content-type': 'application/octet-stream', ...headers }, ...(body !== undefined && { body }) }), { port: 7433, remoteAddress: '127.0.0.1' });
const begin = (header: object = HEADER, query = ''): Promise<Response> => post(handler, `/api/v1/sessions${query}`, JSON.stringify(header));
const records = (query = ''): string => `/api/v1/sessions/${ID}/records${query}`;
const append = (lines: readonly string[], query = ''): Promise<Response> => post(handler, records(query), lines.map((line) => `${line}\n`).join(''));
const line = (n: number, data: Record<string, unknown> = {}): string => encodeRecord({ id: `id-${n}`, p: 'p1', e: 0, n, at: 1795232184432781 + n, type: 'moment', via: 'sdk', data: { title: `${n}`, ...data } as never });
const logFile = (): string => {
  const sessions = join(dir, 'data/sessions');
  return readFileSync(join(sessions, readdirSync(sessions).find((name) => name.endsWith(`_${ID}.jsonl`)) ?? ''), 'utf8');
};
const answer = async (response: Response): Promise<unknown> => [response.status, await json(response)];

describe('a session', () => {
  test('begins, says where its replay is, and begins once', async () => {
    const replayUrl = `${HOST}/sessions/${ID}`;
    expect(await answer(await begin())).toEqual([201, { sessionId: ID, created: true, replayUrl }]);
    expect(await answer(await begin())).toEqual([200, { sessionId: ID, created: false, replayUrl }]);
    expect((await json(await get(handler, `/api/v1/sessions/${ID}`)))['session']).toMatchObject(HEADER);
  });

  test('holds no secret of its header, and says of redaction what its sender said', async () => {
    const redaction = { policy: 'strict', digest: 'strict:1' };
    await begin({ ...HEADER, prompt: `use ${TOKEN}`, redaction });
    const text = JSON.stringify(await json(await get(handler, `/api/v1/sessions/${ID}`)));
    expect(text).not.toContain(PIECE);
    expect(text).toContain(JSON.stringify(redaction));
  });

  test.each([
    ['no JSON', 'text', '', 'invalid_payload'],
    ['no header', '{}', '', 'invalid_session'],
    ['no uuid', JSON.stringify({ ...HEADER, sessionId: 'a1' }), '', 'invalid_session'],
    ['no time', JSON.stringify(HEADER), '?at=now', 'usage'],
  ])('does not begin with %s', async (_, body, query, code) => {
    const response = await post(handler, `/api/v1/sessions${query}`, body);
    expect([response.status, (await json(response))['code']]).toEqual([400, code]);
    expect((await storage.list()).sessions).toEqual([]);
  });
});

describe('lines', () => {
  beforeEach(() => begin());

  test('that come again are counted and not stored again, also after a restart', async () => {
    expect(await answer(await append([line(0), line(1)]))).toEqual([200, { accepted: 2, duplicates: 0, conflicts: 0 }]);
    expect(await answer(await append([line(1), line(2), line(2)]))).toEqual([200, { accepted: 3, duplicates: 2, conflicts: 0 }]);
    await restart();
    expect(await answer(await append([line(0), line(1), line(2), line(3)]))).toEqual([200, { accepted: 4, duplicates: 3, conflicts: 0 }]);
    expect(logFile().trim().split('\n')).toEqual([line(0), line(1), line(2), line(3)]);
  });

  test('that come again and again at the same moment are stored once', async () => {
    const batch = Array.from({ length: 50 }, (_, n) => line(n));
    const answers = await Promise.all(Array.from({ length: 8 }, async () => json(await append(batch))));
    expect(answers.reduce((sum, { duplicates }) => sum + Number(duplicates), 0)).toBe(7 * 50);
    expect(logFile().trim().split('\n')).toEqual(batch);
  });

  test.each(['', 'after a restart'])('with a number that is taken are refused with all that came with them, or passed over %s', async (when) => {
    await append([line(0), line(1)]);
    if (when !== '') await restart();
    const batch = [line(1, { title: 'another' }), line(2)];
    const refused = await append(batch);
    expect([refused.status, (await json(refused))['code']]).toEqual([409, 'conflict']);
    expect(logFile().trim().split('\n')).toEqual([line(0), line(1)]);
    expect(await answer(await append(batch, '?existing=keep'))).toEqual([200, { accepted: 1, duplicates: 0, conflicts: 1 }]);
    expect(logFile().trim().split('\n')).toEqual([line(0), line(1), line(2)]);
  });

  test('with a secret are known again by what was stored, and what was taken out is counted once', async () => {
    const secret = createProducer({ via: 'sdk' }).produce({ type: 'prompt', data: { text: TOKEN, origin: 'human' } }).line;
    expect(await answer(await append([secret]))).toEqual([200, { accepted: 1, duplicates: 0, conflicts: 0 }]);
    expect(await answer(await append([secret, line(0)]))).toEqual([200, { accepted: 2, duplicates: 1, conflicts: 0 }]);
    expect(logFile()).not.toContain(PIECE);
    expect((await storage.get(ID))?.redactions).toEqual({ GITHUB_TOKEN: 1 });
  });

  test('of a session that somebody else removed and made anew are stored', async () => {
    await append([line(0), line(1)]);
    const other = fsStorage({ dir: join(dir, 'data') });
    await other.delete(ID);
    await other.create(HEADER);
    await other.close();
    expect(await answer(await append([line(0), line(1)]))).toEqual([200, { accepted: 2, duplicates: 0, conflicts: 0 }]);
    expect((await storage.get(ID))?.events).toBe(2);
  });

  test('of a session that was removed and begun again are stored', async () => {
    await append([line(0)]);
    await send('DELETE', `/api/v1/sessions/${ID}`);
    await begin();
    expect(await answer(await append([line(0)]))).toEqual([200, { accepted: 1, duplicates: 0, conflicts: 0 }]);
    expect(logFile().trim()).toBe(line(0));
  });

  test('cannot remove a session: that takes its own request', async () => {
    await begin();
    await append([line(0)]);
    const dropped = encodeRecord({ id: 'id-9', p: 'p2', e: 0, n: 0, at: 1, type: 'session_dropped', via: 'sdk', data: { reason: 'private' } });
    expect(await answer(await append([line(1), dropped]))).toMatchObject([400, { code: 'invalid_event' }]);
    expect((await json(await get(handler, `/api/v1/sessions/${ID}`)))['session']).toMatchObject({ ...HEADER, events: 1 });
  });

  test('may end as on Windows, and hold no bare carriage return', async () => {
    expect((await post(handler, records(), `${line(0)}\r\n${line(1)}\r\n`)).status).toBe(200);
    expect(logFile()).toBe(`${line(0)}\n${line(1)}\n`);
    const bare = await append([line(2).replace('"data":', '\r"data":')]);
    expect([bare.status, (await json(bare))['code']]).toEqual([400, 'invalid_event']);
  });
});

describe('a packed body', () => {
  const gzip = { 'content-encoding': 'gzip' };
  beforeEach(() => begin());

  test('is unpacked', async () => {
    expect(await answer(await send('POST', records(), gzipSync(`${line(0)}\n`), gzip))).toEqual([200, { accepted: 1, duplicates: 0, conflicts: 0 }]);
  });

  test('that grows beyond the limit is refused, whatever it weighs', async () => {
    const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024, 32));
    expect(bomb.byteLength).toBeLessThan(100_000);
    const response = await send('POST', records(), bomb, gzip);
    expect([response.status, (await json(response))['code']]).toEqual([413, 'payload_too_large']);
    const deep = await send('POST', `/api/v1/sessions/${ID}/heartbeats`, gzipSync(Buffer.alloc(1024 * 1024, 32)), gzip);
    expect(deep.status).toBe(413);
  });

  test.each([['that is none', { 'content-encoding': 'gzip' }], ['of another kind', { 'content-encoding': 'br' }]])('%s is refused', async (_, headers) => {
    const response = await send('POST', records(), `${line(0)}\n`, headers);
    expect([response.status, (await json(response))['code']]).toEqual([400, 'invalid_payload']);
    expect(logFile()).toBe('');
  });

  test('that ends too early stores nothing', async () => {
    const whole = gzipSync(`${line(0)}\n`);
    expect((await send('POST', records(), whole.subarray(0, whole.length - 6), gzip)).status).toBe(400);
    expect(logFile()).toBe('');
  });
});

describe('beside the log', () => {
  const path = (rest: string): string => `/api/v1/sessions/${ID}/${rest}`;
  const bytes = new TextEncoder().encode('0123456789');
  const blob = `sha256-${createHash('sha256').update(bytes).digest('hex')}`;
  beforeEach(() => begin());

  test('a large value is stored under its hash and no other, and read in ranges', async () => {
    const wrong = await send('PUT', path(`blobs/${blob.replace(/.$/, blob.endsWith('0') ? '1' : '0')}`), bytes);
    expect([wrong.status, (await json(wrong))['code']]).toEqual([400, 'invalid_payload']);
    expect((await send('PUT', path('blobs/readme'), bytes)).status).toBe(400);
    expect((await get(handler, path(`blobs/${blob}`))).status).toBe(404);
    expect((await send('PUT', path(`blobs/${blob}`), bytes)).status).toBe(204);
    const part = await get(handler, path(`blobs/${blob}`), { range: 'bytes=2-4' });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/10', '234']);
  });

  test('a derived value is kept by name and version, and read in ranges', async () => {
    expect((await send('PUT', path('derived/hunks?version=2'), bytes)).status).toBe(204);
    expect(await (await get(handler, path('derived/hunks?version=2'))).text()).toBe('0123456789');
    expect(await (await get(handler, path('derived/hunks?version=2'), { range: 'bytes=-3' })).text()).toBe('789');
    expect((await get(handler, path('derived/hunks?version=3'))).status).toBe(404);
    for (const bad of ['derived/hunks', 'derived/hunks?version=x', 'derived/Hunks?version=1']) expect([bad, (await send('PUT', path(bad), bytes)).status]).toEqual([bad, 400]);
  });

  test('an annotation is stored once, without secrets', async () => {
    const note = { id: '01937d1e-7c3a-7000-8000-5f2b6c8d9e02', at: 5, author: 'Ada', type: 'note', data: { text: `see ${TOKEN}` } };
    for (let time = 0; time < 2; time += 1) expect((await post(handler, path('annotations'), JSON.stringify(note))).status).toBe(204);
    const { annotations } = await json(await get(handler, path('annotations')));
    expect(annotations).toEqual([{ ...note, data: { text: expect.stringMatching(/^see \[\[GITHUB_TOKEN:/) } }]);
    expect((await post(handler, path('annotations'), '{"id":"1"}')).status).toBe(400);
    const deep = JSON.parse(`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`) as object;
    expect((await post(handler, path('annotations'), JSON.stringify({ ...note, data: deep }))).status).toBe(413);
  });

  test('a decision about a marker is about the same marker afterwards, whatever its rule is called', async () => {
    const rules = [...reviewRules.map(({ name }) => name), 'hard-coded-password', 'api-key'];
    const names = rules.flatMap((rule) => ['toolu_014ZLKauiudGjncCiGoGFDT1', '/home/dev/api/src/a:b.ts', 'e54bc12c-015b-4d52-b110-ec1e5bd8830d/0/17'].map((anchor) => `${rule}:${anchor}`));
    const decided = (marker: string, index: number): object => ({ id: `01937d1e-7c3a-7000-8000-5f2b6c8d9${String(index).padStart(3, '0')}`, at: 5, author: 'Ada', type: 'marker', data: { marker, state: 'dismissed', reason: TOKEN } });
    for (const [index, name] of [...names, `redacted-secret:${TOKEN}`].entries()) expect((await post(handler, path('annotations'), JSON.stringify(decided(name, index)))).status).toBe(204);
    const { annotations } = await json(await get(handler, path('annotations')));
    const kept = (annotations as { data: { marker: string } }[]).map(({ data }) => data.marker); // as they were sent
    expect(kept.slice(0, -1)).toEqual(names);
    expect(kept.at(-1)).toMatch(/^redacted-secret:\[\[GITHUB_TOKEN:/);
    expect(JSON.stringify(annotations)).not.toContain(TOKEN);
  });

  test('a heartbeat names its producer', async () => {
    expect((await post(handler, path('heartbeats'), '{"producer":"p1"}')).status).toBe(204);
    for (const body of ['', '{}', '{"producer":""}', '[]']) expect([body, (await post(handler, path('heartbeats'), body)).status]).toEqual([body, 400]);
  });
});

describe('a log', () => {
  beforeEach(async () => {
    await begin();
    await append([line(0), line(1), line(2)]);
  });
  const cursors = async (): Promise<string[]> => [...(await (await get(handler, records('?follow=false'), SSE)).text()).matchAll(/^id: (.+)\ndata: \{"\$r"/gm)].map(([, cursor = '']) => cursor);

  test('is read from one place to another, as lines and as events that end', async () => {
    const [first = '', second = ''] = await cursors();
    expect(await (await get(handler, records(`?from=${first}&to=${second}`))).text()).toBe(`${line(1)}\n`);
    const events = await (await get(handler, records(`?follow=false&from=${first}`), SSE)).text();
    expect(events.match(/^data: \{"\$r".*$/gm)).toEqual([`data: ${line(1)}`, `data: ${line(2)}`]);
    expect(events).toMatch(/event: done\ndata: \{\}\n\n$/);
    expect((await get(handler, records('?from=../x'))).status).toBe(400);
  });

  test.each(['fs', 'memory'])('that is read from far behind its end by %s has nothing there, and says so with a cursor', async (kind) => {
    const other = memoryStorage();
    await other.create({ ...HEADER, name: 'n' });
    const from = createHandler({ storage: kind === 'fs' ? storage : other });
    for (const far of ['9007199254740993', '9999999999999999']) {
      const response = await get(from, records(`?wait=0&from=${far}`));
      expect([await response.text(), response.headers.get('playhead-next')]).toEqual(['', expect.stringMatching(/^\d{16}$/)]);
      expect((await get(from, records(`?wait=0&from=${response.headers.get('playhead-next') ?? ''}`))).status).toBe(200);
    }
    await from.close();
  });

  test('is followed by questions that wait for what comes next', async () => {
    const all = await get(handler, records('?wait=0'));
    expect([await all.text(), all.headers.get('playhead-up-to-date')]).toEqual([`${line(0)}\n${line(1)}\n${line(2)}\n`, 'true']);
    const next = all.headers.get('playhead-next') ?? '';
    const nothing = await get(handler, records(`?wait=0&from=${next}`));
    expect([await nothing.text(), nothing.headers.get('playhead-next')]).toEqual(['', next]);
    const waiting = get(handler, records(`?wait=50&from=${next}`));
    await append([line(3)]);
    expect(await (await waiting).text()).toBe(`${line(3)}\n`);
    for (const wait of ['-1', '56', 'x']) expect((await get(handler, records(`?wait=${wait}`))).status).toBe(400);
  });

  test('is asked for once by questions that wait, however long, and answers them when something comes', async () => {
    const next = (await get(handler, records('?wait=0'))).headers.get('playhead-next') ?? '';
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval'] }); // nobody looks again after a while
    try {
      const waiting = [get(handler, records(`?wait=50&from=${next}`)), get(handler, records(`?wait=50&from=${next}`))];
      await append([line(3)]);
      expect(await Promise.all(waiting.map(async (answer) => (await answer).text()))).toEqual([`${line(3)}\n`, `${line(3)}\n`]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('that is waited for ends with the server', async () => {
    const next = (await get(handler, records('?wait=0'))).headers.get('playhead-next') ?? '';
    const waiting = get(handler, records(`?wait=50&from=${next}`));
    await handler.close();
    expect(await (await waiting).text()).toBe('');
  });

  test('is given another text, with its header and its notes, and stays as it was when a line is none of its own', async () => {
    const note = { id: '01937d1e-7c3a-7000-8000-5f2b6c8d9e02', at: 5, author: 'Ada', type: 'note', data: { text: 'old' } };
    await storage.annotate(ID, note);
    const { header } = await json(await get(handler, `/api/v1/sessions/${ID}/header`));
    expect(header).toEqual(HEADER);
    const body = { lines: [line(1, { title: 'new' })], header: { ...HEADER, name: 'Other' }, annotations: [{ ...note, data: { text: 'new' } }] };
    for (const bad of ['[]', '{"lines":["x"]}', '{"lines":{}}', '{"header":{}}', JSON.stringify({ ...body, annotations: [{}] })]) expect([bad, (await send('PATCH', records(), bad)).status]).toEqual([bad, 400]);
    expect(logFile().trim().split('\n')).toEqual([line(0), line(1), line(2)]);
    expect(await answer(await send('PATCH', records(), JSON.stringify(body)))).toEqual([200, { records: 3, changed: 1 }]);
    expect(logFile().trim().split('\n')).toEqual([line(0), line(1, { title: 'new' }), line(2)]);
    expect([(await storage.get(ID))?.name, (await storage.annotations(ID))[0]?.data]).toEqual(['Other', { text: 'new' }]);
    expect(await answer(await append([line(1, { title: 'new' })]))).toEqual([200, { accepted: 1, duplicates: 1, conflicts: 0 }]);
  });
});
