import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SessionDocument } from '@playhead/replay-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCapture, type CapturedPayload } from '../src/demo/capture.ts';
import { buildBin, captureOf, comparable, playhead, root, serverProcess, stepsOf, temporary } from './support.ts';

const script = join(root, 'packages/hooks-claude/plugin/hooks/spool.sh');
let bin: string;
beforeAll(async () => { bin = await buildBin(); }, 60_000);
afterAll(() => rmSync(bin, { force: true }));

/** Runs the hook as the client does: a payload on its input. */
function hook(payload: string, options: { home: string; env?: Record<string, string>; cwd?: string; arguments?: readonly string[] }): { code: number; output: string } {
  const { home, env = {}, cwd = temporary(), arguments: given = ['1.2.3'] } = options;
  try {
    const output = execFileSync('/bin/sh', [script, ...given], { input: payload, cwd, env: { PATH: process.env['PATH'] ?? '', HOME: home, ...env }, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });
    return { code: 0, output };
  } catch (error) {
    return { code: Number((error as { status: number }).status), output: 'failed' }; // what execFileSync throws
  }
}

const spoolOf = (dir: string): string => join(dir, 'spool/hooks-claude');
const waiting = (dir: string): readonly string[] => readdirSync(spoolOf(dir)).filter((name) => /\.(?:part|json)$/.test(name));

/** A data directory whose spool holds a capture, each payload with the time it was captured. */
function spooled(name: string): { dir: string; entries: readonly CapturedPayload[] } {
  const home = temporary();
  const dir = join(home, 'data');
  const entries = readCapture(captureOf(name), join(home, 'claude'));
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'redaction.key'), '5a'.repeat(32)); // the same pseudonyms in every recording that is compared
  spool(dir, entries);
  return { dir, entries };
}

function spool(dir: string, entries: readonly CapturedPayload[]): void {
  mkdirSync(spoolOf(dir), { recursive: true });
  for (const [index, { at, payload }] of entries.entries()) {
    const path = join(spoolOf(dir), `0_${1000 + index}_0_1.2.3_.part`);
    writeFileSync(path, `${JSON.stringify(payload)}\n`);
    utimesSync(path, new Date(at / 1000), new Date(at / 1000));
  }
}

async function shown(dir: string): Promise<SessionDocument> {
  const { sessions } = JSON.parse((await playhead(['sessions', 'list', '--json', '--dir', dir])).out) as { sessions: { sessionId: string }[] }; // our own command's answer
  expect(sessions).toHaveLength(1);
  return JSON.parse((await playhead(['sessions', 'show', sessions[0]!.sessionId, '--json', '--dir', dir])).out) as SessionDocument; // our own command's answer
}

test('keeps a payload byte for byte for its owner only, prints nothing, and a command stores it with the time it came', async () => {
  const home = temporary();
  const dir = join(home, 'data');
  const payload = `${JSON.stringify({ hook_event_name: 'UserPromptSubmit', session_id: 's', cwd: '/w', prompt_id: 'p', prompt: 'Hello' })}\n`;
  const before = Date.now();
  expect(hook(payload, { home, env: { PLAYHEAD_HOME: dir } })).toEqual({ code: 0, output: '' });
  const [name] = waiting(dir);
  expect(name).toMatch(/^[\d.,]+_\d+_0_1\.2\.3_\.part$/);
  const path = join(spoolOf(dir), name ?? '');
  expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777, statSync(spoolOf(dir)).mode & 0o777]).toEqual([payload, 0o600, 0o700]);
  const { session, turns } = await shown(dir);
  expect(turns[0]?.prompt?.text).toBe('Hello');
  expect(Math.abs((session.startedAt as number) / 1000 - before)).toBeLessThan(60_000);
  expect(session['capture']).toMatchObject({ tier: 'spool' });
  expect(waiting(dir)).toEqual([]);
});

test('finds the data directory as every other part does', () => {
  const home = temporary();
  for (const [env, given, dir] of [[{}, ['1'], '.local/share/playhead'], [{ XDG_DATA_HOME: join(home, 'xdg') }, ['1'], 'xdg/playhead'], [{ XDG_DATA_HOME: 'relative', PLAYHEAD_HOME: '' }, ['1', join(home, 'given')], 'given'], [{ PLAYHEAD_HOME: join(home, 'own') }, ['1', join(home, 'other')], 'own']] as const) {
    hook('{}\n', { home, env, arguments: given });
    expect([dir, waiting(join(home, dir)).length]).toEqual([dir, 1]);
  }
});

test('keeps nothing where somebody opted out, without reading the payload', () => {
  const home = temporary();
  const cwd = temporary();
  hook('{}\n', { home, env: { PLAYHEAD_RECORD: '0' } });
  writeFileSync(join(cwd, '.playhead.json'), '{ "record" : false }');
  hook('{}\n', { home, cwd });
  hook('{}\n', { home, env: { CLAUDE_PROJECT_DIR: cwd } });
  expect(readdirSync(home)).toEqual([]);
});

test.skipIf(process.getuid?.() === 0)('notices nothing of a folder that may not be written', () => {
  const home = temporary();
  chmodSync(home, 0o500);
  expect(hook('{}\n', { home })).toEqual({ code: 0, output: '' });
});

test('the agent notices nothing of a data directory that cannot be made, nor of a disk without room', () => {
  const home = temporary();
  writeFileSync(join(home, 'file'), '');
  expect(hook('{}\n', { home, env: { PLAYHEAD_HOME: join(home, 'file') } })).toEqual({ code: 0, output: '' });
  expect(hook('{}\n', { home, env: { PLAYHEAD_HOME: '/dev/null/x' } })).toEqual({ code: 0, output: '' });
});

test('of hooks that run at once none takes the place of another', async () => {
  const home = temporary();
  const dir = join(home, 'data');
  await Promise.all(Array.from({ length: 20 }, async (_, index) => {
    const child = spawn('/bin/sh', [script, '1'], { env: { PATH: process.env['PATH'] ?? '', HOME: home, PLAYHEAD_HOME: dir }, stdio: ['pipe', 'ignore', 'ignore'] });
    child.stdin.end(`${JSON.stringify({ number: index, text: 'x'.repeat(200_000) })}\n`);
    await once(child, 'exit');
  }));
  const numbers = waiting(dir).map((name) => (JSON.parse(readFileSync(join(spoolOf(dir), name), 'utf8')) as { number: number }).number); // written above
  expect(numbers.sort((one, other) => one - other)).toEqual(Array.from({ length: 20 }, (_, index) => index));
});

test('leaves alone what a hook still writes, sets aside what is no payload, and throws away what may not be kept', async () => {
  const { dir } = spooled('tui-deny');
  const cwd = temporary();
  writeFileSync(join(cwd, '.playhead.json'), '{ "record": false }');
  writeFileSync(join(spoolOf(dir), '0_1_0_1_.part'), '{"hook_event_name":"Stop","session');
  writeFileSync(join(spoolOf(dir), '0_2_0_1_.part'), 'no JSON\n');
  writeFileSync(join(spoolOf(dir), '0_3_0_1_.part'), `${JSON.stringify({ hook_event_name: 'UserPromptSubmit', session_id: 'private', cwd, prompt: 'secret' })}\n`);
  await shown(dir);
  expect(readdirSync(spoolOf(dir)).sort()).toEqual(['0_1_0_1_.part', '0_2_0_1_.refused']);
});

test('a session of the spool replays as one that came over HTTP, also when its reader is killed again and again', { timeout: 120_000 }, async () => {
  const calm = spooled('tui-deny');
  const long = spooled('jwt-auth');
  const expected = await shown(calm.dir);
  expect(stepsOf(expected)).toMatchObject([{ status: 'denied', permission: { by: 'user' } }]);
  const whole = await shown(spooled('jwt-auth').dir);
  expect(stepsOf(whole).filter(({ toolUseId }) => toolUseId !== undefined)).toHaveLength(96);
  let kills = 0;
  for (let left = waiting(long.dir).length; left > 40; left = waiting(long.dir).length) {
    const reader = spawn(process.execPath, [bin, 'sessions', 'list', '--dir', long.dir], { stdio: 'ignore' });
    const gone = once(reader, 'exit');
    await expect.poll(() => reader.exitCode !== null || waiting(long.dir).length <= left - 40, { interval: 5, timeout: 30_000 }).toBe(true);
    if (reader.kill('SIGKILL')) kills += 1;
    await gone;
  }
  expect(kills).toBeGreaterThan(2);
  expect(comparable(await shown(long.dir))).toEqual(comparable(whole));
  expect(waiting(long.dir)).toEqual([]);
});

test('a running server reads the spool as it fills; what came while it was down comes with its next start', { timeout: 60_000 }, async () => {
  const home = temporary();
  const dir = join(home, 'data');
  const prompt = (text: string): string => `${JSON.stringify({ hook_event_name: 'UserPromptSubmit', session_id: 's', cwd: '/w', prompt_id: text, prompt: text })}\n`;
  const prompts = async (url: string): Promise<number> => {
    const { sessions } = (await (await fetch(`${url}/api/v1/sessions`)).json()) as { sessions: { sessionId: string }[] }; // our own server's answer
    const id = sessions[0]?.sessionId;
    return id === undefined ? 0 : ((await (await fetch(`${url}/api/v1/sessions/${id}/document`)).json()) as SessionDocument).turns.length; // our own server's answer
  };
  const server = await serverProcess(bin, dir);
  try {
    hook(prompt('one'), { home, env: { PLAYHEAD_HOME: dir } });
    await expect.poll(() => prompts(server.url())).toBe(1);
    await server.kill();
    hook(prompt('two'), { home, env: { PLAYHEAD_HOME: dir } });
    await server.start();
    expect(await prompts(server.url())).toBe(2);
    const health = (await (await fetch(`${server.url()}/healthz`)).json()) as { hooks: unknown; warnings: readonly string[] }; // our own server's answer
    expect(health.hooks).toEqual([{ transport: 'spool', version: '1.2.3' }]);
    expect(health.warnings).toEqual([expect.stringContaining('Hooks of version 1.2.3 (spool)')]);
  } finally {
    await server.kill();
  }
});

test('while a command still reads the spool, a server that starts completes no session that goes on there', { timeout: 120_000 }, async () => {
  const home = temporary();
  const dir = join(home, 'data');
  const entries = readCapture(captureOf('graph'), join(home, 'claude'));
  const idOf = ({ payload }: CapturedPayload): unknown => payload['session_id'];
  const [first] = entries.map(idOf);
  const resumed = entries.findIndex(({ payload }) => payload['source'] === 'resume');
  const other = entries.map(idOf).find((id) => id !== first);
  spool(dir, entries.slice(0, resumed));
  await playhead(['sessions', 'list', '--dir', dir]);
  cpSync(join(captureOf('graph'), 'transcripts'), join(home, 'claude/projects'), { recursive: true });
  spool(dir, entries.slice(resumed).filter((entry) => idOf(entry) !== other));
  const lock = join(spoolOf(dir), 'reader.lock');
  writeFileSync(lock, `${process.pid} this test\n`);
  const server = await serverProcess(bin, dir);
  const documents = async (id: unknown): Promise<readonly SessionDocument[]> => {
    const { sessions } = (await (await fetch(`${server.url()}/api/v1/sessions?harnessSessionId=${String(id)}`)).json()) as { sessions: { sessionId: string }[] }; // our own server's answer
    return Promise.all(sessions.map(async ({ sessionId }) => (await (await fetch(`${server.url()}/api/v1/sessions/${sessionId}/document`)).json()) as SessionDocument)); // our own server's answer
  };
  try {
    for (const { at, payload } of entries.filter((entry) => idOf(entry) === other)) {
      const headers = { 'content-type': 'application/json', 'playhead-at': String(at) };
      expect((await fetch(`${server.url()}/hooks/claude`, { method: 'POST', headers, body: JSON.stringify(payload) })).headers.get('playhead-recorded')).toBe('1');
    }
    await expect.poll(async () => (await documents(other)).some(({ usage }) => (usage.outputTokens ?? 0) > 0), { timeout: 30_000 }).toBe(true); // its transcript was read
    rmSync(lock);
    await expect.poll(async () => (await documents(first)).map(({ session, turns }) => [session.generation, turns.map(({ prompt }) => prompt?.text)]).sort(), { timeout: 30_000 })
      .toEqual([[0, ['Begin with it']], [1, ['Go on with it', '/compact keep the names', 'And after that']], [2, []]]);
  } finally {
    await server.kill();
  }
});
