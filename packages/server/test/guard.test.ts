import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { createProducer, createSessionRecording, type HarnessAdapter } from '@playhead/recorder';
import { isBlobRef, type SessionRecord, type SessionStorage } from '@playhead/protocol';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHandler, type Handler } from '../src/index.ts';
import { echoHarness, hook, json, post, recorded } from './support.ts';

/** Made of pieces, so that it stands in no file of this repository. */
const TOKEN = ['ghp', '_', 'Z9y8X7w6'.repeat(5).slice(0, 36)].join('');
const PIECE = TOKEN.slice(4, 12);

/** The echo harness in a directory, whose payloads may also be pieces of an answer. */
const harness: HarnessAdapter = {
  ...echoHarness,
  headerOf: (payload, context) => ({ ...echoHarness.headerOf(payload, context), cwd: String(payload['cwd'] ?? '/nowhere') }),
  reduce: (state, payload, context) => (typeof payload['piece'] === 'string'
    ? { state, records: [{ type: 'assistant_text', data: { text: payload['piece'], messageId: 'm1', index: Number(payload['index']), final: payload['final'] === true } }] }
    : echoHarness.reduce(state, payload, context)),
};

let dir: string;
let storage: SessionStorage;
let handler: Handler;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'playhead-guard-'));
  storage = memoryStorage();
  handler = createHandler({ storage, harnesses: [harness], recordingOf: createSessionRecording({ dir }) });
});
afterEach(async () => {
  await handler.close();
  rmSync(dir, { recursive: true, force: true });
});

async function records(): Promise<SessionRecord[]> {
  const found: SessionRecord[] = [];
  for (const { sessionId } of (await storage.list()).sessions) for await (const chunk of storage.read(sessionId)) found.push(...chunk.records.map(({ record }) => record));
  return found;
}

describe('hooks', () => {
  test('of a payload, of its header and of its blobs nothing secret is stored', async () => {
    await hook(handler, { session: 's1', text: TOKEN, cwd: `/home/ada/${TOKEN}` });
    await hook(handler, { session: 's1', text: `${'a line of text\n'.repeat(4000)}${TOKEN}` });
    const all = await records();
    expect(JSON.stringify([all, await storage.list()])).not.toContain(PIECE);
    const large = all.at(-2)?.data['text']; // the last prompt
    const blob = isBlobRef(large) ? large.$blob : '';
    const bytes = await storage.blobs.get((await storage.list()).sessions[0]?.sessionId ?? '', blob);
    expect(new TextDecoder().decode(bytes)).toMatch(/\[\[GITHUB_TOKEN:[0-9a-f]{6}\]\]$/);
    expect((await storage.list()).sessions[0]).toMatchObject({ redaction: { policy: 'entity' }, redactions: { GITHUB_TOKEN: expect.any(Number) } });
  });

  test('a secret that comes in the pieces of two payloads is never stored, and the answer stays whole', async () => {
    const answer = `The token is ${TOKEN}, keep it.`;
    await hook(handler, { session: 's1', piece: answer.slice(0, 25), index: 0 });
    await hook(handler, { session: 's1', piece: answer.slice(25), index: 1, final: true });
    const text = (await records()).filter(({ type }) => type === 'assistant_text').map(({ data }) => data['text']).join('');
    expect(text).toMatch(/^The token is \[\[GITHUB_TOKEN:[0-9a-f]{6}\]\], keep it\.$/);
  });

  test('the end of an answer that nothing follows is stored when the server closes', async () => {
    await hook(handler, { session: 's1', piece: 'It ends with ghp_abc', index: 0 });
    await handler.close();
    expect((await records()).filter(({ type }) => type === 'assistant_text').map(({ data }) => data['text']).join('')).toBe('It ends with ghp_abc');
  });

  test('the environment of the agent counts, not that of the server', async () => {
    const off = await hook(handler, { session: 's1', text: 'x' }, { 'playhead-record': '0' });
    expect([off.status, recorded(off)]).toEqual([200, false]);
    expect((await storage.list()).sessions).toEqual([]);
    await hook(handler, { session: 's2', text: 'purple' }, { 'playhead-record': '', 'playhead-redaction': 'strict' });
    expect((await storage.list()).sessions[0]).toMatchObject({ redaction: { policy: 'strict' } });
    expect(JSON.stringify(await records())).not.toContain('purple');
  });

  test('a repository that opted out is not recorded', async () => {
    mkdirSync(join(dir, 'repo/deep'), { recursive: true });
    writeFileSync(join(dir, 'repo/.playhead.json'), '{ "record": false }');
    expect(recorded(await hook(handler, { session: 's1', text: 'x', cwd: join(dir, 'repo/deep') }))).toBe(false);
    expect((await storage.list()).sessions).toEqual([]);
  });

  test('a session of a repository that opted out is not recorded wherever its agent goes', async () => {
    mkdirSync(join(dir, 'repo'));
    writeFileSync(join(dir, 'repo/.playhead.json'), '{ "record": false }');
    expect(recorded(await hook(handler, { session: 's1', text: 'x', cwd: join(dir, 'repo') }))).toBe(false);
    expect(recorded(await hook(handler, { session: 's1', text: 'y', cwd: dir }))).toBe(false);
    expect((await storage.list()).sessions).toEqual([]);
  });

  test('what happens in a repository that opted out is not recorded, also where the session began elsewhere', async () => {
    mkdirSync(join(dir, 'repo'));
    writeFileSync(join(dir, 'repo/.playhead.json'), '{ "record": false }');
    const place = async (cwd: string): Promise<boolean> => recorded(await hook(handler, { session: 's1', text: `in ${cwd}`, cwd }));
    expect([await place(dir), await place(join(dir, 'repo')), await place(dir)]).toEqual([true, false, true]);
    expect(JSON.stringify(await records())).not.toContain(join(dir, 'repo'));
  });

  test('a file that appears while a session runs counts from the next payload on', async () => {
    await hook(handler, { session: 's1', text: 'before', cwd: dir });
    writeFileSync(join(dir, '.playhead.json'), '{ "redaction": "strict" }');
    await hook(handler, { session: 's1', text: 'purple', cwd: dir });
    expect(JSON.stringify(await records())).toContain('before');
    expect(JSON.stringify(await records())).not.toContain('purple');
    writeFileSync(join(dir, '.playhead.json'), '{ "record": false }');
    expect(recorded(await hook(handler, { session: 's1', text: 'after', cwd: dir }))).toBe(false);
  });

  test('what began under strict goes on under strict, also after a restart', async () => {
    await hook(handler, { session: 's1', text: 'a' }, { 'playhead-redaction': 'strict' });
    await hook(handler, { session: 's1', text: 'purple' });
    await handler.close();
    const named = { ...harness, headerOf: (payload, context) => ({ ...harness.headerOf(payload, context), harnessSessionId: 's1' }) } satisfies HarnessAdapter;
    handler = createHandler({ storage, harnesses: [named], recordingOf: createSessionRecording({ dir }) });
    await hook(handler, { session: 's1', text: 'purple' });
    const all = await records();
    expect(all.filter(({ type }) => type === 'prompt')).toHaveLength(3);
    expect(JSON.stringify(all)).not.toContain('purple');
  });

  test.each(['entity', 'strict'])('under %s a server that starts again goes on in the same recording', async (policy) => {
    const headers = { 'playhead-redaction': policy };
    const named = { ...harness, headerOf: (payload, context) => ({ ...harness.headerOf(payload, context), harnessSessionId: String(payload['session']) }) } satisfies HarnessAdapter;
    const start = (): Handler => createHandler({ storage, harnesses: [named], recordingOf: createSessionRecording({ dir }) });
    await handler.close();
    handler = start();
    const session = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
    await hook(handler, { session, text: 'a' }, headers);
    await handler.close();
    handler = start();
    expect(recorded(await hook(handler, { session, text: 'b' }, headers))).toBe(true);
    expect((await storage.list()).sessions.map(({ harnessSessionId }) => harnessSessionId)).toEqual([session]);
    expect((await records()).filter(({ type }) => type === 'prompt')).toHaveLength(2);
  });

  test('what is said of a payload that is not JSON quotes nothing of it', async () => {
    const errors: unknown[] = [];
    await handler.close();
    handler = createHandler({ storage, harnesses: [harness], recordingOf: createSessionRecording({ dir }), onError: (error) => errors.push(error) });
    for (const body of [TOKEN, `{"session":"s1","token":${TOKEN}}`]) await post(handler, '/hooks/echo', body);
    expect(errors).toHaveLength(2);
    for (const error of errors) expect(inspect(error, { depth: 9 })).not.toContain(PIECE.slice(0, 4));
  });

  test('of a payload nested too deep length and hash are kept', async () => {
    await hook(handler, { session: 's1', text: 'begin' });
    const body = `{"session":"s1","text":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    const response = await post(handler, '/hooks/echo', body);
    expect([response.status, recorded(response)]).toEqual([200, true]);
    expect((await records()).at(-1)).toMatchObject({ type: 'oversize', data: { what: 'hook payload, nested deeper than 64', bytes: body.length, digest: expect.stringMatching(/^sha256-/) } });
    expect(recorded(await hook(handler, { session: 's1', text: 'and on' }))).toBe(true);
  });
});

describe('the records of the API', () => {
  async function append(lines: readonly string[]): Promise<Response> {
    await hook(handler, { session: 's1', text: 'begin' });
    return post(handler, `/api/v1/sessions/${(await storage.list()).sessions[0]?.sessionId}/records`, lines.map((line) => `${line}\n`).join(''));
  }
  const lineOf = (type: string, data: object): string => createProducer({ via: 'sdk' }).produce({ type, data: data as SessionRecord['data'] }).line;

  test('a line without a secret is stored byte for byte, one with a secret without it', async () => {
    const clean = lineOf('moment', { title: 'green', n: 1.0, big: 1e21 });
    expect((await append([clean, lineOf('prompt', { text: TOKEN, origin: 'human' })])).status).toBe(200);
    const stored: string[] = [];
    for await (const { records: found } of storage.read((await storage.list()).sessions[0]?.sessionId ?? '')) stored.push(...found.map(({ line }) => line));
    expect(stored).toContain(clean);
    expect(stored.join('\n')).not.toContain(PIECE);
    expect((await records()).at(-1)).toMatchObject({ type: 'redaction', data: { found: [{ kind: 'GITHUB_TOKEN', count: 1 }] } });
  });

  test.each(['entity', 'strict'] as const)('under %s a secret beside the data of a line is not stored, and a line without one is as it was', async (policy) => {
    await handler.close();
    handler = createHandler({ storage, harnesses: [harness], recordingOf: createSessionRecording({ dir, redaction: { policy } }) });
    const clean = lineOf('session_status', { status: 'completed' }).replace(/\}$/, ',"later":{"version":2}}');
    const named = (more: object): string => JSON.stringify({ $r: 1, id: '01937d1e-0000-7000-8000-000000000000', p: 'x', e: 0, n: 0, at: 5, type: 'moment', via: 'sdk', data: {}, ...more }).replace('"data":{}', '"data":{"title":"x"}');
    const secret = [{ p: TOKEN }, { id: TOKEN }, { later: { deep: [TOKEN] } }, { type: `my ${TOKEN}` }, { key: TOKEN, turn: TOKEN, call: TOKEN, agent: TOKEN }].map((more, n) => named({ n, ...more }));
    const deep = named({ n: 99 }).replace(/\}$/, `,"later":${'['.repeat(10_000)}${']'.repeat(10_000)}}`);
    expect((await append([clean, ...secret, deep])).status).toBe(200);
    const stored: string[] = [];
    for await (const { records: found } of storage.read((await storage.list()).sessions[0]?.sessionId ?? '')) stored.push(...found.map(({ line }) => line));
    expect(stored).toContain(clean);
    expect(stored.join('\n')).not.toContain(PIECE);
    expect(stored.join('\n')).not.toContain('[[[[[');
  });

  test.each([
    ['longer than 16 MiB', (): string => lineOf('custom', { list: Array.from({ length: 150_000 }, () => 'x'.repeat(120)) }), 413, 'payload_too_large', /holds \d+ bytes/],
    ['nested too deep', (): string => lineOf('custom', { a: JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`) as object }), 413, 'payload_too_large', /nested deeper than 64/],
    ['with data that its type does not have', (): string => lineOf('terminal_command', { command: 7 }), 400, 'invalid_event', /command/],
  ])('a line %s is refused with all that came with it', async (_, make, status, code, message) => {
    const response = await append([lineOf('moment', { title: 'kept?' }), make()]);
    const error = await json(response);
    expect([response.status, error['code']]).toEqual([status, code]);
    expect(String(error['message'])).toMatch(message);
    expect(String(error['message'])).toContain('Line 2 of 2');
    expect((await records()).map(({ type }) => type)).not.toContain('moment');
  });
});
