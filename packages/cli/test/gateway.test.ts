import { execFileSync, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { SILENT_US } from '@playhead/protocol';
import { createRecorder } from '@playhead/recorder';
import type { SessionDocument } from '@playhead/replay-core';
import { readDocument } from '@playhead/server';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { describe, expect, test } from 'vitest';
import { answeringClient, gatewayPlace, serverFile } from './gateway-support.ts';
import { playhead, stepsOf } from './support.ts';

const place = gatewayPlace();
const { environment, recorded } = place;
const tapped = (command: readonly string[], ...flags: readonly string[]): string[] => [place.bin, 'gateway', 'stdio', '--name', 'files', ...flags, '--', ...command];
const start = (command: readonly string[], env: Record<string, string> = {}, ...flags: readonly string[]): ChildProcessWithoutNullStreams => spawn(process.execPath, tapped(command, ...flags), { env: { ...environment(), ...env }, cwd: place.workspace });

interface Ended { readonly stdout: Buffer; readonly stderr: string; readonly code: number | null; readonly signal: NodeJS.Signals | null }

async function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (bytes: Buffer) => stdout.push(bytes));
  child.stderr.on('data', (bytes: Buffer) => stderr.push(bytes));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]; // the arguments of this event
  return { stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString(), code, signal };
}

async function connect(command: string, args: readonly string[], mode: 'legacy' | 'auto' = 'legacy'): Promise<Client> {
  const client = answeringClient({ versionNegotiation: { mode } });
  await client.connect(new StdioClientTransport({ command, args: [...args], env: environment(), cwd: place.workspace, stderr: 'ignore' }));
  return client;
}

/** What a server answers to everything that is asked here. */
async function answersOf(client: Client, calls: readonly (readonly [string, Record<string, unknown>])[]): Promise<unknown> {
  const answers: unknown[] = [client.getServerVersion(), client.getServerCapabilities(), client.getInstructions(), await client.listTools()];
  for (const [name, input] of calls) answers.push(await client.callTool({ name, arguments: input }).catch((error: Error) => error.message));
  return answers;
}

/** The same calls without the tap and through it. */
async function bothWays(server: readonly string[], calls: readonly (readonly [string, Record<string, unknown>])[]): Promise<{ direct: unknown; tap: unknown }> {
  const direct = await connect(process.execPath, server);
  const tap = await connect(process.execPath, tapped([process.execPath, ...server]));
  try {
    return { direct: await answersOf(direct, calls), tap: await answersOf(tap, calls) };
  } finally {
    await Promise.all([direct.close(), tap.close()]);
  }
}

describe('a real server that a real client asks through the tap answers as it does without', () => {
  test('server-filesystem, and its calls are in the recording', async () => {
    writeFileSync(join(place.workspace, 'a.txt'), 'first\nsecond\n');
    const { direct, tap } = await bothWays([serverFile('server-filesystem'), place.workspace], [
      ['read_text_file', { path: join(place.workspace, 'a.txt') }], ['list_directory', { path: place.workspace }], ['read_text_file', { path: '/etc/passwd' }], ['no_such_tool', {}],
    ]);
    expect(tap).toEqual(direct);
    const { sessions } = await recorded();
    expect(sessions).toMatchObject([{ status: 'completed', agentName: 'test-client', harness: 'mcp', identity: { type: 'user', subject: userInfo().username }, capture: { tier: 'gateway', protection: 'same_user', loses: expect.arrayContaining([expect.stringContaining('same user')]) } }]);
    const { out } = await playhead(['sessions', 'show', sessions[0]?.sessionId ?? '', '--json'], { env: { PLAYHEAD_HOME: place.home } });
    const steps = stepsOf(JSON.parse(out) as SessionDocument); // our own command's answer
    expect(steps.map(({ kind, mcp, status, witnesses }) => ({ kind, mcp, status, witnesses }))).toEqual(['read_text_file', 'list_directory', 'read_text_file', 'no_such_tool'].map((tool, index) => (
      { kind: 'mcp', mcp: { server: 'files', tool }, status: index < 2 ? 'ok' : 'failed', witnesses: ['gateway'] }
    )));
    expect(steps[0]).toMatchObject({ input: { path: join(place.workspace, 'a.txt') }, output: 'first\nsecond\n' });
  });

  test('server-everything, with progress, sampling, images and resources', async () => {
    const { direct, tap } = await bothWays([serverFile('server-everything')], [
      ['echo', { message: 'hello' }], ['get-sum', { a: 2, b: 3 }], ['get-tiny-image', {}], ['get-structured-content', { location: 'New York' }], ['get-annotated-message', { messageType: 'error', includeImage: true }],
      ['trigger-sampling-request', { prompt: 'say it', maxTokens: 10 }], ['trigger-long-running-operation', { duration: 0.2, steps: 2 }],
    ]);
    expect(tap).toEqual(direct);
    const { records } = await recorded();
    expect(records.filter(({ type }) => type === 'mcp_call').map(({ data }) => data['tool'])).toContain('get-structured-content');
    expect(records.filter(({ type }) => type === 'mcp_call').every(({ data }) => typeof data['serverVersion'] === 'string')).toBe(true);
    expect(records.find(({ type, data }) => type === 'tool_call' && data['name'] === 'sampling/createMessage')).toBeDefined();
    expect(records.every(({ via }) => via === 'gateway')).toBe(true);
  });
});

describe('a server behind playhead gateway stdio', () => {
  test('gets every byte, answers every byte, and has its own standard error, exit code and nothing else', async () => {
    const bytes = Buffer.concat([Buffer.alloc(10_000_000, 'a'), Buffer.from('\r\n{"id":1,"method":"x"}\n\xff\xfe\n', 'latin1')]);
    const child = start(['sh', '-c', 'echo note >&2; cat; echo more >&2; exit 3']);
    const end = ended(child);
    child.stdin.end(bytes);
    const { stdout, stderr, code } = await end;
    expect([stdout.equals(bytes), stderr, code]).toEqual([true, 'note\nmore\n', 3]);
  });

  test.each([
    ['a pipe', '{ echo first; head -c 100000 /dev/zero; } | "$@"'], ['a pipe that nothing comes through', ': | "$@"'], ['a file', '{ echo first; head -c 100000 /dev/zero; } > input; exec "$@" < input'],
    ['no file', 'exec "$@" < /dev/null'], ['closed', 'exec "$@" <&-'],
  ])('gets what its client says, and the end of it, where standard input is %s', async (_name, script) => {
    const child = spawn('sh', ['-c', script, 'sh', process.execPath, ...tapped(['wc', '-c'])], { env: environment(), cwd: place.workspace });
    expect(await ended(child)).toMatchObject({ stdout: Buffer.from(script.includes('first') ? '100006\n' : '0\n'), stderr: '', code: 0 });
  });

  test('starts as it would where the tap is told how the server was written before', async () => {
    const child = start(['echo', 'up'], {}, '--wrapped', 'command');
    expect(await ended(child)).toMatchObject({ code: 0, stdout: Buffer.from('up\n'), stderr: '' });
  });

  test('is not started where it should be kept apart and cannot', async () => {
    expect(await ended(start(['echo', 'up'], {}, '--agent-user', '60022'))).toMatchObject({ code: 2, stdout: Buffer.alloc(0) });
    expect(await ended(start(['echo', 'up'], {}, '--as', '60011'))).toMatchObject({ code: 2, stdout: Buffer.alloc(0) });
    expect(await ended(start(['echo', 'up'], {}, '--url', 'http://127.0.0.1:9'))).toMatchObject({ code: 2, stdout: Buffer.alloc(0) });
    expect(await ended(start(['echo', 'up'], {}, '--token-file', '/dev/null'))).toMatchObject({ code: 2, stdout: Buffer.alloc(0) });
  });

  test('ends by the signal that is sent to the tap, as it would without', async () => {
    const child = start(['sh', '-c', 'echo up; exec sleep 60']);
    await once(child.stdout, 'data');
    const end = ended(child);
    child.kill('SIGTERM');
    expect(await end).toMatchObject({ signal: 'SIGTERM', stderr: '' });
    expect((await recorded()).sessions).toMatchObject([{ status: 'completed' }]);
  });

  test('may answer the signal in its own way', async () => {
    const child = start([process.execPath, '-e', 'process.on("SIGINT", () => process.exit(9)); console.log("up"); setInterval(() => {}, 1000)']);
    await once(child.stdout, 'data');
    const end = ended(child);
    child.kill('SIGINT');
    expect(await end).toMatchObject({ code: 9, stderr: '' });
  });

  test('is left by a client that listens no longer', async () => {
    const child = start(['sh', '-c', 'exec yes']);
    await once(child.stdout, 'data');
    child.stdout.destroy();
    expect(await once(child, 'exit')).not.toEqual([0, null]); // by SIGPIPE, or because the connection was reset
  });

  test('closes its output before it ends, and its client hears that', async () => {
    const child = start(['sh', '-c', 'echo last; exec 1>&-; read line; exit 4']);
    let said = '';
    for await (const bytes of child.stdout) said += String(bytes);
    expect(said).toBe('last\n');
    child.stdin.write('go\n');
    expect((await once(child, 'exit'))[0]).toBe(4);
  });

  test('ends when the tap is killed, and what was recorded stays', async () => {
    const flag = join(place.workspace, 'gone');
    const child = start(['sh', '-c', `cat; touch '${flag}'`]);
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'read' } })}\n`);
    await once(child.stdout, 'data');
    await expect.poll(async () => (await recorded()).records.map(({ type }) => type)).toContain('mcp_call');
    child.kill('SIGKILL');
    await expect.poll(() => existsSync(flag)).toBe(true);
    expect((await recorded()).records.map(({ type }) => type)).toContain('mcp_call');
  });
});

test('of a tap that was killed it is told that it was interrupted, with the call that waited, once it was silent for half an hour; the next tap is told apart', async () => {
  const child = start(['sh', '-c', 'cat >/dev/null']);
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'read' } })}\n`);
  await expect.poll(async () => (await recorded()).records.map(({ type }) => type)).toContain('mcp_call');
  child.kill('SIGKILL');
  await once(child, 'close');
  const [{ sessionId } = { sessionId: '' }] = (await recorded()).sessions;
  const shownAfter = async (ms: number): Promise<unknown> => {
    const storage = fsStorage({ dir: place.home, now: () => Date.now() + ms });
    try {
      const { session: { status, outcome }, turns } = await readDocument(storage, sessionId);
      return [(await storage.list()).sessions.find((one) => one.sessionId === sessionId)?.status, status, outcome, turns.flatMap(({ steps }) => steps.map((step) => step.status))];
    } finally {
      await storage.close();
    }
  };
  expect(await shownAfter(SILENT_US / 1000 - 60_000)).toEqual(['recording', 'recording', undefined, ['running']]);
  expect(await shownAfter(SILENT_US / 1000)).toEqual(['completed', 'completed', 'interrupted', ['interrupted']]);
  const next = start(['cat']);
  next.stdin.end();
  await ended(next);
  const { sessions } = await recorded();
  expect([sessions.length, sessions.filter((one) => one.sessionId !== sessionId).map(({ status }) => status)]).toEqual([2, ['completed']]);
  expect(await shownAfter(SILENT_US / 1000)).toEqual(['completed', 'completed', 'interrupted', ['interrupted']]);
});

describe('a client and its server do not notice', () => {
  const talk = async (env: Record<string, string>): Promise<void> => {
    const child = start(['sh', '-c', 'cat; exit 6'], env);
    const end = ended(child);
    const bytes = Buffer.from('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read"}}\n'.repeat(1000));
    child.stdin.end(bytes);
    const { stdout, stderr, code } = await end;
    expect([stdout.equals(bytes), stderr, code]).toEqual([true, '', 6]);
  };

  test('that nothing can be stored', () => talk({ PLAYHEAD_HOME: '/proc/nowhere' }));

  test('that the server to which recordings go is away', () => talk({ PLAYHEAD_URL: 'http://127.0.0.1:9' }));

  test('that the thread which records dies', async () => {
    const file = join(place.workspace, 'dies.cjs');
    writeFileSync(file, `const { isMainThread, workerData } = require('node:worker_threads'); if (!isMainThread && workerData?.playhead === 'gateway') throw new Error('broken');`);
    await talk({ NODE_OPTIONS: `--require ${file}` });
  });

  test('that the recorder is too slow, and the recording says what it lacks', async () => {
    const [hold, file] = [join(place.workspace, 'hold'), join(place.workspace, 'slow.cjs')];
    execFileSync('mkfifo', [hold]);
    writeFileSync(file, `const { isMainThread, workerData } = require('node:worker_threads'); if (!isMainThread && workerData?.playhead === 'gateway') require('node:fs').readFileSync(${JSON.stringify(hold)});`);
    const size = 150_000_000;
    const child = start(['sh', '-c', `head -c ${size} /dev/zero; echo; read line; exit 6`], { NODE_OPTIONS: `--require ${file}` });
    let passed = 0;
    child.stdout.on('data', ({ length }: Buffer) => { passed += length; });
    await expect.poll(() => passed).toBe(size + 1);
    expect(Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0)).toBeLessThan(300_000);
    writeFileSync(hold, '');
    child.stdin.end('go\n');
    expect(await once(child, 'exit')).toEqual([6, null]);
    const { records } = await recorded();
    const gaps = records.filter(({ type, data }) => type === 'recorder_gap' && (data['extra'] as { direction: string }).direction === 'to_client'); // as the codec writes it
    const missing = gaps.reduce((sum, { data }) => sum + Number(data['count']), 0);
    expect(gaps[0]?.data['what']).toBe('bytes of messages');
    expect(gaps.length).toBeLessThan(4);
    expect(missing).toBeGreaterThan(size - 70_000_000);
    expect(missing).toBeLessThan(size);
  });

  test('that somebody opted out, and nothing is recorded', async () => {
    await talk({ PLAYHEAD_RECORD: '0' });
    writeFileSync(join(place.workspace, '.playhead.json'), '{ "record": false }');
    await talk({});
    expect((await recorded()).sessions).toEqual([]);
  });
});

describe('a recording of a connection', () => {
  const ask = async (env: Record<string, string>, ...flags: readonly string[]): Promise<void> => {
    const child = start(['cat'], env, ...flags);
    child.stdin.end(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'login', arguments: { token: `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}` } } })}\n`);
    await ended(child);
  };

  test('says who is behind the agent and what it is for, by its options before its environment', async () => {
    await ask({ PLAYHEAD_IDENTITY: 'machine:ci-7', PLAYHEAD_TASK: 'SHOP-1', PLAYHEAD_TASK_TITLE: 'Login' }, '--task', 'SHOP-42');
    expect((await recorded()).sessions).toMatchObject([{ identity: { type: 'machine', subject: 'ci-7' }, task: { id: 'SHOP-42', title: 'Login' } }]);
    await ask({ PLAYHEAD_IDENTITY: 'machine:ci-7' }, '--identity', 'user:ada@example.com');
    expect((await recorded()).sessions.map(({ identity }) => identity?.type).toSorted()).toEqual(['machine', 'user']);
  });

  test('tells its server the task as a trace, which its header names; what passes stays as it is', async () => {
    const child = start(['sh', '-c', 'echo "$TRACEPARENT"; cat'], {}, '--task', 'SHOP-42');
    const end = ended(child);
    child.stdin.end('{"id":1}\n');
    const [trace, ...rest] = String((await end).stdout).split('\n');
    expect([trace, rest.join('\n')]).toEqual([expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/), '{"id":1}\n']);
    expect((await recorded()).sessions).toMatchObject([{ task: { id: 'SHOP-42' }, metadata: { traceparent: trace } }]);
  });

  test('is a part of the session that the launcher opened, which it does not end', async () => {
    const launcher = createRecorder({ storage: async () => fsStorage({ dir: place.home }) });
    const { sessionId } = await launcher.recordStart({ name: 'By the launcher', harness: 'test', agentName: 'Ada Bot', workspaceName: 'shop' });
    await launcher.close();
    await ask({ PLAYHEAD_SESSION_ID: sessionId });
    expect((await recorded()).sessions).toMatchObject([{ sessionId, agentName: 'Ada Bot', status: 'recording' }]);
    expect((await recorded()).records.map(({ type }) => type)).toContain('mcp_call');
  });

  const CLAUDE = { harness: 'claude-code', harnessSessionId: '8a3291e7-d4ec-4a94-823e-824b6ca9f563', name: 'Log in', agentName: 'Claude Code', workspaceName: 'shop' };

  test('is a part of the session that the hooks of its client record, also where they begin after it, and ends none', async () => {
    const hooks = createRecorder({ storage: async () => fsStorage({ dir: place.home }) });
    const early = start(['cat'], { CLAUDE_CODE_SESSION_ID: CLAUDE.harnessSessionId });
    early.stdin.write('{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"early","arguments":{}}}\n');
    await once(early.stdout, 'data');
    const { sessionId } = await hooks.recordStart(CLAUDE);
    early.stdin.end();
    await ended(early);
    await ask({ CLAUDE_CODE_SESSION_ID: CLAUDE.harnessSessionId });
    await hooks.close();
    const { sessions, records } = await recorded();
    expect(sessions).toMatchObject([{ sessionId, name: 'Log in', status: 'recording' }]);
    expect(records.flatMap(({ type, data }) => (type === 'mcp_call' ? [data['tool']] : []))).toEqual(['early', 'login']);
  });

  test('is a session of its own where no hooks record its client, or only an earlier run of it, and nothing is lost', async () => {
    const hooks = createRecorder({ storage: async () => fsStorage({ dir: place.home }) });
    const { sessionId } = await hooks.recordStart(CLAUDE);
    await hooks.recordStop({ sessionId });
    await hooks.close();
    await ask({ CLAUDE_CODE_SESSION_ID: CLAUDE.harnessSessionId });
    await ask({ CLAUDE_CODE_SESSION_ID: '/etc/passwd' });
    const { sessions, records } = await recorded();
    expect(sessions.filter((session) => session.sessionId !== sessionId)).toMatchObject([{ harness: 'mcp', status: 'completed' }, { harness: 'mcp', status: 'completed' }]);
    expect(records.filter(({ type }) => type === 'mcp_call')).toHaveLength(2);
  });

  test('holds no secret that crossed', async () => {
    await ask({});
    const text = JSON.stringify(await recorded());
    expect(text).not.toContain('a1B2c3D4e5');
    expect(text).toContain('[[TOKEN:');
  });
});

test.each([[[]], [['--name', 'x']], [['--name', '', '--', 'cat']], [['--name', 'x'.repeat(200), '--', 'cat']], [['--name', 'x', '--mode', 'loud', '--', 'cat']]])('wrong usage %j is said so', async (args) => {
  expect(await playhead(['gateway', 'stdio', ...args])).toMatchObject({ code: 2, out: '' });
});

test('a policy that cannot be read starts no server', async () => {
  expect(await playhead(['gateway', 'stdio', '--name', 'x', '--policy', '/nowhere/policy.json', '--', 'cat'])).toMatchObject({ code: 1, out: '', err: expect.stringContaining('cannot be enforced') });
});
