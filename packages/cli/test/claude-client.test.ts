import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { claudeHookSettings, isOlderVersion, shellHook } from '@playhead/hooks-claude';
import type { SessionDocument } from '@playhead/replay-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildBin, playhead, root, serverProcess, stepsOf, temporary } from './support.ts';
import { differences, truthOf } from '../../../tooling/claude-truth.mjs';
import { noSmallDisk, smallDisk } from '../../server/test/small-disk.ts';
import { scriptedModel, type ScriptedModel } from './scripted-model.ts';

// With the real client, where CLAUDE_BIN names it. Without, captured payloads stand for it in the other tests.

const client = process.env['CLAUDE_BIN'];
let model: ScriptedModel;
let bin: string;

beforeAll(async () => {
  if (!client) return;
  bin = await buildBin();
  model = await scriptedModel([
    [{ text: 'I look at it.' }, { tool: 'Bash', input: { command: 'echo hi; exit 3', description: 'Try' } }, { tool: 'Edit', input: { file_path: 'a.txt', old_string: 'not there', new_string: 'x' } }],
    [{ think: 'Once more.' }, { tool: 'Bash', input: { command: 'echo done' } }],
    [{ text: 'All done.' }],
  ]);
}, 120_000);
afterAll(async () => {
  await model?.close();
  if (bin) rmSync(bin, { force: true });
});

interface Run { readonly code: number | null; readonly said: unknown; readonly output: string }

/** One unattended session. `said` is what it printed, without what differs from run to run. */
async function session(options: { home: string; env?: Record<string, string>; args?: readonly string[]; prompt?: string }): Promise<Run> {
  const { home, env = {}, args = [], prompt = 'Do it' } = options;
  const cwd = join(home, 'project');
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(cwd, 'a.txt'), 'one\n');
  const child = spawn(client ?? '', ['-p', prompt, '--output-format', 'stream-json', '--verbose', '--permission-mode', 'acceptEdits', '--allowedTools', 'Bash', '--model', 'claude-sonnet-5', ...args], {
    cwd, stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '', HOME: home, ANTHROPIC_BASE_URL: model.url, ANTHROPIC_API_KEY: 'dummy', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', DISABLE_TELEMETRY: '1', DISABLE_AUTOUPDATER: '1',
      HTTPS_PROXY: 'http://127.0.0.1:9', HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1,localhost', PLAYHEAD_HOME: join(home, 'data'), ...env,
    },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => { output += String(chunk); });
  child.stderr.on('data', (chunk: Buffer) => { output += String(chunk); });
  const [code] = (await once(child, 'close')) as [number | null]; // the arguments of this event
  return { code, output, said: saidOf(output) };
}

/** The rows of the conversation, in order, without ids and times. */
function saidOf(output: string): unknown {
  const rows = output.trim().split('\n').map((line) => (line.startsWith('{') ? JSON.parse(line) as { type: string; message?: { content: unknown }; result?: string; is_error?: boolean } : { type: line })); // what the client prints
  return rows.filter(({ type }) => type !== 'system').map(({ type, message, result, is_error }) => ({ type, result, is_error, content: strip(message?.content) }));
}

function strip(content: unknown): unknown {
  return JSON.parse(JSON.stringify(content ?? null, (key, value: unknown) => (key === 'id' || key === 'tool_use_id' || key === 'signature' ? undefined : value))) as unknown;
}

async function list(dir: string): Promise<{ sessionId: string }[]> {
  return (JSON.parse((await playhead(['sessions', 'list', '--json', '--dir', dir])).out) as { sessions: { sessionId: string }[] }).sessions; // our own command's answer
}

async function shown(dir: string): Promise<SessionDocument> {
  const sessions = await list(dir);
  expect(sessions).toHaveLength(1);
  return JSON.parse((await playhead(['sessions', 'show', sessions[0]!.sessionId, '--json', '--dir', dir])).out) as SessionDocument; // our own command's answer
}

function expectWhole(document: SessionDocument, tier: string): void {
  expect(document.session).toMatchObject({ status: 'completed', capture: { tier } });
  expect(document.turns.map(({ prompt }) => prompt?.text)).toEqual(['Do it']);
  expect(stepsOf(document).filter(({ toolUseId }) => toolUseId !== undefined).map(({ tool, status }) => [tool, status])).toEqual([['Bash', 'failed'], ['Edit', 'failed'], ['Bash', 'ok']]);
}

/** A session whose server is killed when the hook at a position arrives, and hears nothing of it. @returns How many hooks there were. */
async function killedAt(position: number): Promise<number> {
  const home = temporary();
  const dir = join(home, 'data');
  const server = await serverProcess(bin, dir);
  const { port } = new URL(server.url());
  let count = 0;
  let waiting = Promise.resolve();
  const between = createServer((request, response) => {
    const chunks: Buffer[] = [];
    const number = count++;
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      waiting = waiting.then(async () => {
        if (number === position) {
          await server.kill();
          response.destroy();
          await server.start(port);
          return;
        }
        const answer = await fetch(`${server.url()}${request.url ?? ''}`, { method: 'POST', body: new Uint8Array(Buffer.concat(chunks)), headers: { 'content-type': 'application/json' } });
        response.writeHead(answer.status).end();
      });
    });
  });
  await new Promise<void>((resolve) => { between.listen(0, '127.0.0.1', resolve); });
  const address = between.address();
  try {
    const hooks = claudeHookSettings({ serverUrl: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, spoolScript: join(root, 'packages/hooks-claude/plugin/hooks/spool.sh') });
    const { code } = await session({ home, args: ['--settings', JSON.stringify({ hooks })], env: { PLAYHEAD_REDACTION: 'off' } });
    await waiting;
    expect([position, code]).toEqual([position, 0]);
    const truth = truthOf(join(home, '.claude/projects'));
    expect(truth).toHaveLength(1);
    await expect.poll(async () => differences(truth[0]!, [await shown(dir)]), { interval: 300 }).toEqual([]);
    expect([position, (await shown(dir)).session.status]).toEqual([position, 'completed']);
    return count;
  } finally {
    between.closeAllConnections();
    between.close();
    await server.kill();
  }
}

describe.skipIf(!client)('the real client', { timeout: 180_000 }, () => {
  test.each(['http', 'plugin', 'spool'] as const)('is recorded whole by --transport %s, and removed without a trace', async (transport) => {
    const home = temporary();
    const dir = join(home, 'data');
    const settings = join(home, '.claude/settings.json');
    const before = '{"model":"claude-sonnet-5",  "cleanupPeriodDays": 9}';
    mkdirSync(join(home, '.claude'));
    writeFileSync(settings, before);
    const env = { HOME: home, PLAYHEAD_HOME: dir, CLAUDE_BIN: client ?? '', PATH: process.env['PATH'] ?? '' };
    const server = transport === 'spool' ? undefined : await serverProcess(bin, dir, '0');
    try {
      const wired = await playhead(['init', 'claude', '--transport', transport], { env, cwd: home });
      expect([wired.err, wired.code]).toEqual(['', 0]);
      const { code } = await session({ home });
      expect(code).toBe(0);
      if (server) await expect.poll(async () => ((await (await fetch(`${server.url()}/api/v1/sessions`)).json()) as { sessions: { status: string }[] }).sessions[0]?.status).toBe('completed'); // our own server's answer
      expectWhole(await shown(dir), transport === 'plugin' ? 'module' : transport);
      expect((await playhead(['init', 'claude', '--transport', transport], { env, cwd: home })).code).toBe(0);
    } finally {
      await server?.kill();
    }
    expect((await playhead(['remove', 'claude'], { env, cwd: home })).code).toBe(0);
    expect(readFileSync(settings, 'utf8')).toBe(before);
  });

  test('waits for no HTTP hook of the plugin once its module ran, and is recorded whole as before', async () => {
    const home = temporary();
    const dir = join(home, 'data');
    const env = { HOME: home, PLAYHEAD_HOME: dir, CLAUDE_BIN: client ?? '', PATH: process.env['PATH'] ?? '' };
    const server = await serverProcess(bin, dir, '0');
    try {
      expect((await playhead(['init', 'claude', '--transport', 'plugin'], { env, cwd: home })).code).toBe(0);
      const eventsOf = (): readonly string[] => Object.keys((JSON.parse(readFileSync(join(dir, 'claude-plugin/hooks/hooks.json'), 'utf8')) as { hooks: object }).hooks); // our own file
      const runsModules = !isOlderVersion((await promisify(execFile)(client ?? '', ['--version'])).stdout.split(' ')[0] ?? '', '2.1.287');
      expect(eventsOf()).toContain('PreToolUse');
      for (const number of [1, 2]) {
        expect((await session({ home })).code).toBe(0);
        expect([number, eventsOf().includes('PreToolUse')]).toEqual([number, !runsModules]);
      }
      const truth = truthOf(join(home, '.claude/projects'));
      expect(truth).toHaveLength(2);
      const shownOf = async (id: string): Promise<SessionDocument[]> => {
        const { sessions } = (await (await fetch(`${server.url()}/api/v1/sessions?harnessSessionId=${id}&harness=claude-code`)).json()) as { sessions: { sessionId: string }[] }; // our own server's answer
        return Promise.all(sessions.map(async ({ sessionId }) => (await (await fetch(`${server.url()}/api/v1/sessions/${sessionId}/document`)).json()) as SessionDocument)); // our own server's answer
      };
      for (const one of truth) {
        await expect.poll(async () => (await shownOf(one.session)).map(({ session: { status, capture } }) => [status, capture?.tier]), { timeout: 30_000 }).toEqual([['completed', runsModules ? 'module' : 'plugin']]);
        await expect.poll(async () => differences(one, await shownOf(one.session)), { timeout: 30_000 }).toEqual([]);
      }
    } finally {
      await server.kill();
    }
  });

  test('marks moments with /playhead:note and tells its address with /playhead:replay, also where the server had to take another port', async () => {
    const home = temporary();
    const dir = join(home, 'data');
    const env = { HOME: home, PLAYHEAD_HOME: dir, CLAUDE_BIN: client ?? '', PATH: process.env['PATH'] ?? '' };
    const server = await serverProcess(bin, dir);
    try {
      expect((await playhead(['init', 'claude', '--transport', 'plugin'], { env, cwd: home })).code).toBe(0);
      await session({ home, prompt: '/playhead:note here it goes wrong' });
      const replayed = await session({ home, prompt: '/playhead:replay' });
      const read = async (path: string): Promise<{ sessions: { sessionId: string }[] } & SessionDocument> => (await (await fetch(`${server.url()}/api/v1/sessions${path}`)).json()) as Awaited<ReturnType<typeof read>>; // our own server's answers
      await expect.poll(async () => (await read('')).sessions.length).toBe(2);
      const [second, first] = (await read('')).sessions;
      expect(replayed.code).toBe(0);
      const documents = [await read(`/${first?.sessionId}/document`), await read(`/${second?.sessionId}/document`)];
      expect(documents[0]?.turns.map(({ steps }) => steps.length > 0)).toEqual([true]);
      expect(documents[0]?.moments.map(({ title }) => title)).toContain('here it goes wrong');
      expect(documents[1]?.turns.map(({ prompt }) => prompt?.text)).toContain('/playhead:replay');
      expect(documents[0]?.session).toMatchObject({ capture: { tier: expect.stringMatching(/^(?:plugin|module)$/) as string } }); // the module in clients that have them
      expect(model.heard()).toContain(`${server.url()}/sessions/${second?.sessionId}`);
    } finally {
      await server.kill();
    }
  });

  test('shows the same, whichever of its hooks its server is killed and started again at', { timeout: 900_000 }, async () => {
    const count = await killedAt(-1);
    expect(count).toBeGreaterThan(8);
    for (let position = 0; position < count; position += 1) expect(await killedAt(position)).toBeGreaterThan(8);
  });

  test('validates the plugin and both lists of it', () => {
    for (const path of ['packages/hooks-claude/plugin', '.']) {
      const child = spawn(client ?? '', ['plugin', 'validate', path, ...(path === '.' ? [] : ['--strict'])], { cwd: root, env: { HOME: temporary(), PATH: process.env['PATH'] ?? '' }, stdio: 'ignore' });
      return expect(once(child, 'exit')).resolves.toEqual([0, null]);
    }
    return undefined;
  });

  test('does and says the same whatever happens to its recorder', async () => {
    const calm = await session({ home: temporary() });
    expect(calm.code).toBe(0);
    const hanging = createServer(() => undefined);
    const wrong = createServer((_request, response) => response.end('{"continue": fals'));
    for (const server of [hanging, wrong]) await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const urlOf = (server: ReturnType<typeof createServer>): string => { const address = server.address(); return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`; };
    const spoolScript = join(root, 'packages/hooks-claude/plugin/hooks/spool.sh');
    const quick = (hooks: ReturnType<typeof claudeHookSettings>): unknown => JSON.parse(JSON.stringify(hooks).replaceAll('"timeout":5', '"timeout":1'));
    const crashing = temporary();
    writeFileSync(join(crashing, 'spool.sh'), 'kill -SEGV $$\n');
    const cases: readonly (readonly [string, unknown, Record<string, string>?])[] = [
      ['no server', claudeHookSettings({ serverUrl: 'http://127.0.0.1:9', spoolScript })],
      ['a server that hangs', Object.fromEntries(Object.entries(quick(claudeHookSettings({ serverUrl: urlOf(hanging), spoolScript })) as object).filter(([event]) => /^(?:PreToolUse|Stop|PostToolBatch)$/.test(event)))],
      ['a server that answers no JSON', claudeHookSettings({ serverUrl: urlOf(wrong), spoolScript })],
      ['a hook that crashes', claudeHookSettings({ transport: 'spool', spoolScript: join(crashing, 'spool.sh') })],
      ['a hook that is gone', claudeHookSettings({ transport: 'spool', spoolScript: '/nonexistent/hooks-claude/plugin/hooks/spool.sh' })],
      ['no disk', claudeHookSettings({ transport: 'spool', spoolScript }), { PLAYHEAD_HOME: '/dev/full/x' }],
      ['a start that finds nothing', { SessionStart: [{ hooks: [{ type: 'command', ...shellHook(join(root, 'packages/hooks-claude/plugin/hooks/session-start.sh'), '1') }] }] }, { PLAYHEAD_HOME: '/dev/null/x' }],
    ];
    try {
      for (const [name, hooks, env] of cases) {
        const { code, said } = await session({ home: temporary(), args: ['--settings', JSON.stringify({ hooks })], ...(env && { env }) });
        expect([name, code, said]).toEqual([name, 0, calm.said]);
      }
    } finally {
      for (const server of [hanging, wrong]) { server.closeAllConnections(); server.close(); }
    }
  });

  test.skipIf(noSmallDisk !== undefined).each(['http', 'spool'] as const)(`does and says the same on a full disk, and is shown whole once there is room: %s${noSmallDisk === undefined ? '' : ` (left out: ${noSmallDisk})`}`, async (transport) => {
    const calm = await session({ home: temporary() });
    const home = temporary();
    const disk = await smallDisk(24);
    const dir = join(disk.path, 'data');
    const spoolScript = join(root, 'packages/hooks-claude/plugin/hooks/spool.sh');
    const server = await serverProcess(bin, dir);
    try {
      const hooks = transport === 'spool' ? claudeHookSettings({ transport, spoolScript }) : claudeHookSettings({ serverUrl: server.url(), spoolScript });
      const env = { PLAYHEAD_REDACTION: 'off', PLAYHEAD_HOME: dir };
      const args = ['--settings', JSON.stringify({ hooks })];
      disk.fill();
      expect(await session({ home, args, env })).toMatchObject({ code: 0, said: calm.said });
      disk.free();
      const [truth] = truthOf(join(home, '.claude/projects'));
      if (transport === 'spool') expect((await playhead(['import', 'claude', join(home, '.claude/projects'), '--dir', dir], { env: { PLAYHEAD_REDACTION: 'off' } })).code).toBe(0); // no hook could leave word of it
      await expect.poll(async () => (await list(dir)).length, { timeout: 60_000, interval: 300 }).toBe(1);
      await expect.poll(async () => differences(truth!, [await shown(dir)]), { timeout: 30_000, interval: 300 }).toEqual([]);
    } finally {
      await server.kill();
      await disk.remove();
    }
  });

  test('says the same when its server is killed and started again under it', async () => {
    const home = temporary();
    const dir = join(home, 'data');
    const calm = await session({ home: temporary() });
    const server = await serverProcess(bin, dir);
    try {
      const hooks = claudeHookSettings({ serverUrl: server.url(), spoolScript: join(root, 'packages/hooks-claude/plugin/hooks/spool.sh') });
      const port = new URL(server.url()).port;
      await server.kill();
      await server.start(port);
      let running = true;
      const killing = (async () => { while (running) { await server.kill(); await server.start(port); } })();
      const { code, said } = await session({ home, args: ['--settings', JSON.stringify({ hooks })] });
      running = false;
      await killing;
      expect([code, said]).toEqual([0, calm.said]);
    } finally {
      await server.kill();
    }
  });
});
