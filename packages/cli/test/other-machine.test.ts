import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SessionDocument } from '@playhead/replay-core';
import { readCapture } from '../src/demo/capture.ts';
import { readServerNote, waitForServer } from '../src/local-server.ts';
import { buildBin, captureOf, playhead, stepsOf, temporary } from './support.ts';
import { noTwoMachines, twoMachines } from './two-machines.ts';

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

/** Sends payloads as the client does: to the address in its settings, with the headers there and what the environment has for them. */
const CLIENT = `
import { readFileSync } from 'node:fs';
const [settings, payloads] = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, 'utf8')));
const recorded = [];
for (const payload of payloads) {
  const [hook] = settings.hooks[payload.hook_event_name]?.[0].hooks ?? [];
  if (hook?.type !== 'http') continue;
  const headers = Object.fromEntries(Object.entries(hook.headers).map(([name, value]) => [name, hook.allowedEnvVars.includes(value.slice(1)) ? process.env[value.slice(1)] ?? '' : value]));
  const answer = await fetch(hook.url, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(payload) });
  recorded.push([answer.status, await answer.text(), answer.headers.get('playhead-recorded')]);
}
console.log(JSON.stringify(recorded));
`;

test.skipIf(noTwoMachines !== undefined)(`a session in a virtual machine with a network of its own is recorded whole by the server of its host${noTwoMachines === undefined ? '' : ` (left out: ${noTwoMachines})`}`, { timeout: 120_000 }, async () => {
  const dir = join(temporary(), 'data');
  const secret = (JSON.parse((await playhead(['token', 'create', '--kind', 'ingest', '--name', 'vm', '--json', '--dir', dir])).out) as { secret: string }).secret; // what the command prints
  const machines = await twoMachines();
  const [file, args] = machines.on('host', [process.execPath, bin, 'serve', '--dir', dir, '--port', '0', '--host', machines.hostAddress]);
  const server = spawn(file, args, { stdio: 'ignore' });
  try {
    await expect.poll(() => readServerNote(dir)?.url, { timeout: 30_000 }).toContain(machines.hostAddress);
    const home = temporary(); // that of the virtual machine
    const env = { HOME: home, PLAYHEAD_URL: readServerNote(dir)?.url ?? '', PLAYHEAD_TOKEN: secret, PLAYHEAD_REDACTION: 'off' };
    expect((await playhead(['init', 'claude'], { env, cwd: home })).code).toBe(0);
    const payloads = readCapture(captureOf('jwt-auth'), join(home, '.claude')).map(({ payload }) => payload);
    for (const [name, content] of [['payloads.json', JSON.stringify(payloads)], ['client.mjs', CLIENT]] as const) writeFileSync(join(home, name), content);
    const play = async (given: Record<string, string>): Promise<unknown[]> => {
      const [run, rest] = machines.on('guest', [process.execPath, join(home, 'client.mjs'), join(home, '.claude/settings.json'), join(home, 'payloads.json')]);
      const out = await new Promise<string>((resolve, reject) => { execFile(run, rest, { env: { PATH: process.env['PATH'] ?? '', ...given }, maxBuffer: 1e8 }, (error, stdout, stderr) => (error ? reject(new Error(stderr)) : resolve(stdout))); });
      return JSON.parse(out) as unknown[]; // what the client above prints
    };
    expect(new Set((await play({ ...env, PLAYHEAD_TOKEN: '' })).map((answer) => JSON.stringify(answer)))).toEqual(new Set(['[200,"",null]']));
    expect(new Set((await play(env)).map((answer) => JSON.stringify(answer)))).toEqual(new Set(['[200,"","1"]']));
    const { sessions } = JSON.parse((await playhead(['sessions', 'list', '--json', '--dir', dir])).out) as { sessions: { sessionId: string }[] }; // what the command prints
    expect(sessions).toHaveLength(1);
    const document = JSON.parse((await playhead(['sessions', 'show', sessions[0]!.sessionId, '--json', '--dir', dir])).out) as SessionDocument; // what the command prints
    const truth = JSON.parse(readFileSync(join(captureOf('jwt-auth'), 'truth.json'), 'utf8')) as { calls: { id: string; name: string; status: string; output_head: string; output_sha256: string }[] }; // the fixture's own format
    const steps = new Map(stepsOf(document).map((step) => [step.toolUseId, step]));
    const hash = (text: string | undefined): string => createHash('sha256').update(text ?? '').digest('hex');
    // The one long output lies in a file of the virtual machine, which the host cannot read.
    const shown = truth.calls.map(({ id, output_head: head, output_sha256: whole }) => [id, steps.get(id)?.tool, steps.get(id)?.status, head.startsWith('<persisted-output>') ? whole : hash(steps.get(id)?.output)]);
    expect(shown).toEqual(truth.calls.map(({ id, name, status, output_sha256: output }) => [id, name, status, output]));
    expect(steps.size).toBe(96);
  } finally {
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
    await machines.remove();
  }
});
