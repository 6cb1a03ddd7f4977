import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildBin, playhead } from './support.ts';

// As root only: one user records, another is the agent. Neither must exist.
const [RECORDER, AGENT] = ['60011', '60022'];
const isRoot = process.getuid?.() === 0;
if (!isRoot && process.env['PLAYHEAD_REQUIRE_BROWSER'] === '1') throw new Error('Whether the agent is kept from a recording is tried as root only, and these tests do not run as root.');

let bin = '';
let home = '';
beforeAll(async () => { if (isRoot) bin = await buildBin(); }, 60_000);
afterAll(() => { if (bin) rmSync(bin, { force: true }); if (home) rmSync(home, { recursive: true, force: true }); });

let dir = '';
beforeEach(() => {
  if (home) rmSync(home, { recursive: true, force: true });
  home = mkdtempSync(join(tmpdir(), 'playhead-apart-'));
  chmodSync(home, 0o755);
  dir = join(home, 'recorder', 'data');
  mkdirSync(join(home, 'recorder'), { mode: 0o700 });
  chownSync(join(home, 'recorder'), Number(RECORDER), Number(RECORDER));
  mkdirSync(join(home, 'project'));
  chownSync(join(home, 'project'), Number(AGENT), Number(AGENT));
});

const environment = (): Record<string, string> => ({ PATH: process.env['PATH'] ?? '', HOME: '/root' });
const APART = ['--as', RECORDER, '--agent-user', AGENT];
const argsOf = (flags: readonly string[], server: readonly string[]): string[] => [bin, 'gateway', 'stdio', '--name', 'x', '--dir', dir, ...flags, '--', ...server];
const tap = (server: readonly string[], options: { input?: string; flags?: readonly string[]; env?: Record<string, string> } = {}): ReturnType<typeof spawnSync> => (
  spawnSync(process.execPath, argsOf(options.flags ?? APART, server), { cwd: join(home, 'project'), encoding: 'utf8', input: options.input ?? '', env: { ...environment(), ...options.env } })
);
/** What the agent's user, its group and nobody else's rights can do. */
const asAgent = (...command: readonly string[]): ReturnType<typeof spawnSync> => spawnSync(command[0] ?? '', command.slice(1), { uid: Number(AGENT), gid: Number(AGENT), cwd: '/', encoding: 'utf8' });
const everyFile = (): string[] => readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
const CALL = `${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'greet', arguments: { who: 'Ada-4711' } } })}\n`;

describe.skipIf(!isRoot)(`a recording of another user${isRoot ? '' : ' (left out: these tests do not run as root)'}`, () => {
  test('is out of reach of the agent, whose server is its own user\'s, and says so', async () => {
    const { status, stdout, stderr } = tap(['sh', '-c', 'id -u; id -g; id -G; cat'], { input: CALL });
    expect([status, stdout, stderr]).toEqual([0, `${AGENT}\n${AGENT}\n${AGENT}\n${CALL}`, '']);
    const files = everyFile();
    expect(files.some((file) => readFileSync(file, 'utf8').includes('Ada-4711'))).toBe(true);
    const before = files.map((file) => readFileSync(file));
    for (const file of files) {
      expect([file, statSync(file).uid, asAgent('cat', file).status, asAgent('sh', '-c', `echo lie >> '${file}'`).status, asAgent('rm', '-f', file).status].map((one) => (one === 0 ? 'could' : one))).not.toContain('could');
    }
    expect([asAgent('ls', dir).status === 0, asAgent('mv', dir, `${dir}.away`).status === 0, asAgent('mv', join(home, 'recorder'), join(home, 'away')).status === 0]).toEqual([false, false, false]);
    expect(everyFile().map((file) => readFileSync(file))).toEqual(before);
    const { out } = await playhead(['sessions', 'list', '--json', '--dir', dir]);
    const [session] = (JSON.parse(out) as { sessions: { sessionId: string; capture: object }[] }).sessions;
    expect(session).toMatchObject({ capture: { tier: 'gateway', protection: 'other_user' }, project: 'project', status: 'completed', identity: { type: 'user', subject: AGENT } });
    expect((await playhead(['sessions', 'show', session?.sessionId ?? '', '--dir', dir])).out).toContain("as another user than the agent's");
  });

  test('is not switched off by what the agent\'s user may write', () => {
    writeFileSync(join(home, 'project', '.playhead.json'), '{"record":false}');
    chmodSync(join(home, 'project'), 0o700);
    expect(tap(['cat'], { input: CALL, env: { PLAYHEAD_RECORD: '0', PLAYHEAD_URL: 'http://127.0.0.1:9', PLAYHEAD_TOKEN: 'x', PLAYHEAD_LOCAL_COPY: '0' } }).stdout).toBe(CALL);
    expect(everyFile().some((file) => readFileSync(file, 'utf8').includes('Ada-4711'))).toBe(true);
  });

  test('is not joined to a session that the agent names', async () => {
    expect(tap(['cat'], { input: CALL, env: { PLAYHEAD_SESSION_ID: '01937d1e-7c3a-7000-8000-5f2b6c8d9e01' } }).status).toBe(0);
    const { sessions } = JSON.parse((await playhead(['sessions', 'list', '--json', '--dir', dir])).out) as { sessions: { sessionId: string }[] };
    expect(sessions.map(({ sessionId }) => sessionId)).not.toContain('01937d1e-7c3a-7000-8000-5f2b6c8d9e01');
  });

  test.each([
    ['the agent is who records', ['--as', AGENT, '--agent-user', AGENT]], ['the agent is root', ['--as', RECORDER, '--agent-user', '0']], ['root records', ['--as', '0', '--agent-user', AGENT]],
    ['there is no such user', ['--as', 'nobody-of-this-name', '--agent-user', AGENT]], ['nobody says whose the agent is', ['--as', RECORDER]],
  ])('is refused, and nothing started, where %s', (_, flags) => {
    expect(tap(['echo', 'started'], { flags })).toMatchObject({ status: 2, stdout: '' });
  });

  test('is refused where the agent could put another one in its place, or nobody closed it', () => {
    chmodSync(join(home, 'recorder'), 0o777);
    expect(tap(['echo', 'started'])).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('storage_unavailable') });
    chmodSync(join(home, 'recorder'), 0o700);
    mkdirSync(dir, { recursive: true });
    chownSync(dir, Number(RECORDER), Number(RECORDER));
    chmodSync(dir, 0o755);
    expect(tap(['echo', 'started'])).toMatchObject({ status: 1, stdout: '' });
  });

  test('is refused to who called sudo for somebody else, and whoever is not root', () => {
    expect(tap(['echo', 'started'], { env: { SUDO_UID: '60033' } })).toMatchObject({ status: 2, stdout: '' });
    expect(tap(['id', '-u'], { flags: ['--as', RECORDER], env: { SUDO_UID: AGENT } })).toMatchObject({ status: 0, stdout: `${AGENT}\n` });
    const plain = spawnSync('/usr/bin/setpriv', ['--reuid', AGENT, '--regid', AGENT, '--clear-groups', process.execPath, ...argsOf(APART, ['echo', 'started'])], { encoding: 'utf8', env: environment() });
    expect([plain.status === 0, plain.stdout]).toEqual([false, '']);
  });

  test('leaves no process that could be root again, and ends by the signal that its client sends, also where the server, another user\'s, goes on', async () => {
    const child = spawn(process.execPath, argsOf(APART, ['sh', '-c', 'echo up; exec sleep 5']), { cwd: join(home, 'project'), env: environment() });
    await once(child.stdout, 'data');
    const rows = (pid: number): string => readFileSync(`/proc/${pid}/status`, 'utf8');
    expect(/^Uid:\t(.*)$/m.exec(rows(child.pid ?? 0))?.[1]?.split('\t')).toEqual([RECORDER, RECORDER, RECORDER, RECORDER]);
    expect([/^Gid:\t(.*)$/m.exec(rows(child.pid ?? 0))?.[1]?.split('\t'), /^Groups:\t(.*)$/m.exec(rows(child.pid ?? 0))?.[1]?.trim()]).toEqual([[RECORDER, RECORDER, RECORDER, RECORDER], RECORDER]);
    expect(execFileSync('ps', ['-o', 'uid=', '--ppid', String(child.pid)], { encoding: 'utf8' }).trim()).toBe(AGENT);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([null, 'SIGTERM']);
  });

  test('is kept as far from an agent on its way to its model, which is its own user\'s, as from one that starts a server', async () => {
    const model = createServer((incoming, answer) => { incoming.resume().on('end', () => answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id: 'msg_1', type: 'message', role: 'assistant', content: [{ type: 'text', text: 'Hi Ada-4711' }] }))); });
    const upstream = await listen(model);
    const script = 'console.log(process.getuid(), process.getgid(), (process.env.TRACEPARENT ?? "").length); fetch(process.env.ANTHROPIC_BASE_URL + "/v1/messages", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ model: "m", messages: [{ role: "user", content: "Hi" }] }) }).then((answer) => answer.text())';
    const child = spawn(process.execPath, [bin, 'gateway', 'anthropic', '--upstream', upstream, '--dir', dir, '--task', 'SHOP-42', ...APART, '--', process.execPath, '-e', script], { cwd: join(home, 'project'), env: { ...environment(), PLAYHEAD_RECORD: '0' } });
    const said = await ended(child);
    expect(said).toEqual(`${AGENT} ${AGENT} 55\n`);
    await keptFromAgent();
  });

  test('is kept as far from an agent that asks a server over HTTP, and nobody is root any more', async () => {
    const upstream = await listen(createServer((incoming, answer) => {
      incoming.resume().on('end', () => answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id: 1, result: { trace: incoming.headers['traceparent'] } })));
    }));
    const child = spawn(process.execPath, [bin, 'gateway', 'http', '--upstream', `${upstream}/mcp`, '--dir', dir, '--task', 'SHOP-42', '--json', ...APART], { cwd: join(home, 'project'), env: environment() });
    const [line] = (await once(child.stdout, 'data')) as [Buffer]; // the arguments of this event
    const { url } = JSON.parse(String(line)) as { url: string }; // our own command's answer
    expect(/^Uid:\t(.*)$/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]?.split('\t')).toEqual([RECORDER, RECORDER, RECORDER, RECORDER]);
    const ask = (headers: Record<string, string> = {}): Promise<unknown> => fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: CALL }).then((answer) => answer.json());
    expect(await ask()).toMatchObject({ result: { trace: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/) } });
    expect(await ask({ traceparent: 'of-the-client' })).toMatchObject({ result: { trace: 'of-the-client' } });
    child.kill('SIGTERM');
    await once(child, 'exit');
    await keptFromAgent();
  });
});

const open: Server[] = [];
afterAll(() => { for (const server of open) { server.closeAllConnections(); server.close(); } });

async function listen(server: Server): Promise<string> {
  open.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens at a port
}

/** Waits for the end of a command. @returns What it said. */
async function ended(child: ChildProcess): Promise<string> {
  let said = '';
  child.stdout?.on('data', (bytes: Buffer) => { said += String(bytes); });
  await once(child, 'close');
  return said;
}

/** The agent's user can neither read nor change any of it, and the header says so. */
async function keptFromAgent(): Promise<void> {
  const files = everyFile();
  expect(files.some((file) => readFileSync(file, 'utf8').includes('Ada-4711'))).toBe(true);
  for (const file of files) expect([file, asAgent('cat', file).status === 0, asAgent('sh', '-c', `echo lie >> '${file}'`).status === 0]).toEqual([file, false, false]);
  const { sessions } = JSON.parse((await playhead(['sessions', 'list', '--json', '--dir', dir])).out) as { sessions: object[] };
  expect(sessions).toMatchObject([{ capture: { protection: 'other_user' }, status: 'completed', project: 'project', identity: { subject: AGENT }, task: { id: 'SHOP-42' }, metadata: { traceparent: expect.stringMatching(/^00-/) } }]);
}
