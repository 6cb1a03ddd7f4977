import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claudeHarness } from '@playhead/hooks-claude';
import type { ImportSource, ImportState } from '@playhead/protocol';
import type { HarnessAdapter } from '@playhead/recorder';
import { createSessionRecording } from '@playhead/recorder';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterAll, afterEach, expect, test } from 'vitest';
import { createHandler, createToken, type Handler, type HandlerOptions } from '../src/index.ts';
import { echoHarness } from './support.ts';

const fixtures = new URL('../../hooks-claude/fixtures/', import.meta.url).pathname;
const made: string[] = [];
afterAll(() => { for (const path of made) rmSync(path, { recursive: true, force: true }); });
const running: Handler[] = [];
afterEach(async () => { for (const handler of running.splice(0)) await handler.close(); });

interface Machine { readonly home: string; readonly projects: string; readonly handler: Handler; readonly storage: HandlerOptions['storage'] }

/** A machine whose user has transcripts, and a server of his. */
function machine(captures: readonly string[], options: Partial<HandlerOptions> = {}): Machine {
  const home = mkdtempSync(join(tmpdir(), 'playhead-imports-'));
  made.push(home);
  const projects = join(home, 'projects');
  mkdirSync(projects);
  for (const capture of captures) cpSync(join(fixtures, capture, 'transcripts'), projects, { recursive: true });
  const dir = join(home, 'data');
  const storage = fsStorage({ dir });
  const recordingOf = createSessionRecording({ dir, redaction: { policy: 'off' } });
  const handler = createHandler({ storage, recordingOf, harnesses: [claudeHarness, echoHarness], histories: { env: { CLAUDE_CONFIG_DIR: home } }, ...options });
  running.push(handler);
  return { home, projects, handler, storage };
}

const HERE = '127.0.0.1';

async function ask(handler: Handler, method: string, path: string, { from = HERE, headers = {} }: { from?: string; headers?: Record<string, string> } = {}): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await handler(new Request(`http://127.0.0.1:7433/api/v1/imports${path}`, { method, headers }), { port: 7433, remoteAddress: from });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }; // our own server's answer
}

const stateOf = ({ body }: { body: Record<string, unknown> }): ImportState => body['import'] as ImportState; // what the route says it gives
const sourcesOf = async (handler: Handler, more?: Parameters<typeof ask>[3]): Promise<readonly ImportSource[]> => (await ask(handler, 'GET', '', more)).body['sources'] as ImportSource[]; // the same

/** Follows an import as the web app does. */
async function follow(handler: Handler, wanted: (state: ImportState) => boolean = ({ status }) => status !== 'running'): Promise<readonly ImportState[]> {
  const states = [stateOf(await ask(handler, 'GET', '/claude'))];
  while (!wanted(states.at(-1)!)) {
    const { revision } = states.at(-1)!;
    states.push(stateOf(await ask(handler, 'GET', `/claude?revision=${revision}&wait=20`)));
    if (states.at(-1)!.revision === revision) throw new Error(`Nothing new came after ${JSON.stringify(states.at(-1))}`);
  }
  return states;
}

test('what there is to import is told by the names, sizes and times of files', async () => {
  const { handler, projects } = machine([]);
  expect(await sourcesOf(handler)).toEqual([{ harness: 'claude', sessions: 0, bytes: 0, import: expect.objectContaining({ status: 'idle', revision: 0 }) }]);
  mkdirSync(join(projects, '-work/s1/subagents'), { recursive: true });
  mkdirSync(join(projects, '-work/s1/tool-results'));
  for (const [name, text] of [['s1.jsonl', 'no JSON'], ['s2.jsonl', 'abc'], ['agent-1.jsonl', 'x'], ['s1/subagents/agent-2.jsonl', 'yz'], ['s1/tool-results/a.txt', 'not counted'], ['notes.txt', 'not counted']] as const) writeFileSync(join(projects, '-work', name), text);
  symlinkSync(projects, join(projects, '-work/loop'));
  const [source] = await sourcesOf(handler);
  expect(source).toMatchObject({ harness: 'claude', sessions: 2, bytes: 7 + 3 + 1 + 2 });
  expect(Math.abs(source!.newestAt! - Date.now() * 1000)).toBeLessThan(60_000_000);
});

test('an import is followed to its end, and another one adds nothing', async () => {
  const { handler, storage } = machine(['v2.1.197', 'tui-deny']);
  const [source] = await sourcesOf(handler);
  expect(await ask(handler, 'POST', '/claude')).toMatchObject({ status: 202, body: { import: { status: 'running', sessions: 0 } } });
  const states = await follow(handler);
  const done = states.at(-1)!;
  expect(done).toMatchObject({ status: 'done', sessions: source!.sessions, totalSessions: source!.sessions, created: source!.sessions, failed: 0, problems: [], bytes: done.totalBytes });
  expect(states.map(({ revision }) => revision)).toEqual([...new Set(states.map(({ revision }) => revision))].sort((a, b) => a - b));
  const before = await storage.list({ limit: 100 });
  expect(before.sessions).toHaveLength(source!.sessions);
  expect(before.sessions.filter(({ forkOf }) => forkOf !== undefined)).toHaveLength(1);
  await ask(handler, 'POST', '/claude');
  expect((await follow(handler)).at(-1)).toMatchObject({ status: 'done', created: 0, records: 0, sessions: source!.sessions });
  expect(await storage.list({ limit: 100 })).toEqual(before);
});

/** A harness that has as many sessions as wanted, each read when the test lets it. */
function slowHarness(count: number): { harness: HarnessAdapter; next: () => void; opened: () => number } {
  const gates: (() => void)[] = [];
  let opened = 0;
  const session = (index: number): { harnessSessionId: string; path: string; bytes: number; updatedAt: number } => ({ harnessSessionId: `s${index}`, path: `/made/up/s${index}`, bytes: 10, updatedAt: index });
  const sessions = Array.from({ length: count }, (_, index) => session(index));
  const harness: HarnessAdapter = {
    ...echoHarness, name: 'claude', history: {
      survey: async () => ({ sessions: count, bytes: count * 10 }),
      find: async () => sessions,
      ofPayload: async () => undefined,
      isDue: () => false,
      async open({ path }) {
        opened += 1;
        await new Promise<void>((resolve) => { gates.push(resolve); });
        if (path.endsWith('s1')) throw new Error('The disk has a hole.');
        return { header: { name: path, harness: 'echo-agent', agentName: 'echo', workspaceName: 'test' }, startedAt: 1000, lastAt: 1000, finish: () => [], async *read() { yield { records: [], kind: 'damaged', lines: 1, bytes: 10, damage: `${path} has a torn line.` }; } };
      },
      remember: () => ({ take: () => undefined, lets: () => true }),
    },
  };
  return { harness, next: () => gates.shift()?.(), opened: () => opened };
}

test('an import that is asked for twice runs once, begins with the newest, and tells what could not be read', async () => {
  const { harness, next, opened } = slowHarness(3);
  const { handler } = machine([], { storage: memoryStorage(), harnesses: [harness] });
  await Promise.all([ask(handler, 'POST', '/claude'), ask(handler, 'POST', '/claude')]);
  await expect.poll(opened).toBe(1);
  for (const sessions of [1, 2]) {
    next();
    expect((await follow(handler, (state) => state.sessions > sessions - 1)).at(-1)).toMatchObject({ status: 'running', sessions, totalSessions: 3 });
    await expect.poll(opened).toBe(sessions + 1);
  }
  next();
  const state = (await follow(handler)).at(-1)!;
  expect(state).toMatchObject({ status: 'done', sessions: 3, created: 2, failed: 1, damagedLines: 2 });
  expect(state.problems).toEqual([
    { path: '/made/up/s2', message: '/made/up/s2 has a torn line.' }, { path: '/made/up/s1', message: 'The disk has a hole.' }, { path: '/made/up/s0', message: '/made/up/s0 has a torn line.' },
  ]);
  expect(opened()).toBe(3);
});

test('an import that is stopped keeps what it has, and the next one goes on', async () => {
  const { harness, next, opened } = slowHarness(3);
  const storage = memoryStorage();
  const { handler } = machine([], { storage, harnesses: [harness] });
  await ask(handler, 'POST', '/claude');
  await expect.poll(opened).toBe(1);
  next();
  await expect.poll(opened).toBe(2);
  await ask(handler, 'DELETE', '/claude');
  next();
  expect((await follow(handler)).at(-1)).toMatchObject({ status: 'cancelled', created: 1 });
  expect((await storage.list()).sessions.map(({ name }) => name)).toEqual(['/made/up/s2']);
  await ask(handler, 'POST', '/claude');
  for (let count = 3; count <= 5; count += 1) {
    await expect.poll(opened).toBe(count);
    next();
  }
  expect((await follow(handler)).at(-1)).toMatchObject({ status: 'done', created: 1, sessions: 3 });
});

test('a disk that is full ends the import with what to do, and not with a failure for each session', async () => {
  const { PlayheadError } = await import('@playhead/protocol');
  const storage = { ...memoryStorage(), create: async () => { throw new PlayheadError('storage_full', 'The disk is full, so nothing was stored. Make room.'); } };
  const { harness, next, opened } = slowHarness(3);
  const { handler } = machine([], { storage, harnesses: [harness] });
  await ask(handler, 'POST', '/claude');
  await expect.poll(opened).toBe(1);
  next();
  expect((await follow(handler)).at(-1)).toMatchObject({ status: 'failed', failed: 1, error: { code: 'storage_full', message: 'The disk is full, so nothing was stored. Make room.' } });
  expect(opened()).toBe(1);
});

test('a folder that went away is a failure that says so, and the next import may work', async () => {
  const { handler, projects } = machine([]);
  rmSync(projects, { recursive: true });
  expect((await sourcesOf(handler))[0]).toMatchObject({ sessions: 0 });
  await ask(handler, 'POST', '/claude');
  expect((await follow(handler)).at(-1)).toMatchObject({ status: 'failed', error: { code: 'not_found', message: expect.stringContaining(`${projects} cannot be read`) } });
  cpSync(join(fixtures, 'tui-deny', 'transcripts'), projects, { recursive: true });
  await ask(handler, 'POST', '/claude');
  const done = (await follow(handler)).at(-1)!;
  expect(done).toMatchObject({ status: 'done', created: 1 });
  expect(done.error).toBeUndefined();
});

test.each([
  ['another machine, with an admin token', { from: '203.0.113.7' }, {}],
  ['a proxy on this machine, with an admin token', { headers: { 'x-forwarded-for': '203.0.113.7' } }, {}],
  ['a server that completes nothing', {}, { histories: false }],
  ['another workspace', { workspace: 'shop' }, {}],
] as const)('what lies in the home of the user is nothing to %s', async (_who, { workspace, ...asker }: { from?: string; headers?: Record<string, string>; workspace?: string }, options) => {
  const { token, secret } = createToken({ kind: 'admin', ...(workspace !== undefined && { workspace }) });
  const { handler, storage } = machine(['tui-deny'], { access: { tokens: { list: () => [token] } }, storageOf: () => memoryStorage(), ...options });
  const who = { ...asker, headers: { ...asker.headers, authorization: `Bearer ${secret}` } };
  expect(await sourcesOf(handler, who)).toEqual([]);
  for (const method of ['GET', 'POST', 'DELETE']) expect(await ask(handler, method, '/claude', who)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  expect((await storage.list()).sessions).toEqual([]);
});

test('who may only read hears of nothing to import', async () => {
  const { token, secret } = createToken({ kind: 'read' });
  const { handler } = machine(['tui-deny'], { access: { tokens: { list: () => [token] } } });
  const who = { headers: { authorization: `Bearer ${secret}` } };
  expect(await ask(handler, 'GET', '', who)).toEqual({ status: 200, body: { sources: [] } });
  expect(await ask(handler, 'POST', '/claude', who)).toMatchObject({ status: 403 });
});

test('a harness that keeps nothing cannot be imported, and the answer says which can', async () => {
  const { handler } = machine([]);
  expect(await ask(handler, 'POST', '/echo')).toMatchObject({ status: 404, body: { message: expect.stringContaining('These can be asked for: claude.') } });
});

test('a server that closes stops its import and who waits for news is answered', async () => {
  const { harness, next, opened } = slowHarness(2);
  const { handler } = machine([], { storage: memoryStorage(), harnesses: [harness] });
  await ask(handler, 'POST', '/claude');
  await expect.poll(opened).toBe(1);
  const { revision } = stateOf(await ask(handler, 'GET', '/claude'));
  const waiting = ask(handler, 'GET', `/claude?revision=${revision}&wait=50`);
  const closed = handler.close();
  next();
  await closed;
  expect((await waiting).status).toBe(200);
  expect(opened()).toBe(1);
});

test('a session that is written while it is imported is complete after the next import', async () => {
  const { handler, projects, storage } = machine(['tui-deny']);
  const { readdirSync, readFileSync } = await import('node:fs');
  const file = join(projects, readdirSync(projects, { recursive: true, encoding: 'utf8' }).find((name) => /^[^/\\]+[/\\][^/\\]+\.jsonl$/.test(name))!);
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.slice(0, Math.floor(text.length / 2)));
  await ask(handler, 'POST', '/claude');
  appendFileSync(file, text.slice(Math.floor(text.length / 2)));
  await follow(handler);
  await ask(handler, 'POST', '/claude');
  expect((await follow(handler)).at(-1)).toMatchObject({ status: 'done', damagedLines: 0 });
  const whole = machine(['tui-deny']);
  await ask(whole.handler, 'POST', '/claude');
  await follow(whole.handler);
  const keysOf = async (from: Machine['storage']): Promise<string[]> => {
    const [info] = (await from.list()).sessions;
    const keys: string[] = [];
    for await (const { records } of from.read(info!.sessionId)) keys.push(...records.map(({ record }) => record.key ?? record.type));
    return [...new Set(keys)].sort();
  };
  expect(await keysOf(storage)).toEqual(await keysOf(whole.storage));
});
