import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SessionDocument } from '@playhead/replay-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildBin, root, serverProcess, temporary, type ServerProcess } from './support.ts';

// What the plugin's own commands do; captured payloads stand for the client, which is asked itself where CLAUDE_BIN names it.

let server: ServerProcess;
let bin: string;
let dir: string;
beforeAll(async () => {
  bin = await buildBin();
  dir = join(temporary(), 'data');
  server = await serverProcess(bin, dir);
}, 60_000);
afterAll(async () => {
  await server?.kill();
  rmSync(bin, { force: true });
});

const send = async (payload: object): Promise<void> => {
  const response = await fetch(`${server.url()}/hooks/claude`, { method: 'POST', body: JSON.stringify({ cwd: '/w', ...payload }), headers: { 'content-type': 'application/json' } });
  expect(response.headers.get('playhead-recorded')).toBe('1');
};

async function sessionOf(harnessSessionId: string): Promise<string> {
  const { sessions } = (await (await fetch(`${server.url()}/api/v1/sessions?harnessSessionId=${harnessSessionId}`)).json()) as { sessions: { sessionId: string }[] }; // our own server's answer
  return sessions[0]?.sessionId ?? '';
}

const script = (name: string, cwd?: string) => async (env: Record<string, string>, ...args: readonly string[]): Promise<string> =>
  (await promisify(execFile)('/bin/sh', [join(root, 'packages/hooks-claude/plugin/hooks', name), ...args], { cwd, env: { PATH: process.env['PATH'] ?? '', HOME: temporary(), ...env } })).stdout;
const replay = script('replay.sh');

test('/note marks the moment with what stands behind it, and nothing where nothing does', async () => {
  await send({ session_id: 'n', hook_event_name: 'UserPromptSubmit', prompt_id: 'p', prompt: 'Mend it' });
  for (const text of ['here it goes wrong', '', ' ']) await send({ session_id: 'n', hook_event_name: 'UserPromptExpansion', expansion_type: 'slash_command', command_name: 'playhead:note', command_args: text, prompt: `/playhead:note ${text}` });
  await send({ session_id: 'n', hook_event_name: 'UserPromptExpansion', expansion_type: 'slash_command', command_name: 'other:note', command_args: 'of somebody else', prompt: '/other:note' });
  const document = (await (await fetch(`${server.url()}/api/v1/sessions/${await sessionOf('n')}/document`)).json()) as SessionDocument; // our own server's answer
  expect(document.moments.map(({ title }) => title).filter((title) => title !== 'Mend it')).toEqual(['here it goes wrong']); // a prompt is one too
});

test('/replay says where the session is replayed: the session it runs in, or another; without a server how to start one', async () => {
  await send({ session_id: 'r', hook_event_name: 'UserPromptSubmit', prompt_id: 'p', prompt: 'Mend it' });
  const page = `${server.url()}/sessions/${await sessionOf('r')}\n`;
  expect(await replay({ PLAYHEAD_HOME: dir, CLAUDE_CODE_SESSION_ID: 'r' })).toBe(page);
  expect(await replay({ PLAYHEAD_HOME: dir }, 'r')).toBe(page);
  expect(await replay({ PLAYHEAD_HOME: temporary(), PLAYHEAD_URL: server.url(), CLAUDE_CODE_SESSION_ID: 'r' })).toBe(page);
  expect(await replay({ PLAYHEAD_HOME: dir, CLAUDE_CODE_SESSION_ID: 'unknown' })).toBe(`${server.url()}/sessions\n`);
  expect(await replay({ PLAYHEAD_HOME: temporary(), CLAUDE_CODE_SESSION_ID: 'r' })).toBe('No server of Playhead runs. Start it with: playhead ui\n');
});

test('/record says whether the session is recorded and where, and why it is not', async () => {
  await send({ session_id: 'c', hook_event_name: 'UserPromptSubmit', prompt_id: 'p', prompt: 'Mend it' });
  const asked = { PLAYHEAD_HOME: dir, CLAUDE_CODE_SESSION_ID: 'c' };
  const optedOut = temporary();
  writeFileSync(join(optedOut, '.playhead.json'), '{ "record": false }');
  const [free, off] = [script('record.sh', temporary()), script('record.sh', optedOut)];
  expect(await free(asked)).toBe(`This session is recorded, live at ${server.url()}/sessions/${await sessionOf('c')}\n`);
  expect(await free({ ...asked, CLAUDE_CODE_SESSION_ID: 'unknown' })).toContain('has nothing of this session');
  expect(await free({ ...asked, PLAYHEAD_HOME: temporary() })).toBe('No server of Playhead runs. Start it with: playhead ui. What happens until then waits on the disk.\n');
  expect(await free({ ...asked, PLAYHEAD_RECORD: '0' })).toContain('not recorded: PLAYHEAD_RECORD is 0');
  expect(await off(asked)).toContain('not recorded: the .playhead.json');
  await send({ session_id: 'c', hook_event_name: 'UserPromptSubmit', prompt_id: 'p2', prompt: '/private' }).catch(() => undefined); // of a private session nothing is stored, and the answer says so
  expect(await free(asked)).toBe('This session is private: it was removed, and nothing more of it is recorded.\n');
});
