import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { createRecorder } from '@playhead/recorder';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { expect, test } from 'vitest';
import { makeDataDirectory } from '../src/local-server.ts';
import { playhead, temporary } from './support.ts';

/** Made of pieces, so that it stands in no file of this repository. */
const TOKEN = ['ghp', '_', 'm1N2b3V4'.repeat(5).slice(0, 36)].join('');
const PIECE = TOKEN.slice(4, 12);

async function old(dir: string): Promise<string> {
  const storage = fsStorage({ dir });
  const recorder = createRecorder({ storage, serverUrl: 'http://127.0.0.1:7433', redaction: { policy: 'off' } });
  const { sessionId } = await recorder.recordStart({ name: 'Old', harness: 'a', agentName: 'a', workspaceName: 'w', cwd: dir });
  recorder.recordEvent({ sessionId, type: 'prompt', data: { text: TOKEN, origin: 'human' } });
  await recorder.recordStop({ sessionId });
  await recorder.close();
  await storage.close();
  return sessionId;
}

const bytesOf = (dir: string): string => readdirSync(dir, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1')).join('\n');

test('says what it would take out of a recording, and takes it out when it is told to', async () => {
  const dir = temporary();
  const id = await old(dir);
  const dry = await playhead(['redact', id.slice(0, 30), '--dry-run', '--dir', dir]);
  expect([dry.code, dry.out]).toEqual([0, `${id}  1 of 4 records would change: 1 × GITHUB_TOKEN`]);
  expect(bytesOf(dir)).toContain(PIECE);
  const { code, out } = await playhead(['redact', id, '--dir', dir]);
  expect([code, out]).toEqual([0, `${id}  1 of 4 records changed: 1 × GITHUB_TOKEN`]);
  expect(bytesOf(dir)).not.toContain(PIECE);
  expect(bytesOf(dir)).toContain('[[GITHUB_TOKEN:');
});

test('goes through all recordings, and leaves out the private ones', async () => {
  const dir = temporary();
  const [first, second] = [await old(dir), await old(dir)];
  await playhead(['private', first, '--dir', dir]);
  const { code, out } = await playhead(['redact', '--all', '--json', '--dir', dir]);
  expect([code, JSON.parse(out)]).toMatchObject([0, { schemaVersion: 1, dryRun: false, sessions: [{ sessionId: second, changed: 1, found: [{ kind: 'GITHUB_TOKEN', count: 1 }] }] }]);
  expect((await playhead(['redact', '--all', '--dir', dir])).out).toContain('1 of 1 recordings redacted.');
});

test.each([[['redact']], [['redact', '--all', '019']], [['redact', '../x']], [['redact', '--all', '--policy', 'off']]])('answers wrong usage %j with exit code 2', async (args) => {
  expect((await playhead([...args, '--dir', temporary()])).code).toBe(2);
});

test('finds a recording by the beginning of its id, and asks for more where several begin so', async () => {
  const dir = temporary();
  const [first, second] = [await old(dir), await old(dir)];
  const shared = [...first].findIndex((character, index) => character !== second[index]);
  expect((await playhead(['sessions', 'show', first.slice(0, shared + 1), '--dir', dir])).code).toBe(0);
  const { code, err } = await playhead(['sessions', 'show', first.slice(0, 8), '--dir', dir]);
  expect([code, err]).toEqual([2, expect.stringMatching(new RegExp(`begins with ${first.slice(0, 8)}: (${first}, ${second}|${second}, ${first})\\.`))]);
});

test('what was open to others in the data directory is closed when a server starts', () => {
  const dir = join(temporary(), 'data');
  mkdirSync(join(dir, 'sessions'), { recursive: true });
  writeFileSync(join(dir, 'server.log'), 'x');
  for (const [path, mode] of [[dir, 0o755], [join(dir, 'sessions'), 0o777], [join(dir, 'server.log'), 0o644]] as const) chmodSync(path, mode);
  makeDataDirectory(dir);
  expect([dir, join(dir, 'sessions'), join(dir, 'server.log')].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o700, 0o600]);
});

test('says before anything is recorded how it is redacted here', async () => {
  const cwd = temporary();
  writeFileSync(join(cwd, '.playhead.json'), '{ "redaction": "strict" }');
  expect((await playhead(['init', 'claude', '--scope', 'project'], { cwd })).out).toContain('strictly');
  writeFileSync(join(cwd, '.playhead.json'), '{ "record": false }');
  expect((await playhead(['init', 'claude', '--scope', 'project'], { cwd })).out).toContain(`Sessions in ${cwd} are NOT recorded: ${join(cwd, '.playhead.json')} says so.`);
});
