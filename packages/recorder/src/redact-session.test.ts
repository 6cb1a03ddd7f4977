import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionRecord, SessionStorage } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRecorder, createSessionRecording, redactSession, type SessionRecording } from './index.ts';

/** Made of pieces, so that it stands in no file of this repository. */
const TOKEN = ['ghp', '_', 'q1W2e3R4'.repeat(5).slice(0, 36)].join('');
const PIECE = TOKEN.slice(4, 12);
const header = { name: `Use ${TOKEN}`, harness: 'my-agent', agentName: 'fixer', workspaceName: 'shop', prompt: TOKEN };

let dir: string;
let recording: SessionRecording;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'playhead-redact-'));
  recording = createSessionRecording({ dir: join(dir, 'key'), redaction: { policy: 'entity' } })({ env: { XDG_CONFIG_HOME: dir } });
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A recording that was made before anything was redacted. */
async function old(storage: SessionStorage): Promise<string> {
  const recorder = createRecorder({ storage, serverUrl: 'http://127.0.0.1:7433', maxSpilledBytes: 0, redaction: { policy: 'off' } });
  const { sessionId } = await recorder.recordStart(header);
  recorder.recordEvent({ sessionId, type: 'prompt', data: { text: `The token is ${TOKEN}`, origin: 'human' } });
  recorder.recordEvent({ sessionId, type: 'terminal_output', call: 'c1', data: { text: `first ${TOKEN.slice(0, 10)}` } });
  recorder.recordEvent({ sessionId, type: 'moment', data: { title: 'in between' } });
  recorder.recordEvent({ sessionId, type: 'terminal_output', call: 'c1', data: { text: `${TOKEN.slice(10)} last` } });
  recorder.recordEvent({ sessionId, type: 'tool_result', call: 'c1', data: { status: 'ok', text: `${'a line\n'.repeat(8000)}${TOKEN}\n` } });
  await recorder.recordStop({ sessionId });
  await recorder.close();
  await storage.annotate(sessionId, { id: '01937d1e-0000-7000-8000-000000000001', at: 1, author: `ada ${TOKEN}`, type: 'note', data: { text: TOKEN } });
  return sessionId;
}

async function records(storage: SessionStorage, sessionId: string): Promise<SessionRecord[]> {
  const found: SessionRecord[] = [];
  for await (const chunk of storage.read(sessionId)) found.push(...chunk.records.map(({ record }) => record));
  return found;
}

const bytesBelow = (path: string): string =>
  readdirSync(path, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1')).join('\n');

describe.each([['memory', () => memoryStorage()], ['fs', () => fsStorage({ dir: join(dir, 'data') })]])('a recording in %s that was made without redaction', (_, make) => {
  test('holds no secret afterwards, in no record, value, header or note, and all the rest of it', async () => {
    const storage = make();
    const sessionId = await old(storage);
    const before = await records(storage, sessionId);
    const result = await redactSession(storage, sessionId, recording);
    const after = await records(storage, sessionId);
    expect(result).toMatchObject({ sessionId, records: before.length, changed: 5 });
    expect(result.found).toEqual([{ kind: 'GITHUB_TOKEN', count: expect.any(Number) }]);
    const blobs = await Promise.all(JSON.stringify(after).match(/sha256-[0-9a-f]{64}/g)?.map(async (blob) => new TextDecoder().decode(await storage.blobs.get(sessionId, blob))) ?? []);
    expect(blobs).toHaveLength(1);
    for (const text of [JSON.stringify(after), JSON.stringify(await storage.get(sessionId)), JSON.stringify(await storage.annotations(sessionId)), ...blobs]) {
      expect(text).toMatch(/\[\[GITHUB_TOKEN:[0-9a-f]{6}\]\]/);
      expect(text).not.toContain(PIECE);
    }
    expect(after.slice(0, before.length).map(({ id, p, n, at, type }) => [id, p, n, at, type])).toEqual(before.map(({ id, p, n, at, type }) => [id, p, n, at, type]));
    expect(after.filter(({ call, type }) => call === 'c1' && type === 'terminal_output').map(({ data }) => data['text']).join('')).toMatch(/^first \[\[GITHUB_TOKEN:[0-9a-f]{6}\]\] last$/);
    expect(await storage.get(sessionId)).toMatchObject({ status: 'completed', redaction: { policy: 'entity' }, redactions: { GITHUB_TOKEN: expect.any(Number) } });
    await storage.close();
    if (_ === 'fs') expect(bytesBelow(join(dir, 'data'))).not.toContain(PIECE);
  });

  test('is as it was after a dry run, which counts the same', async () => {
    const storage = make();
    const sessionId = await old(storage);
    const before = [await records(storage, sessionId), await storage.get(sessionId)];
    const dry = await redactSession(storage, sessionId, recording, { dryRun: true });
    expect([await records(storage, sessionId), await storage.get(sessionId)]).toEqual(before);
    expect(dry.changed).toBe((await redactSession(storage, sessionId, recording)).changed);
  });

  test('redacted twice is redacted once', async () => {
    const storage = make();
    const sessionId = await old(storage);
    await redactSession(storage, sessionId, recording);
    const once = await records(storage, sessionId);
    expect(await redactSession(storage, sessionId, recording)).toMatchObject({ changed: 0, found: [] });
    expect(await records(storage, sessionId)).toEqual(once);
  });
});

test('a value that is gone keeps no secret in the rest', async () => {
  const storage = fsStorage({ dir: join(dir, 'data') });
  const sessionId = await old(storage);
  for (const name of readdirSync(join(dir, 'data/sessions'))) if (name.endsWith('.blobs')) rmSync(join(dir, 'data/sessions', name), { recursive: true });
  await redactSession(storage, sessionId, recording);
  expect(bytesBelow(join(dir, 'data'))).not.toContain(PIECE);
});

test('a dry run counts also what only header and notes hold', async () => {
  const storage = memoryStorage();
  const { sessionId } = await storage.create({ ...header, sessionId: '01937d1e-0000-7000-8000-000000000000' });
  await storage.annotate(sessionId, { id: '01937d1e-0000-7000-8000-000000000001', at: 1, author: 'ada', type: 'note', data: { text: TOKEN } });
  expect(await redactSession(storage, sessionId, recording, { dryRun: true })).toMatchObject({ changed: 0, found: [{ kind: 'GITHUB_TOKEN', count: 3 }] });
  expect((await redactSession(storage, sessionId, recording)).found).toEqual([{ kind: 'GITHUB_TOKEN', count: 3 }]);
});

test('says that nothing was done under the policy off', async () => {
  const storage = memoryStorage();
  const sessionId = await old(storage);
  const off = createSessionRecording({ redaction: { policy: 'off' } })({ env: { XDG_CONFIG_HOME: dir } });
  await expect(redactSession(storage, sessionId, off)).rejects.toMatchObject({ code: 'usage' });
});
