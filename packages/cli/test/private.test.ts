import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRecorder } from '@playhead/recorder';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildBin, playhead, serverProcess, temporary, type ServerProcess } from './support.ts';

const PLANTED = 'PLANTED';
let bin: string;
beforeAll(async () => {
  bin = await buildBin();
}, 60_000);
afterAll(() => rmSync(bin, { force: true }));

/** The files below a directory that hold the planted text. */
const planted = (dir: string): string[] => readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name)).filter((path) => path.includes(PLANTED) || readFileSync(path).includes(PLANTED));

async function recordedIn(dir: string): Promise<string> {
  const storage = fsStorage({ dir });
  const recorder = createRecorder({ storage, enabled: true });
  const { sessionId } = await recorder.recordStart({ name: PLANTED, harness: 'h', agentName: 'a', workspaceName: PLANTED, prompt: PLANTED });
  recorder.recordEvent({ sessionId, type: 'terminal_output', data: { text: `${PLANTED} `.repeat(10_000) } });
  await recorder.recordStop({ sessionId, finalOutput: { content: PLANTED, format: 'text' } });
  await recorder.close();
  await storage.close();
  return sessionId;
}

test('removes what a session recorded, says how much, and does so once', async () => {
  const dir = temporary();
  const id = await recordedIn(dir);
  expect(planted(dir).length).toBeGreaterThan(1);
  const first = await playhead(['private', id, '--dir', dir]);
  expect([first.code, first.out.replace(/\d+ events/, 'n events')]).toEqual([0, `${id} is private: n events, large values, notes and everything made of them were removed; nothing more of it is kept`]);
  expect(planted(dir)).toEqual([]);
  expect((await playhead(['private', id, '--dir', dir, '--json'])).out).toBe(JSON.stringify({ schemaVersion: 1, sessionId: id, removed: 0 }));
  expect((await playhead(['private', id.slice(0, 20), '--dir', dir])).out).toBe(`${id} was private already; nothing was left to remove`);
  expect((await playhead(['sessions', 'list', '--dir', dir])).out).toContain('Private session');
  expect((await playhead(['sessions', 'show', id, '--dir', dir])).out).toBe('Private session  (completed, 1 events)');
});

test('says that there is no such session, or no such id', async () => {
  expect((await playhead(['private', '01937d1e-0000-7000-8000-000000000000', '--dir', temporary()])).code).toBe(1);
  expect((await playhead(['private', 'x', '--dir', temporary()])).code).toBe(2);
});

test('works without a server that left its note', async () => {
  const dir = temporary();
  const id = await recordedIn(dir);
  writeFileSync(join(dir, 'server.json'), JSON.stringify({ url: 'http://127.0.0.1:9', pid: 1, version: '0' }));
  expect((await playhead(['private', id, '--dir', dir])).code).toBe(0);
  expect(planted(dir)).toEqual([]);
});

test('Claude Code gets to know /private with the hooks, and forgets it with them', async () => {
  const cwd = temporary();
  const path = join(cwd, '.claude/commands/private.md');
  const first = await playhead(['init', 'claude', '--scope', 'project'], { cwd });
  expect([first.code, first.out.includes('Type /private'), readFileSync(path, 'utf8').startsWith('---\ndescription: ')]).toEqual([0, true, true]);
  expect((await playhead(['init', 'claude', '--scope', 'project'], { cwd })).out).toContain('Type /private');
  await playhead(['remove', 'claude', '--scope', 'project'], { cwd });
  expect(readdirSync(join(cwd, '.claude')).filter((name) => !name.startsWith('settings.json'))).toEqual([]);
});

test('a command /private of the user stays as it is', async () => {
  const cwd = temporary();
  const path = join(cwd, '.claude/commands/private.md');
  mkdirSync(join(cwd, '.claude/commands'), { recursive: true });
  writeFileSync(path, 'mine');
  expect((await playhead(['init', 'claude', '--scope', 'project'], { cwd })).out).toContain('A command /private of yours is there already');
  await playhead(['remove', 'claude', '--scope', 'project'], { cwd });
  expect(readFileSync(path, 'utf8')).toBe('mine');
});

test('makes a session of Claude Code private while it goes on, from outside and by its prompt', { timeout: 60_000 }, async () => {
  const dir = temporary();
  const home = temporary();
  mkdirSync(join(home, 'work'));
  const server: ServerProcess = await serverProcess(bin, dir);
  try {
    const send = async (session: string, event: string, more: Record<string, unknown> = {}): Promise<boolean> => {
      const payload = { session_id: session, hook_event_name: event, cwd: join(home, 'work'), ...more };
      const response = await fetch(`${server.url()}/hooks/claude`, { method: 'POST', body: JSON.stringify(payload) });
      expect([response.status, await response.text()]).toEqual([200, '']);
      return response.headers.get('playhead-recorded') === '1';
    };
    const prompt = (session: string, text: string): Promise<boolean> => send(session, 'UserPromptSubmit', { prompt: text });
    const tool = (session: string): Promise<boolean> => send(session, 'PostToolUse', { tool_name: 'Bash', tool_use_id: 't1', tool_input: { command: `echo ${PLANTED}` }, tool_response: { stdout: `${PLANTED} `.repeat(10_000), stderr: '' } });
    for (const session of ['outside', 'prompt']) {
      expect([await send(session, 'SessionStart', { source: 'startup' }), await prompt(session, PLANTED), await tool(session)]).toEqual([true, true, true]);
    }
    const { sessions } = JSON.parse((await playhead(['sessions', 'list', '--dir', dir, '--json'])).out) as { sessions: { sessionId: string; harnessSessionId: string }[] }; // as printed
    const outside = sessions.find(({ harnessSessionId }) => harnessSessionId === 'outside')?.sessionId ?? '';
    expect(JSON.parse((await playhead(['private', outside, '--dir', dir, '--json'])).out)).toMatchObject({ sessionId: outside });
    expect(await prompt('prompt', '/private')).toBe(false);
    for (const session of ['outside', 'prompt']) expect([await prompt(session, PLANTED), await tool(session), await send(session, 'SessionEnd', { reason: 'logout' })]).toEqual([false, false, false]);
    expect(planted(dir)).toEqual([]);
    await server.kill();
    await server.start();
    for (const session of ['outside', 'prompt']) expect([await send(session, 'SessionStart', { source: 'resume' }), await prompt(session, PLANTED)]).toEqual([false, false]);
    expect(planted(dir)).toEqual([]);
    expect((await playhead(['sessions', 'list', '--dir', dir])).out.split('\n').map((line) => line.includes('Private session'))).toEqual([true, true]);
  } finally {
    await server.kill();
  }
});
