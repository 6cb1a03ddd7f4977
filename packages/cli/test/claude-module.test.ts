import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import type { JsonObject } from '@playhead/protocol';
import { createSessionRecording } from '@playhead/recorder';
import { createHandler, readDocument } from '@playhead/server';
import { listen } from '@playhead/server/node';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { afterEach, expect, test, vi } from 'vitest';
import { register, type Engine, type Hook, type Json, type On } from '../../hooks-claude/plugin/hooks/module.ts';
import { differences, truthOf } from '../../../tooling/claude-truth.mjs';
import { readCapture } from '../src/demo/capture.ts';
import { harnesses } from '../src/harnesses.ts';
import { writeServerNote } from '../src/local-server.ts';
import { captureOf, playhead, root, temporary } from './support.ts';

// The plugin's module, run as Claude Code runs it: its events in the order of a captured session, with files and servers that are real.

/** What stands for the client: calls the module's hooks around what would have happened. */
function client(env: Record<string, string | undefined>): { env: Record<string, string | undefined>; emit(name: string, event: Json, core?: () => Promise<Json>): Promise<Json> } {
  const hooks: { name: string; matcher: Json; hook: Hook }[] = [];
  const on: On = (name: string, first: Json | Hook, second?: Hook) => {
    if (typeof first === 'function') hooks.push({ name, matcher: {}, hook: first });
    else if (second) hooks.push({ name, matcher: first, hook: second });
    return { catch: () => undefined };
  };
  register(on);
  const engine: Engine = {
    env: { get: async (name) => env[name], set: async (name, value) => { env[name] = value; } },
    fs: {
      read: async (path) => readFile(path, 'utf8'),
      write: async (path, text) => { mkdirSync(dirname(path), { recursive: true, mode: 0o700 }); await writeFile(path, text, { mode: 0o600 }); },
    },
    http: { fetch: async (url, init) => ({ headers: Object.fromEntries((await fetch(url, init)).headers) }) },
  };
  const fits = (matcher: Json, event: Json): boolean => Object.entries(matcher).every(([field, wanted]) => (wanted instanceof RegExp ? wanted.test(String(event[field])) : wanted === event[field]));
  return {
    env,
    async emit(name, event, core = async () => ({})) {
      const found = hooks.find((one) => (one.name === name || (one.name === 'classic.*' && name.startsWith('classic.'))) && fits(one.matcher, event));
      return found ? found.hook(engine, event, async () => core()) : core();
    },
  };
}

/** What the client tells the model of a call that the user refused. */
const REFUSED = 'The user doesn\'t want to proceed with this tool use. The tool use was rejected (eg. if it was a file edit, the new_string was NOT written to the file). STOP what you are doing and wait for the user to tell you how to proceed.';

/** Plays a captured session to the module, each call inside its own event as the client does it. A call that no hook ends was refused. */
async function play(capture: string, home: string, env: Record<string, string | undefined>): Promise<Record<string, string | undefined>> {
  const here = client(env);
  const ends = new Map<string, (result: Json) => void>();
  const calls: Promise<Json>[] = [];
  vi.useFakeTimers({ toFake: ['Date'] }); // the transcripts of a capture have the times of then
  for (const { at, payload } of readCapture(captureOf(capture), join(home, '.claude'))) {
    vi.setSystemTime(at / 1000);
    const { hook_event_name: name, tool_use_id: id, tool_name: tool, tool_input: input, agent_id: agentId, mcp_server: server } = payload as JsonObject & { readonly tool_input?: JsonObject };
    if (name === 'PreToolUse') {
      const event = { ...input, tool, tool_use_id: id };
      if (server) await here.emit('tool.describe', { tool, provider: { plugin: `mcp:${String((server as JsonObject)['name'])}` } });
      await new Promise<void>((asked) => {
        calls.push(here.emit('tool.call', { ...event, ...(agentId !== undefined && { agentId }) }, async () => {
          const end = new Promise<Json>((resolve) => { ends.set(String(id), resolve); });
          await here.emit('classic.PreToolUse', event);
          asked();
          return end;
        }));
      });
      continue;
    }
    await here.emit(`classic.${String(name)}`, payload);
    if (name === 'PostToolUse' || name === 'PostToolUseFailure') ends.get(String(id))?.({ result: {}, text: '' });
    if (name === 'PostToolUse' || name === 'PostToolUseFailure') ends.delete(String(id));
    for (const { tool_use_id: batched } of name === 'PostToolBatch' ? payload['tool_calls'] as readonly JsonObject[] : []) ends.get(String(batched))?.({ text: '' });
    if (name === 'PostToolBatch') for (const { tool_use_id: batched } of payload['tool_calls'] as readonly JsonObject[]) ends.delete(String(batched));
    if (name === 'PermissionRequest' && capture === 'tui-deny') for (const end of ends.values()) end({ isError: true, text: REFUSED });
    if (name === 'PermissionRequest' && capture === 'tui-deny') await here.emit('session.append', { door: 'response', uuid: 'thought', message: { role: 'assistant', content: [{ type: 'thinking', thinking: 'Shall I?' }] } });
    if (name === 'SessionEnd') await here.emit('session.end', {});
  }
  return here.env;
}

/** A machine with the transcripts of a capture, and a server as `playhead ui` starts it. */
async function machine(capture: string, options: { histories?: boolean } = {}): Promise<{ home: string; dir: string; url: string; env: Record<string, string | undefined>; documents(): Promise<Awaited<ReturnType<typeof readDocument>>[]>; close(): Promise<void> }> {
  const home = temporary();
  const dir = join(home, 'data');
  cpSync(join(captureOf(capture), 'transcripts'), join(home, '.claude/projects'), { recursive: true });
  const storage = fsStorage({ dir });
  mkdirSync(dir, { recursive: true });
  const handler = createHandler({ storage, harnesses, recordingOf: createSessionRecording({ dir, redaction: { policy: 'off' } }), ...(options.histories === true && { histories: { closingMs: 20_000 } }) });
  const server = await listen(handler, { port: 0 });
  writeServerNote(dir, { url: server.url, pid: process.pid, version: '0.0.0' });
  return {
    home, dir, url: server.url, env: { PLAYHEAD_HOME: dir },
    async documents() {
      const { sessions } = await storage.list({ limit: 100 });
      return Promise.all(sessions.map(({ sessionId }) => readDocument(storage, sessionId)));
    },
    close: async () => { await server.close(); await handler.close(); },
  };
}

afterEach(() => { vi.useRealTimers(); });

const spoolOf = (dir: string): readonly string[] => (existsSync(join(dir, 'spool/hooks-claude')) ? readdirSync(join(dir, 'spool/hooks-claude')) : []);

test.each(['agents', 'graph', 'tui-deny', 'jwt-auth'])('%s, told by the module, is shown field by field as it happened', async (capture) => {
  const here = await machine(capture, { histories: true });
  const env = await play(capture, here.home, here.env);
  await here.close();
  const documents = await here.documents();
  const truth = truthOf(join(here.home, '.claude/projects'));
  for (const session of truth) expect(differences(session, documents.filter((document) => document.session.harnessSessionId === session.session))).toEqual([]);
  for (const { session } of documents) expect(session.capture).toMatchObject({ tier: 'module', loses: ['usage', 'shell lines of the user'] });
  const witnesses = new Set(documents.flatMap(({ turns }) => turns.flatMap(({ steps }) => steps.flatMap((step) => step.witnesses))));
  expect([witnesses.has('module'), witnesses.has('hook')]).toEqual([true, false]);
  expect(truth.map(({ session }) => session)).toContain(env['PLAYHEAD_MODULE']);
}, 60_000);

test('what the user refused and what the model thought is known before any transcript is read', async () => {
  const here = await machine('tui-deny');
  await play('tui-deny', here.home, here.env);
  await here.close();
  const [document] = await here.documents();
  expect(document?.turns[0]?.steps).toMatchObject([{ tool: 'Bash', status: 'denied', permission: { decision: 'denied', by: 'user' }, witnesses: ['module'] }]);
  const [log] = readdirSync(join(here.dir, 'sessions')).filter((name) => name.endsWith('.jsonl')).map((name) => readFileSync(join(here.dir, 'sessions', name), 'utf8'));
  expect(log).toContain('"Shall I?"');
  expect(log?.match(/"type":"tool_result"/g)).toHaveLength(1);
});

test('where no server runs, everything lies on the disk for its owner only, and the next command stores it', async () => {
  const home = temporary();
  const dir = join(home, 'data');
  cpSync(join(captureOf('agents'), 'transcripts'), join(home, '.claude/projects'), { recursive: true });
  await play('agents', home, { PLAYHEAD_HOME: dir });
  const waiting = spoolOf(dir);
  expect(waiting.length).toBeGreaterThan(60);
  expect(waiting.every((name) => name.includes('_module-') && (statSync(join(dir, 'spool/hooks-claude', name)).mode & 0o777) === 0o600)).toBe(true);
  const { out } = await playhead(['sessions', 'list', '--json', '--dir', dir]);
  expect(spoolOf(dir).filter((name) => name.endsWith('.part') || name.endsWith('.json'))).toEqual([]);
  const [session] = (JSON.parse(out) as { sessions: { sessionId: string; status: string }[] }).sessions; // our own command's answer
  expect(session).toMatchObject({ status: 'completed', capture: { tier: 'module' } });
  const document = JSON.parse((await playhead(['sessions', 'show', session!.sessionId, '--json', '--dir', dir])).out) as { turns: { steps: { status: string }[] }[] }; // our own command's answer
  expect(document.turns.flatMap(({ steps }) => steps)).toHaveLength(24);
}, 60_000);

test('a server that hangs holds up neither the agent nor the end of its session, and nothing is lost', async () => {
  const home = temporary();
  const dir = join(home, 'data');
  let asked = 0;
  const hanging = createServer(() => { asked += 1; });
  await new Promise<void>((resolve) => { hanging.listen(0, '127.0.0.1', resolve); });
  const address = hanging.address();
  mkdirSync(dir, { recursive: true });
  writeServerNote(dir, { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, pid: process.pid, version: '0.0.0' });
  try {
    await play('tui-deny', home, { PLAYHEAD_HOME: dir });
    expect(asked).toBeGreaterThan(0);
    const kept = spoolOf(dir).map((name) => (JSON.parse(readFileSync(join(dir, 'spool/hooks-claude', name), 'utf8')) as JsonObject)['hook_event_name']); // what the module wrote
    expect(new Set(kept)).toEqual(new Set(['SessionStart', 'UserPromptSubmit', 'MessageDisplay', 'PreToolUse', 'PermissionRequest', 'Notification', 'AssistantThinking', 'ToolCallRefused', 'SessionEnd', 'InstructionsLoaded']));
  } finally {
    hanging.closeAllConnections();
    hanging.close();
  }
}, 30_000);

test.each([
  ['an environment', { PLAYHEAD_RECORD: '0' }, undefined],
  ['a repository', {}, '{ "record": false }'],
])('%s that opted out is not recorded', async (_who, env, settings) => {
  const home = temporary();
  const dir = join(home, 'data');
  const here = client({ PLAYHEAD_HOME: dir, ...env });
  if (settings) writeFileSync(join(home, '.playhead.json'), settings);
  const base = { session_id: 's', cwd: home, transcript_path: '/t/s.jsonl' };
  for (const name of ['SessionStart', 'UserPromptSubmit', 'SessionEnd']) await here.emit(`classic.${name}`, { ...base, hook_event_name: name, prompt: 'secret' });
  await here.emit('session.end', {});
  expect(spoolOf(dir)).toEqual([]);
  expect(here.env['PLAYHEAD_MODULE']).toBe(settings ? 's' : undefined); // then the HTTP hooks say the same to the server, which asks too
});

test('the module changes nothing of what it sees, whatever happens to its recorder', async () => {
  const here = client({ PLAYHEAD_HOME: '/dev/null/x' });
  const result = { result: { deep: [1] }, text: 'out' };
  expect(await here.emit('classic.Stop', { session_id: 's', hook_event_name: 'Stop' }, async () => result)).toBe(result);
  expect(await here.emit('tool.call', { tool: 'Bash', tool_use_id: 't' }, async () => result)).toBe(result);
  expect(await here.emit('session.append', { door: 'response', message: { content: 'text' } }, async () => result)).toBe(result);
  await expect(here.emit('tool.call', { tool: 'Bash', tool_use_id: 't' }, async () => { throw new Error('tool broke'); })).rejects.toThrow('tool broke');
  expect(await here.emit('session.end', {}, async () => result)).toBe(result);
});

test('hooks of the plugin are not recorded a second time while its module takes care of their session, and are in every other', async () => {
  const here = await machine('tui-deny');
  const send = async (session: string, module: string): Promise<string | null> => {
    const headers = { 'content-type': 'application/json', 'playhead-hooks': 'plugin/0.0.0', 'playhead-module': module };
    const body = JSON.stringify({ session_id: session, cwd: here.home, hook_event_name: 'UserPromptSubmit', prompt: 'Hello' });
    return (await fetch(`${here.url}/hooks/claude`, { method: 'POST', headers, body })).headers.get('playhead-recorded');
  };
  expect([await send('one', 'one'), await send('two', 'one'), await send('three', '')]).toEqual([null, '1', '1']);
  await here.close();
  const spool = (session: string, from: string): void => {
    const { status, stdout, stderr } = spawnSync('/bin/sh', [join(root, 'packages/hooks-claude/plugin/hooks/spool.sh'), from], { input: '{}\n', cwd: here.home, env: { PLAYHEAD_HOME: here.dir, PLAYHEAD_MODULE: 'one', CLAUDE_CODE_SESSION_ID: session, PATH: process.env['PATH'] }, encoding: 'utf8' });
    expect([status, stdout, stderr]).toEqual([0, '', '']);
  };
  spool('one', 'plugin-0.0.0');
  expect(spoolOf(here.dir)).toEqual([]);
  spool('two', 'plugin-0.0.0');
  spool('one', 'spool-0.0.0');
  expect(spoolOf(here.dir)).toHaveLength(2);
});
