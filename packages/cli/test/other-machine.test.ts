import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitForServer } from '../src/local-server.ts';
import { buildBin, playhead, temporary } from './support.ts';

// An agent in a virtual machine reaches the server of its host at another address than the server's own; 127.0.0.2 stands for that address.

let bin: string;
beforeAll(async () => { bin = await buildBin(); }, 60_000);
afterAll(() => rmSync(bin, { force: true }));

test.skipIf(process.platform !== 'linux')('an agent elsewhere is recorded by the server that PLAYHEAD_URL names, with its token and not without', { timeout: 60_000 }, async () => {
  const dir = join(temporary(), 'data');
  const secret = (JSON.parse((await playhead(['token', 'create', '--kind', 'ingest', '--name', 'vm', '--json', '--dir', dir])).out) as { secret: string }).secret; // what the command prints
  const server = spawn(process.execPath, [bin, 'serve', '--dir', dir, '--port', '0', '--host', '127.0.0.2', '--allow-host', 'host.internal', '--require-token'], { stdio: 'ignore' });
  try {
    const { url } = await waitForServer(dir, server.pid === undefined ? {} : { pid: server.pid });
    expect(new URL(url).hostname).toBe('127.0.0.2');
    const home = temporary();
    const env = { HOME: home, PLAYHEAD_URL: url };
    expect((await playhead(['init', 'claude'], { env, cwd: home })).code).toBe(0);
    const { hooks } = JSON.parse(readFileSync(join(home, '.claude/settings.json'), 'utf8')) as { hooks: Record<string, { hooks: { url?: string; headers?: Record<string, string> }[] }[]> }; // what the command wrote
    const { url: target = '', headers = {} } = hooks['UserPromptSubmit']?.[0]?.hooks[0] ?? {};
    expect(target).toBe(`${url}/hooks/claude`);
    const send = async (token: string): Promise<string | null> => {
      const filled = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replace('$PLAYHEAD_TOKEN', token).replace(/^\$.*/, '')])); // as the client does
      const body = JSON.stringify({ hook_event_name: 'UserPromptSubmit', session_id: 'vm', cwd: '/w', prompt_id: 'p', prompt: 'Hello from inside' });
      return (await fetch(target, { method: 'POST', body, headers: { ...filled, 'content-type': 'application/json' } })).headers.get('playhead-recorded');
    };
    expect([await send(''), await send('wrong'), await send(secret)]).toEqual([null, null, '1']);
    const { sessions } = JSON.parse((await playhead(['sessions', 'list', '--json', '--dir', dir])).out) as { sessions: { name: string }[] }; // what the command prints
    expect(sessions.map(({ name }) => name)).toEqual(['Hello from inside']);
  } finally {
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
  }
});
