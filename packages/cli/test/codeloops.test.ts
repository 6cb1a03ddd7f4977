import { appendFileSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SessionInfo } from '@playhead/protocol';
import type { SessionDiff, SessionDocument } from '@playhead/replay-core';
import { playhead, temporary } from './support.ts';

const OFF = { PLAYHEAD_REDACTION: 'off' };
const DIFF = 'diff --git a/cart.mjs b/cart.mjs\n--- a/cart.mjs\n+++ b/cart.mjs\n@@ -1 +1 @@\n-a + b\n+a * b\n';
const start = (more: object = {}) => ({
  type: 'session_start', timestamp: '2025-01-27T15:30:45.123456789Z', prompt: '\nFix the cart.\nAll tests pass.', working_dir: '/home/ada/shop', actor_agent: 'Claude Code', critic_agent: 'OpenCode', actor_model: 'sonnet', critic_model: null, max_iterations: 10, ...more,
});
const round = (number: number, more: object = {}) => ({
  type: 'iteration', iteration_number: number, actor_output: `Try ${number}`, actor_stderr: '', actor_exit_code: 0, actor_duration_secs: 45.2, git_diff: DIFF, git_files_changed: 1, critic_decision: 'CONTINUE', feedback: 'The test fails.', timestamp: `2025-01-27T15:3${number + 1}:30Z`, ...more,
});
const end = (outcome: string, more: object = {}) => ({ type: 'session_end', outcome, iterations: 2, summary: null, confidence: null, duration_secs: 89.4, timestamp: '2025-01-27T15:39:14Z', ...more });
const text = (...rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** A folder of sessions as codeloops leaves it; all of them were written to long ago. */
function sessionsOf(files: Readonly<Record<string, string>>): string {
  const folder = join(temporary(), 'codeloops/sessions');
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, `${name}.jsonl`), content);
    utimesSync(join(folder, `${name}.jsonl`), 1_737_992_000, 1_737_992_000);
  }
  return folder;
}

async function imported(folder: string, dir: string): Promise<Record<string, unknown>> {
  const { code, out, err } = await playhead(['import', 'codeloops', folder, '--json', '--dir', dir], { env: OFF });
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out.split('\n').at(-1) ?? '') as Record<string, unknown>; // our own command's answer
}

async function documentOf(dir: string, name: string): Promise<SessionDocument> {
  const { sessions } = JSON.parse((await playhead(['sessions', 'list', '--json', '--dir', dir])).out) as { sessions: SessionInfo[] };
  const found = sessions.find(({ harnessSessionId }) => harnessSessionId === name);
  return JSON.parse((await playhead(['sessions', 'show', found?.sessionId ?? '', '--json', '--dir', dir])).out) as SessionDocument;
}

test('a session of codeloops is imported with its rounds, its own times, what the critic said, and how it ended; the second time nothing is added', async () => {
  const name = '2025-01-27T15-30-45Z_a3f2c1';
  const folder = sessionsOf({ [name]: text(start({ branch: 'main' }), round(0, { tokens: 12, actor_exit_code: 1, actor_stderr: 'warning' }), round(1, { critic_decision: 'DONE (confidence: 95%)', feedback: 'All tests pass.' }), end('success', { summary: 'The cart multiplies.', confidence: 0.95 })) });
  const dir = temporary();
  expect(await imported(folder, dir)).toMatchObject({ event: 'done', sessions: 1, created: 1, lines: { imported: 4, damaged: 0 } });
  const document = await documentOf(dir, name);
  expect(document.session).toMatchObject({
    name: 'Fix the cart.', prompt: '\nFix the cart.\nAll tests pass.', project: 'shop', harness: 'codeloops', agentName: 'Claude Code', models: ['sonnet'], maxIterations: 10,
    status: 'completed', outcome: 'success', summary: 'The cart multiplies.', confidence: 0.95, iterations: 2, startedAt: 1_737_991_845_123_456, metadata: { extra: { branch: 'main' } },
  });
  expect(document.turns).toMatchObject([{ prompt: { text: '\nFix the cart.\nAll tests pass.', origin: 'human' } }]);
  expect(document.iterations).toMatchObject([
    { index: 1, at: 1_737_991_890_000_000, startedAt: 1_737_991_845_123_456, actor: 'Try 0', stderr: 'warning', exitCode: 1, durationUs: 45_200_000, diff: DIFF, filesChanged: 1, critic: 'The test fails.', decision: 'CONTINUE' },
    { index: 2, decision: 'DONE', critic: 'All tests pass.' },
  ]);
  const { out: shown } = await playhead(['sessions', 'show', document.session.sessionId, '--dir', dir]);
  expect(shown).toContain('Iterations\n   1. CONTINUE  (exit 1, 1 file, 45.2 s)  The test fails.\n   2. DONE  (1 file, 45.2 s)  All tests pass.\n\nSummary: The cart multiplies. – 95 % confident');
  expect(await imported(folder, dir)).toMatchObject({ created: 0, unchanged: 1, records: 0 });
  const { out } = await playhead(['import', 'codeloops', join(folder, `${name}.jsonl`), '--again', '--dir', dir], { env: OFF });
  expect(out).toContain('0 new; 0 records added');
});

test('the diff of a session that has rounds and no edits is that of its last round; of lines that redaction joined the rest is shown', async () => {
  const more = `${DIFF}diff --git a/old.txt b/new.txt\nsimilarity index 100%\nrename from old.txt\nrename to new.txt\ndiff --git a/i.png b/i.png\nBinary files a/i.png and b/i.png differ\ndiff --git a/gone b/gone\ndeleted file mode 100644\n--- a/gone\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-x\n-y\ndiff --git a/key.pem b/key.pem\nnew file mode 100644\n--- /dev/null\n+++ b/key.pem\n@@ -0,0 +1,9 @@\n+[[PRIVATE_KEY]]\n+end\n`;
  const dir = temporary();
  const folder = sessionsOf({ one: text(start(), round(1), round(2, { git_diff: more, git_files_changed: 5 }), end('success')), back: text(start(), round(1), round(2, { git_diff: '', git_files_changed: 0 }), end('failed')) });
  await imported(folder, dir);
  const [id, back] = [(await documentOf(dir, 'one')).session.sessionId, (await documentOf(dir, 'back')).session.sessionId];
  const { files } = JSON.parse((await playhead(['sessions', 'diff', id, '--json', '--dir', dir])).out) as SessionDiff; // our own command's answer
  expect(files.map(({ path, oldPath, change, known, binary, added, removed }) => [path, oldPath, change, known, binary, added, removed])).toEqual([
    ['cart.mjs', undefined, 'modified', true, undefined, 1, 1], ['gone', undefined, 'deleted', true, undefined, 0, 2], ['i.png', undefined, 'modified', false, true, 0, 0],
    ['key.pem', undefined, 'created', false, undefined, 2, 0], ['new.txt', 'old.txt', 'renamed', true, undefined, 0, 0],
  ]);
  expect((await playhead(['sessions', 'diff', id, 'cart.mjs', '--dir', dir])).out).toBe('diff cart.mjs\n--- cart.mjs\n+++ cart.mjs\n@@ -1,1 +1,1 @@\n-a + b\n+a * b');
  expect((await playhead(['sessions', 'diff', back, '--dir', dir])).out).toBe('no file was changed');
});

test.each([['user_interrupted', 'interrupted'], ['interrupted', 'interrupted'], ['failed', 'failed'], ['max_iterations_reached', 'max_iterations_reached']])('a session that ended with %s is shown as %s', async (said, outcome) => {
  const dir = temporary();
  await imported(sessionsOf({ one: text(start(), round(1), end(said)) }), dir);
  expect((await documentOf(dir, 'one')).session).toMatchObject({ status: 'completed', outcome, iterations: 1 });
});

test('a session that was killed is interrupted; a last line that was cut off, garbage and lines of other versions cost none of the others', async () => {
  const killed = `${text(start(), round(1))}garbage\n\n${text({ type: 'critic_note', timestamp: '2025-01-27T15:33:00Z', says: 'hm' }, round(2))}${JSON.stringify(round(3)).slice(0, 60)}`;
  const folder = sessionsOf({ killed, whole: text(start(), round(1), end('success')).trimEnd(), other: '{"type":"message"}\n' });
  const dir = temporary();
  expect(await imported(folder, dir)).toMatchObject({ event: 'done', sessions: 3, created: 2, skipped: 1, lines: { imported: 7, bookkeeping: 1, damaged: 2 } });
  expect(await documentOf(dir, 'killed')).toMatchObject({ session: { status: 'completed', outcome: 'interrupted', iterations: 2 }, iterations: [{ index: 1 }, { index: 2 }] });
  expect((await documentOf(dir, 'whole')).session).toMatchObject({ status: 'completed', outcome: 'success' });
});

test('a session that runs is completed by the next import, and its unfinished line is read once it is whole', async () => {
  const now = (seconds: number): string => new Date(Date.now() - 60_000 + seconds * 1000).toISOString();
  const folder = sessionsOf({});
  const file = join(folder, 'live.jsonl');
  const second = JSON.stringify(round(1, { timestamp: now(2) }));
  writeFileSync(file, `${text(start({ timestamp: now(0) }), round(0, { timestamp: now(1) }))}${second.slice(0, 50)}`);
  const dir = temporary();
  expect(await imported(folder, dir)).toMatchObject({ lines: { imported: 2, damaged: 0 } });
  expect((await documentOf(dir, 'live')).session).toMatchObject({ status: 'recording', iterations: 1 });
  appendFileSync(file, `${second.slice(50)}\n${text(end('success', { timestamp: now(3), confidence: 7 }))}`);
  expect(await imported(folder, dir)).toMatchObject({ created: 0, lines: { imported: 2, duplicate: 2 } });
  expect((await documentOf(dir, 'live')).session).toMatchObject({ status: 'completed', outcome: 'success', iterations: 2 });
});

test('secrets in what actor and critic said, in the diff and in errors are gone from the recording', async () => {
  const secret = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`;
  const dir = temporary();
  const folder = sessionsOf({ one: text(start(), round(1, { actor_output: secret, actor_stderr: secret, git_diff: `+token = "${secret}"`, feedback: `Remove ${secret}.`, note: secret }), end('success', { summary: secret })) });
  expect((await playhead(['import', 'codeloops', folder, '--dir', dir])).code).toBe(0);
  const document = JSON.stringify(await documentOf(dir, 'one'));
  expect(document).not.toContain(secret);
  expect(document.match(/\[\[[A-Z_]+:/g)?.length).toBeGreaterThanOrEqual(5);
});

test('without a folder of codeloops the import says where it looked', async () => {
  const { code, err } = await playhead(['import', 'codeloops', '--dir', temporary()], { env: { ...OFF, XDG_DATA_HOME: '/nowhere' } });
  expect(code).toBe(1);
  expect(err).toContain('/codeloops/sessions cannot be read, so nothing was imported.');
});
