import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claudeHarness } from '@playhead/hooks-claude';
import { PlayheadError, type SessionInfo, type SessionStorage } from '@playhead/protocol';
import { createSessionRecording } from '@playhead/recorder';
import { createHandler, createToken, readDocument, type Handler } from '@playhead/server';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterAll, expect, test, vi } from 'vitest';
import { post } from './support.ts';

const home = mkdtempSync(join(tmpdir(), 'playhead-missed-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
cpSync(new URL('../../hooks-claude/fixtures/tui-deny/transcripts', import.meta.url).pathname, join(home, 'projects'), { recursive: true });
cpSync(new URL('../../hooks-claude/fixtures/refusals/transcripts', import.meta.url).pathname, join(home, 'projects'), { recursive: true });

const { secret, token } = createToken({ kind: 'ingest' });
const patience = { timeout: 30_000, interval: 20 };

/** A server whose storage has no room until it is told. */
function server(): { handler: Handler; sessions: () => Promise<readonly SessionInfo[]>; storage: SessionStorage; makeRoom: () => void } {
  let full = true;
  const storage = memoryStorage();
  const small = new Proxy(storage, {
    get(target, name: keyof SessionStorage) {
      const member = target[name];
      if (typeof member !== 'function' || !['create', 'append'].includes(name)) return member;
      return (...args: unknown[]): unknown => {
        if (full) return Promise.reject(new PlayheadError('storage_full', 'There is no room. Make some.'));
        return Reflect.apply(member, target, args);
      };
    },
  });
  const handler = createHandler({ storage: small, access: { tokens: { list: () => [token] } }, recordingOf: createSessionRecording({ dir: join(home, 'data') }), harnesses: [claudeHarness], histories: { delayMs: 1, retryMs: 20 }, onError: () => undefined });
  return { handler, storage, makeRoom: () => { full = false; }, sessions: async () => (await storage.list()).sessions };
}

const transcripts = claudeHarness.history.find({ path: join(home, 'projects'), env: {} });

async function prompt(handler: Handler, index: number, fields: Record<string, unknown> = {}, headers: Record<string, string> = {}): Promise<string> {
  const { harnessSessionId = '', path } = (await transcripts)[index] ?? {};
  const body = JSON.stringify({ hook_event_name: 'UserPromptSubmit', session_id: harnessSessionId, transcript_path: path, cwd: home, prompt: 'Go on', ...fields });
  expect((await post(handler, '/hooks/claude', body, { authorization: `Bearer ${secret}`, ...headers })).headers.get('playhead-recorded')).toBeNull();
  return harnessSessionId;
}

test('a session that no hook could be stored of is there once there is room, redacted as its agent asked', async () => {
  const { handler, sessions, storage, makeRoom } = server();
  const id = await prompt(handler, 0, {}, { 'playhead-redaction': 'strict' });
  expect(await sessions()).toEqual([]);
  makeRoom();
  const found = await vi.waitFor(async () => {
    const [session] = await sessions();
    expect(session).toMatchObject({ harnessSessionId: id, status: 'completed', redaction: { policy: 'strict' } });
    return session!;
  }, patience);
  expect((await readDocument(storage, found.sessionId)).turns.length).toBeGreaterThan(0);
  await handler.close();
});

test('one that was made private meanwhile stays out when there is room again', async () => {
  const { handler, sessions, makeRoom } = server();
  const id = await prompt(handler, 0);
  await prompt(handler, 0, { prompt: '/private' });
  const other = await prompt(handler, 1);
  makeRoom();
  await vi.waitFor(async () => expect((await sessions()).map(({ harnessSessionId }) => harnessSessionId)).toContain(other), patience);
  await handler.close();
  expect((await sessions()).filter(({ harnessSessionId, dropped }) => harnessSessionId === id && dropped === undefined)).toEqual([]);
});

test('what an agent of another machine could not have stored leads to no file of this one', async () => {
  const { handler, sessions, makeRoom } = server();
  const elsewhere = await prompt(handler, 0, {}, { 'x-forwarded-for': '203.0.113.7' });
  const here = await prompt(handler, 1);
  makeRoom();
  await vi.waitFor(async () => expect((await sessions()).map(({ harnessSessionId }) => harnessSessionId)).toContain(here), patience);
  await handler.close();
  expect((await sessions()).map(({ harnessSessionId }) => harnessSessionId)).not.toContain(elsewhere);
});
