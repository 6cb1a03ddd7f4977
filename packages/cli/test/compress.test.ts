import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { createRecorder } from '@playhead/recorder';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { expect, test } from 'vitest';
import { playhead, temporary } from './support.ts';

const DAYS = 86_400;

/** A session whose log nobody wrote to for so many days. */
async function session(dir: string, quietDays: number): Promise<string> {
  const storage = fsStorage({ dir });
  const recorder = createRecorder({ storage, serverUrl: 'http://127.0.0.1:7433' });
  const { sessionId } = await recorder.recordStart({ name: 'Add a table', harness: 'a', agentName: 'a', workspaceName: 'w', cwd: dir });
  for (let n = 0; n < 200; n += 1) recorder.recordEvent({ sessionId, type: 'terminal_command', data: { command: `npm test -- --run part-${n}` } });
  await recorder.recordStop({ sessionId });
  await recorder.close();
  await storage.close();
  const log = readdirSync(join(dir, 'sessions')).find((name) => name.endsWith(`_${sessionId}.jsonl`)) ?? '';
  const then = Date.now() / 1000 - quietDays * DAYS;
  utimesSync(join(dir, 'sessions', log), then, then);
  return sessionId;
}

const archives = (dir: string): number => readdirSync(join(dir, 'sessions')).filter((name) => name.endsWith('.jsonl.gz')).length;

test('compresses the sessions that are quiet for a day, and shows them as before', async () => {
  const dir = temporary();
  const [old, fresh] = [await session(dir, 2), await session(dir, 0)];
  const before = (await playhead(['sessions', 'show', old, '--json', '--dir', dir])).out;
  const dry = await playhead(['sessions', 'compress', '--all', '--dry-run', '--dir', dir]);
  expect([dry.code, dry.out, archives(dir)]).toEqual([0, expect.stringMatching(/1 of 2 recordings would be compressed\.$/), 0]);
  const { code, out } = await playhead(['sessions', 'compress', '--all', '--json', '--dir', dir]);
  const said = JSON.parse(out) as { bytes: number; stored: number; sessions: { sessionId: string; status: string }[] }; // what this test reads of it
  expect([code, Object.fromEntries(said.sessions.map(({ sessionId, status }) => [sessionId, status])), archives(dir)]).toEqual([0, { [old]: 'compressed', [fresh]: 'recent' }, 1]);
  expect((await playhead(['sessions', 'show', old, '--json', '--dir', dir])).out).toBe(before);
  expect((await playhead(['sessions', 'compress', old, '--dir', dir])).out).toBe(`${old}  nothing is left to compress`);
});

test('compresses a session at once when it is told how long is long enough', async () => {
  const dir = temporary();
  const id = await session(dir, 0);
  expect((await playhead(['sessions', 'compress', id, '--dir', dir])).out).toContain('give --quiet-for');
  const { out } = await playhead(['sessions', 'compress', id, '--quiet-for', '0', '--dir', dir]);
  expect(out).toMatch(new RegExp(`^${id}  compressed: [\\d.]+ kB of log take [\\d.]+ kB$`));
});

test.each([[[]], [['--all', '019']], [['../x']], [['--all', '--quiet-for', 'soon']], [['--all', '--quiet-for', '24']]])('answers wrong usage %j with exit code 2', async (args) => {
  expect((await playhead(['sessions', 'compress', ...args, '--dir', temporary()])).code).toBe(2);
});
