import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, closeSync, cpSync, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claudeHarness } from '@playhead/hooks-claude';
import { isJsonObject, type JsonObject, type SessionRecord, type SessionStorage } from '@playhead/protocol';
import { createSessionRecording } from '@playhead/recorder';
import { createHandler, createToken, readDocument, type Handler } from '@playhead/server';
import { watchShells, type WatchedShells } from '@playhead/server/node';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openOutput, shellProcess } from '../src/node/shell-process.ts';
import { post, recorded } from './support.ts';

/** A Bash call as Claude Code told it of, before and after. */
const told = readFileSync(new URL('../../hooks-claude/fixtures/jwt-auth/hooks.jsonl', import.meta.url), 'utf8').trim().split('\n').map((line) => (JSON.parse(line) as { payload: JsonObject }).payload); // the fixture's own format
const bashOf = (event: string): JsonObject => told.find((payload) => payload['hook_event_name'] === event && payload['tool_name'] === 'Bash') ?? {};

let place: string;
let storage: SessionStorage;
let handler: Handler;
let shells: WatchedShells;
let children: ChildProcess[];
const { secret, token } = createToken({ kind: 'ingest' });
const session = String(bashOf('PreToolUse')['session_id']);

async function start(policy: 'off' | 'entity' | 'strict'): Promise<void> {
  storage = memoryStorage();
  handler = createHandler({ storage, harnesses: [claudeHarness], access: { tokens: { list: () => [token] } }, recordingOf: createSessionRecording({ dir: join(place, 'data'), redaction: { policy } }) });
  shells = watchShells({ folder: join(place, 'shell-timing'), handler });
  await shells.ready;
}

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'playhead-shells-'));
  children = [];
  mkdirSync(join(place, 'shell-timing'));
  cpSync(new URL('../../hooks-claude/shell/time-commands.sh', import.meta.url), join(place, 'shell-timing/time-commands.sh'));
  chmodSync(join(place, 'shell-timing/time-commands.sh'), 0o700);
  mkdirSync(join(place, session, 'tasks'), { recursive: true });
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await shells.close();
  await handler.close();
  rmSync(place, { recursive: true, force: true });
});

const send = async (payload: JsonObject): Promise<boolean> => recorded(await handler(new Request('http://127.0.0.1:7433/hooks/claude', { method: 'POST', body: JSON.stringify(payload), headers: { 'content-type': 'application/json' } }), { remoteAddress: '127.0.0.1', port: 7433 }));
const calls = (command: string, id = 'toolu_1'): JsonObject => ({ ...bashOf('PreToolUse'), tool_use_id: id, cwd: place, tool_input: { command } });
const ends = (command: string, stdout: string, id = 'toolu_1'): JsonObject => ({ ...bashOf('PostToolUse'), tool_use_id: id, cwd: place, tool_input: { command }, tool_response: { stdout, stderr: '', interrupted: false, isImage: false } });

/** Runs a command as Claude Code does under `CLAUDE_CODE_SHELL_PREFIX`. */
function runs(command: string, output = join(place, session, 'tasks', `b${children.length}.output`)): { child: ChildProcess; ended: Promise<unknown> } {
  const line = `source /x/snapshot-bash-1.sh 2>/dev/null || true && eval '${command.replaceAll("'", `'"'"'`)}' < /dev/null && pwd -P >| /dev/null`;
  const file = openSync(output, 'w');
  const child = spawn(join(place, 'shell-timing/time-commands.sh'), [line], { cwd: place, stdio: ['ignore', file, file], env: { PATH: process.env['PATH'], SHELL: '/bin/bash', CLAUDE_CODE_SESSION_ID: session } });
  closeSync(file);
  children.push(child);
  return { child, ended: once(child, 'exit') };
}

/** A command that stops until the test goes on. */
function gate(name: string): { wait: string; open: () => void } {
  spawnSync('mkfifo', [join(place, name)]);
  return { wait: `cat ${name} >/dev/null`, open: () => writeFileSync(join(place, name), 'go') };
}

async function records(): Promise<SessionRecord[]> {
  const found: SessionRecord[] = [];
  for (const { sessionId } of (await storage.list()).sessions) for await (const chunk of storage.read(sessionId)) found.push(...chunk.records.map(({ record }) => record));
  return found;
}

async function pieces(): Promise<SessionRecord[]> {
  return (await records()).filter(({ type, via }) => type === 'terminal_output' && via === 'pty');
}
const printed = async (): Promise<string> => (await pieces()).map(({ data }) => String(data['text'])).join('');

test('shows what a command printed when it printed it, once, at its call', async () => {
  await start('off');
  const [first, second] = [gate('first'), gate('second')];
  const command = `printf 'one\\303'; ${first.wait}; printf '\\274\\n' >&2; ${second.wait}; echo it''s 'done'; exit 3`;
  await send(calls(command));
  const { ended } = runs(command);
  await vi.waitFor(async () => expect(await printed()).toBe('one'));
  first.open();
  await vi.waitFor(async () => expect(await printed()).toBe('oneü\n'));
  second.open();
  expect(await ended).toEqual([3, null]);
  await vi.waitFor(async () => expect(await printed()).toBe('oneü\nits done\n'));
  await send(ends(command, 'oneü\nits done'));
  const [info] = (await storage.list()).sessions;
  const step = (await readDocument(storage, info?.sessionId ?? '')).turns.flatMap(({ steps }) => steps).find(({ toolUseId }) => toolUseId === 'toolu_1');
  expect(step).toMatchObject({ title: expect.stringContaining('printf'), witnesses: ['hook', 'pty'], agreement: 'single', status: 'ok' });
  const seen = await pieces();
  expect(seen.map(({ call, data }) => [call, data])).toEqual(['one', 'ü\n', 'its done\n'].map((text) => ['toolu_1', { text, stream: 'stdout' }]));
  const opened = (await records()).find(({ type }) => type === 'terminal_command')?.at ?? 0;
  expect(seen.every(({ at }, index) => at >= (seen[index - 1]?.at ?? opened - 10_000) && at <= Date.now() * 1000)).toBe(true); // files have coarse times
  await vi.waitFor(() => expect(readdirSync(join(place, 'shell-timing/running'))).toEqual([]));
});

test('keeps a secret out that a command prints in two parts', async () => {
  await start('entity');
  const [between, last] = [gate('between'), gate('last')];
  const halves = ['ghp_16C7e42F292c6912E7', '710c838347Ae178B4a'];
  halves.forEach((half, index) => { writeFileSync(join(place, `half${index}`), half); });
  const command = `printf token=; cat half0; ${between.wait}; cat half1; echo; echo after; ${last.wait}`;
  await send(calls(command));
  runs(command);
  await vi.waitFor(async () => expect((await records()).length).toBeGreaterThan(1));
  await vi.waitFor(() => expect(readFileSync(join(place, session, 'tasks/b0.output'), 'utf8')).toContain('ghp_'));
  between.open();
  await vi.waitFor(async () => expect(await printed()).toContain('after\n'));
  last.open();
  expect(await printed()).toContain('[[');
  expect(JSON.stringify(await records())).not.toMatch(new RegExp(halves.join('|')));
});

test.each([['strict', 'echo hidden'], ['entity', 'cat .env']] as const)('tells nothing in pieces of what is withheld as a whole: %s, %s', async (policy, command) => {
  await start(policy);
  writeFileSync(join(place, '.env'), 'hidden\n');
  const [first, second] = [gate('first'), gate('second')];
  const [hidden, shown] = [`${command}; ${first.wait}`, `echo shown; ${second.wait}`];
  await send(calls(hidden));
  await send(calls(shown, 'toolu_2'));
  runs(hidden);
  runs(shown);
  await vi.waitFor(async () => expect(await printed()).toBe(policy === 'strict' ? '' : 'shown\n'));
  await vi.waitFor(() => expect(readdirSync(join(place, 'shell-timing/running'))).toEqual([]));
  first.open();
  second.open();
  expect(JSON.stringify(await pieces())).not.toContain('hidden');
});

test('waits for a call that is told of later, as by a spool', async () => {
  await start('off');
  const between = gate('between');
  const command = `echo early; ${between.wait}`;
  runs(command);
  await vi.waitFor(() => expect(readFileSync(join(place, session, 'tasks/b0.output'), 'utf8')).toBe('early\n'));
  await send(calls(command));
  await vi.waitFor(async () => expect(await printed()).toBe('early\n'));
  between.open();
});

test('looks at no file but one of the session\'s own tasks', async () => {
  await start('off');
  const [elsewhere, other] = [join(place, 'elsewhere.output'), join(place, 'other/tasks')];
  mkdirSync(other, { recursive: true });
  for (const output of [elsewhere, join(other, 'b.output')]) {
    const between = gate(`between-${output.length}`);
    const command = `echo elsewhere; ${between.wait}`;
    await send(calls(command, `toolu_${output.length}`));
    runs(command, output);
    await vi.waitFor(() => expect(readFileSync(output, 'utf8')).toBe('elsewhere\n'));
    between.open();
  }
  const own = join(place, session, 'tasks');
  writeFileSync(join(own, 'real.output'), 'x');
  symlinkSync(join(own, 'real.output'), join(own, 'link.output'));
  symlinkSync(own, join(place, 'other', session));
  mkdirSync(join(own, 'folder.output'));
  const opened = async (path: string, of = session): Promise<boolean> => {
    const descriptor = join(place, `descriptor-${readdirSync(place).length}`);
    symlinkSync(path, descriptor);
    const file = await openOutput(descriptor, of);
    await file?.close();
    return file !== undefined;
  };
  expect(await opened(join(own, 'real.output'))).toBe(true);
  for (const path of [join(own, 'link.output'), join(own, 'folder.output'), elsewhere, join(other, 'b.output'), '/etc/passwd']) expect(await opened(path)).toBe(false);
  expect(await opened(join(own, 'real.output'), '..')).toBe(false);
  expect(await opened(join(own, 'real.output'), '')).toBe(false);
  expect(await printed()).toBe('');
});

test('knows a shell that is just becoming the command', async () => {
  await start('off');
  const again = join(place, 'again.sh');
  writeFileSync(again, '#!/bin/sh\n[ "$1" -gt 0 ] && exec "$0" $(($1 - 1)) "$2"\n', { mode: 0o700 });
  const file = openSync(join(place, session, 'tasks/b.output'), 'w');
  const child = spawn(again, ['1000', 'a line'], { stdio: ['ignore', file, file], env: { PATH: process.env['PATH'], CLAUDE_CODE_SESSION_ID: session } });
  closeSync(file);
  children.push(child);
  const pid = child.pid ?? 0;
  for (let shell = await shellProcess(pid); shell; shell = await shellProcess(pid)) {
    await shell.output.close();
    expect([shell.session, shell.line]).toEqual([session, 'a line']);
  }
  expect(existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : 'Z').toContain('Z'); // it has ended
});

test.runIf(process.platform === 'linux')('a command that has ended holds nothing up, though nobody asked yet how it ended', async () => {
  await start('off');
  const [between, output] = [gate('between'), join(place, session, 'tasks/b.output')];
  const command = `echo before; ${between.wait}; echo after`;
  await send(calls(command));
  const file = openSync(output, 'w');
  const line = `source /x/snapshot-bash-1.sh 2>/dev/null || true && eval '${command}' < /dev/null && pwd -P >| /dev/null`;
  const parent = spawn('sh', ['-c', '"$0" "$1" & echo $! >&2; exec sleep 600', join(place, 'shell-timing/time-commands.sh'), line], { cwd: place, stdio: ['ignore', file, 'pipe'], env: { PATH: process.env['PATH'], SHELL: '/bin/bash', CLAUDE_CODE_SESSION_ID: session } });
  closeSync(file);
  children.push(parent);
  const pid = Number(String((await once(parent.stderr!, 'data'))[0]));
  const isRead = (): boolean => readdirSync('/proc/self/fd').some((descriptor) => existsSync(`/proc/self/fd/${descriptor}`) && readlinkSync(`/proc/self/fd/${descriptor}`) === output);
  await vi.waitFor(async () => expect(await printed()).toBe('before\n'));
  expect(isRead()).toBe(true);
  await vi.waitUntil(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8') === 'sleep\n'); // which asks of no child
  between.open();
  await vi.waitUntil(() => readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z '));
  await vi.waitFor(async () => expect(await printed()).toBe('before\nafter\n'));
  await vi.waitUntil(() => !isRead());
  expect(await shellProcess(pid)).toBeUndefined();
});

test('nobody from elsewhere tells what a command printed', async () => {
  await start('off');
  await send(calls('make'));
  const piece = JSON.stringify({ shell: 'a', line: "x && eval 'make' < /dev/null", text: 'made up', at: 1 });
  const print = (body: string, headers: Record<string, string> = {}): Promise<Response> => post(handler, '/hooks/claude', body, { 'playhead-shell': session, ...headers });
  const elsewhere = await print(piece, { authorization: `Bearer ${secret}`, 'x-forwarded-for': '203.0.113.7' });
  expect([elsewhere.headers.get('playhead-refused'), await printed()]).toEqual(['not_recorded', '']);
  expect(recorded(await print('{"shell":7}'))).toBe(false);
  expect(recorded(await print(piece))).toBe(true);
});

test('a session that was made private is printed into no more, and a server that ends leaves no word that it runs', async () => {
  await start('off');
  const between = gate('between');
  const command = `echo before; ${between.wait}; echo after`;
  await send(calls(command));
  const { ended } = runs(command);
  await vi.waitFor(async () => expect(await printed()).toBe('before\n'));
  await send({ ...told.find((payload) => payload['hook_event_name'] === 'UserPromptSubmit'), session_id: session, prompt: '/private' });
  between.open();
  await ended;
  await shells.close();
  expect((await records()).filter(({ data }) => isJsonObject(data) && JSON.stringify(data).includes('after'))).toEqual([]);
  expect(existsSync(join(place, 'shell-timing/server'))).toBe(false);
});
