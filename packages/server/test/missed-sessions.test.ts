import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claudeHarness } from '@playhead/hooks-claude';
import type { SessionInfo } from '@playhead/protocol';
import { createSessionRecording } from '@playhead/recorder';
import { createHandler, createToken, type Handler } from '@playhead/server';
import { drainHookSpool, noteMissed, type DrainedSpool } from '@playhead/server/node';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterEach, expect, test } from 'vitest';
import { post, recorded } from './support.ts';

const { secret, token } = createToken({ kind: 'ingest' });
const made: string[] = [];
const handlers: Handler[] = [];
afterEach(async () => {
  for (const handler of handlers.splice(0)) await handler.close();
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

/** A machine whose only session left no more than its name in the spool. */
function machine(): { session: string; transcript: string; cwd: string; spool: string; handler: Handler; drain: () => Promise<DrainedSpool>; sessions: () => Promise<readonly SessionInfo[]> } {
  const home = mkdtempSync(join(tmpdir(), 'playhead-missed-'));
  made.push(home);
  cpSync(new URL('../../hooks-claude/fixtures/tui-deny/transcripts', import.meta.url).pathname, join(home, 'projects'), { recursive: true });
  const file = readdirSync(join(home, 'projects'), { recursive: true, encoding: 'utf8' }).find((name) => /^[^/]+\/[^/]+\.jsonl$/.test(name)) ?? '';
  const transcript = join(home, 'projects', file);
  const session = file.replace(/^.*\/|\.jsonl$/g, '');
  const cwd = join(home, 'work');
  mkdirSync(cwd);
  writeFileSync(transcript, readFileSync(transcript, 'utf8').replaceAll(/"cwd":"[^"]*"/g, `"cwd":${JSON.stringify(cwd)}`));
  const spool = join(home, 'spool');
  mkdirSync(spool);
  const storage = memoryStorage();
  const handler = createHandler({ storage, access: { tokens: { list: () => [token] } }, recordingOf: createSessionRecording({ dir: join(home, 'data') }), harnesses: [claudeHarness], histories: { delayMs: 1, env: { CLAUDE_CONFIG_DIR: home } } });
  handlers.push(handler);
  noteMissed(spool, session, 'strict');
  return { session, transcript, cwd, spool, handler, drain: () => drainHookSpool({ spool, handler }), sessions: async () => (await storage.list()).sessions };
}

test('a session of which only its name found room is read from its transcript as soon as there is one, redacted as its agent asked', async () => {
  const { session, transcript, spool, drain, sessions } = machine();
  const whole = readFileSync(transcript);
  rmSync(transcript);
  expect([await drain(), readdirSync(spool)]).toMatchObject([{ waiting: 1 }, [`${session}_strict.missed`]]);
  writeFileSync(transcript, whole);
  expect([await drain(), readdirSync(spool)]).toMatchObject([{ stored: 1, waiting: 0 }, []]);
  expect(await sessions()).toMatchObject([{ harnessSessionId: session, status: 'completed', redaction: { policy: 'strict' }, capture: { tier: 'transcript' } }]);
});

test.each([['typed', '/private'], ['a command of the plugin', '<command-message>private</command-message>\n<command-name>/playhead:private</command-name>']])('one that was made private stays out, though no hook could say so (%s)', async (_how, prompt) => {
  const { session, transcript, spool, drain, sessions } = machine();
  const row = { type: 'user', uuid: 'ffffffff-0000-4000-8000-000000000000', sessionId: session, timestamp: '2026-11-21T10:00:00.000Z', message: { role: 'user', content: prompt } };
  writeFileSync(transcript, `${readFileSync(transcript, 'utf8')}${JSON.stringify(row)}\n`);
  expect([await drain(), readdirSync(spool), await sessions()]).toMatchObject([{ refused: 1 }, [], []]);
});

test('one whose prompt only speaks of what is private is read', async () => {
  const { session, transcript, drain, sessions } = machine();
  const row = { type: 'user', uuid: 'ffffffff-0000-4000-8000-000000000000', sessionId: session, timestamp: '2026-11-21T10:00:00.000Z', message: { role: 'user', content: 'What does /private do? Make it private.' } };
  writeFileSync(transcript, `${readFileSync(transcript, 'utf8')}${JSON.stringify(row)}\n`);
  expect([await drain(), (await sessions()).length]).toMatchObject([{ stored: 1 }, 1]);
});

test('one of a project that opted out stays out', async () => {
  const { cwd, spool, drain, sessions } = machine();
  writeFileSync(join(cwd, '.playhead.json'), '{ "record": false }');
  expect([await drain(), readdirSync(spool), await sessions()]).toMatchObject([{ refused: 1 }, [], []]);
});

test('nobody from elsewhere has a session of this machine read', async () => {
  const { session, handler, sessions } = machine();
  const elsewhere = await post(handler, '/hooks/claude', '', { 'playhead-missed': session, authorization: `Bearer ${secret}`, 'x-forwarded-for': '203.0.113.7' });
  expect([elsewhere.headers.get('playhead-refused'), await sessions()]).toEqual(['not_recorded', []]);
  expect(recorded(await post(handler, '/hooks/claude', '', { 'playhead-missed': session }))).toBe(true);
});
