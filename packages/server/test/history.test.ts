import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claudeHarness } from '@playhead/hooks-claude';
import { createProducer, createSessionRecording, type HarnessAdapter } from '@playhead/recorder';
import type { SessionRecord } from '@playhead/protocol';
import type { SessionDocument } from '@playhead/replay-core';
import { createHandler, createToken, readDocument, type Handler } from '@playhead/server';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { differences, truthOf } from '../../../tooling/claude-truth.mjs';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { echoHarness, recorded } from './support.ts';

const fixtures = new URL('../../hooks-claude/fixtures/', import.meta.url).pathname;
const made: string[] = [];
afterAll(() => { for (const path of made) rmSync(path, { recursive: true, force: true }); });

interface Arrival { readonly at_us: number; readonly payload: Record<string, unknown> }

/** A machine on which a captured session runs: its transcripts, its hooks, a server. */
function machine(capture: string): { arrivals: Arrival[]; start: (delayMs?: number) => Handler; send: (handler: Handler, arrivals: readonly Arrival[]) => Promise<void>; documents: () => Promise<SessionDocument[]>; records: () => Promise<SessionRecord[]>; stop: () => Promise<void>; home: string } {
  const home = mkdtempSync(join(tmpdir(), 'playhead-history-'));
  made.push(home);
  cpSync(join(fixtures, capture, 'transcripts'), join(home, 'projects'), { recursive: true });
  const arrivals = readFileSync(join(fixtures, capture, 'hooks.jsonl'), 'utf8').trim().split('\n')
    .map((line) => JSON.parse(line.replaceAll('/home/dev/.claude/', `${home}/`)) as Arrival); // the fixture's own format
  const dir = join(home, 'data');
  const storage = fsStorage({ dir });
  const recordingOf = createSessionRecording({ dir, redaction: { policy: 'off' } });
  const running: Handler[] = [];
  return {
    arrivals, home,
    start: (delayMs = 1) => {
      const handler = createHandler({ storage, recordingOf, harnesses: [claudeHarness], histories: { delayMs, closingMs: 20_000 }, onError: (error) => { throw error; } });
      running.push(handler);
      return handler;
    },
    async send(handler, some) {
      for (const [index, { at_us: at, payload }] of some.entries()) {
        const headers = { 'content-type': 'application/json', 'playhead-at': String(at), 'playhead-delivery': `${at}-${index}`, host: '127.0.0.1' };
        const response = await handler(new Request('http://127.0.0.1/hooks/claude', { method: 'POST', body: JSON.stringify(payload), headers }), { remoteAddress: '127.0.0.1' });
        expect(response.headers.get('playhead-recorded')).toBe('1');
      }
    },
    async documents() {
      const { sessions } = await storage.list({ limit: 100 });
      return Promise.all(sessions.map(({ sessionId }) => readDocument(storage, sessionId)));
    },
    async records() {
      const { sessions } = await storage.list({ limit: 100 });
      const all: SessionRecord[] = [];
      for (const { sessionId } of sessions) for await (const { records } of storage.read(sessionId)) all.push(...records.map(({ record }) => record));
      return all;
    },
    stop: async () => { for (const handler of running.splice(0)) await handler.close(); },
  };
}

const machines: { stop: () => Promise<void> }[] = [];
afterEach(async () => { for (const one of machines.splice(0)) await one.stop(); });
const on = (capture: string): ReturnType<typeof machine> => {
  const one = machine(capture);
  machines.push(one);
  return one;
};
const patience = { interval: 50 };

test('a picture that the user gave with a prompt is recorded, though its hook has only the text', async () => {
  const here = on('tui-deny');
  const [folder = ''] = readdirSync(join(here.home, 'projects'));
  const [name = ''] = readdirSync(join(here.home, 'projects', folder)).filter((file) => file.endsWith('.jsonl'));
  const file = join(here.home, 'projects', folder, name);
  const picture = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } };
  const rows = readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { type: string; message?: { content: unknown } }); // the client's own rows
  const prompt = rows.find(({ type, message }) => type === 'user' && JSON.stringify(message?.content).includes('Prepare release'));
  if (prompt?.message) prompt.message.content = [{ type: 'text', text: 'Prepare release 0.4.0' }, picture];
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  await here.send(here.start(), here.arrivals);
  await vi.waitFor(async () => {
    const records = await here.records();
    expect(records.filter(({ type }) => type === 'prompt')).toHaveLength(1);
    expect(records.filter(({ data }) => JSON.stringify(data).includes('iVBORw0KGgo'))).toMatchObject([{ type: 'harness_event', turn: records.find(({ type }) => type === 'prompt')?.turn, data: { name: 'prompt_content', extra: { content: [picture] } } }]);
  }, patience);
});

test('a recorded session gets from its transcript what no hook tells, and keeps what only hooks tell', async () => {
  const here = on('jwt-auth');
  const handler = here.start();
  await here.send(handler, here.arrivals);
  const document = await vi.waitFor(async () => {
    const [found] = await here.documents();
    expect(found?.usage.costUsd).toBe(0.310938);
    return found!;
  }, patience);
  expect(document.turns.map(({ outcome, steps }) => [outcome, steps.length])).toEqual([['success', 62], ['success', 25], ['success', 9]]);
  const steps = document.turns.flatMap((turn) => turn.steps);
  expect(steps.filter(({ witnesses }) => witnesses.includes('hook') && witnesses.includes('transcript')).length).toBeGreaterThan(80);
  expect(steps.filter(({ agreement }) => agreement === 'differs')).toEqual([]);
  expect(steps.find(({ permission }) => permission?.decision === 'allowed')?.permission).toMatchObject({ by: 'rule' });
  const agentStep = steps.find(({ agentId, tool }) => agentId !== undefined && tool === 'Grep');
  expect(agentStep?.result ?? agentStep?.output).toBeDefined();
}, 60_000);

test.each(['jwt-auth', 'jwt-auth-v2.1.197', 'agents', 'graph', 'refusals', 'interrupts'])('hooks and transcripts of %s together show field by field what happened', async (capture) => {
  const here = on(capture);
  const handler = here.start();
  await here.send(handler, here.arrivals);
  const truth = truthOf(join(here.home, 'projects'));
  await vi.waitFor(async () => {
    const documents = await here.documents();
    for (const session of truth) expect(differences(session, documents.filter((document) => document.session.harnessSessionId === session.session))).toEqual([]);
    const forks = documents.filter(({ session }) => session.forkOf !== undefined).map(({ session }) => documents.some((other) => other.session.sessionId === session.forkOf));
    expect(forks).toEqual(capture === 'graph' ? [true] : []);
    const cleared = documents.flatMap(({ session }) => (session.clearedFrom === undefined ? [] : documents.filter((other) => other.session.sessionId === session.clearedFrom).map((other) => [other.session.harnessSessionId, other.session.generation])));
    expect(cleared).toEqual(capture === 'graph' ? [['ef516b79-2bb9-4425-b217-9a0ac7c98d8c', 2]] : []);
  }, patience);
}, 60_000);

test('what the model answers to a command of the user is shown once, in a turn of its own', async () => {
  const here = on('refusals');
  await here.send(here.start(), here.arrivals);
  await vi.waitFor(async () => {
    const turns = (await here.documents()).flatMap((document) => document.turns);
    expect(turns.map(({ response }) => response)).toEqual(['I change it.', 'This takes a while.', 'Done.', 'It is done.']);
    expect(turns.map(({ steps }) => steps.some(({ tool }) => tool === '!'))).toEqual([false, false, true, false]);
  }, patience);
}, 60_000);

test('a session that is resumed at once keeps every turn in the recording in which it began', async () => {
  const here = on('graph');
  const handler = here.start();
  const resumed = here.arrivals.findIndex(({ payload }) => payload['source'] === 'resume');
  await here.send(handler, here.arrivals.map((arrival, index) => (index === resumed ? { ...arrival, at_us: here.arrivals[resumed - 1]!.at_us + 1 } : arrival)));
  await here.stop();
  const documents = await here.documents();
  for (const session of truthOf(join(here.home, 'projects'))) expect(differences(session, documents.filter((document) => document.session.harnessSessionId === session.session))).toEqual([]);
}, 60_000);

test('a fork whose transcript was still being made when it was looked at holds only what is its own', async () => {
  const here = on('graph');
  const folder = join(here.home, 'projects/-home-dev-api-service');
  const truth = truthOf(join(here.home, 'projects'));
  const fork = join(folder, `${String(here.arrivals.find(({ payload }) => payload['source'] === 'fork')?.payload['session_id'])}.jsonl`);
  const whole = readFileSync(fork, 'utf8');
  const forked = here.arrivals.filter(({ payload }) => fork.includes(String(payload['session_id'])));
  writeFileSync(fork, '{"type":"mode","mode":"normal"}\n'); // as the client begins it
  const handler = here.start();
  const cleared = here.arrivals.find(({ payload }) => payload['source'] === 'clear')?.payload['session_id'];
  const after = here.arrivals.filter(({ payload }) => payload['session_id'] === cleared);
  await here.send(handler, here.arrivals.filter((arrival) => !forked.includes(arrival) && !after.includes(arrival)));
  await here.send(handler, forked.splice(0, forked.findIndex(({ payload }) => payload['hook_event_name'] === 'UserPromptSubmit') + 1));
  await here.send(handler, after);
  await vi.waitFor(async () => { // transcripts are looked at one after the other, so that of the fork was before this one
    expect((await here.documents()).find(({ session }) => session.harnessSessionId === cleared)?.usage.costUsd).toBeDefined();
  }, patience);
  writeFileSync(fork, whole);
  await here.send(handler, forked);
  await here.stop();
  const documents = await here.documents();
  for (const session of truth) expect(differences(session, documents.filter((document) => document.session.harnessSessionId === session.session))).toEqual([]);
}, 60_000);

test('a server that is stopped right after a session reads its transcript first', async () => {
  const here = on('tui-deny');
  const handler = here.start(3_600_000);
  await here.send(handler, here.arrivals);
  await here.stop();
  const [found] = await here.documents();
  expect(found?.turns[0]?.steps).toMatchObject([{ status: 'denied', witnesses: ['hook', 'transcript'] }]);
}, 60_000);

test('what the assistant said stands once, though hooks and transcript both tell it', async () => {
  const here = on('jwt-auth');
  const handler = here.start();
  await here.send(handler, here.arrivals);
  await vi.waitFor(async () => expect((await here.documents())[0]?.usage.costUsd).toBeDefined(), patience);
  const log = readdirSync(join(here.home, 'data/sessions')).filter((name) => name.endsWith('.jsonl')).map((name) => readFileSync(join(here.home, 'data/sessions', name), 'utf8')).join('');
  const records = log.trim().split('\n').map((line) => JSON.parse(line) as { type: string; via: string; at: number; agent?: string; data: { text?: string } });
  const said = records.filter(({ type, agent }) => type === 'assistant_text' && agent === undefined);
  expect(new Set(said.map(({ data }) => data.text)).size).toBe(said.length);
  expect(said.every(({ via }) => via === 'hook')).toBe(true);
  expect(records.filter(({ type }) => type === 'assistant_thinking').every(({ via, at }) => via === 'transcript' && at < 1_795_232_300_000_000)).toBe(true);
  expect(records.filter(({ type }) => type === 'turn_end')).toHaveLength(3);
  expect(records.filter(({ type }) => type === 'session_stop')).toHaveLength(1);
}, 60_000);

test('calls that no hook reported, because no server ran, end as they did', async () => {
  const here = on('jwt-auth');
  const silent = here.arrivals.filter(({ payload }, index) => index < 60 || index > 140 || payload['hook_event_name'] === 'UserPromptSubmit');
  const handler = here.start();
  await here.send(handler, silent);
  await vi.waitFor(async () => {
    const [found] = await here.documents();
    const steps = found?.turns.flatMap((turn) => turn.steps) ?? [];
    expect(steps).toHaveLength(96);
    expect(steps.filter(({ status }) => status !== 'ok').map(({ status }) => status).sort()).toEqual(['denied', 'failed', 'failed', 'failed', 'failed', 'failed']);
  }, patience);
}, 60_000);

test('a session whose server was killed is completed when the next server starts', async () => {
  const here = on('tui-deny');
  const first = here.start();
  await here.send(first, here.arrivals.slice(0, 4));
  await here.stop();
  here.start();
  await vi.waitFor(async () => {
    const [found] = await here.documents();
    expect(found?.session.status).toBe('completed');
    expect(found?.turns[0]).toMatchObject({ outcome: 'interrupted', steps: [{ status: 'denied', permission: { decision: 'denied', by: 'user' } }] });
  }, patience);
}, 60_000);

test('a payload cannot make the server read a file that is no transcript of its session', async () => {
  const { history } = claudeHarness;
  const here = on('tui-deny');
  const session = '9017587a-959a-4c3e-aad2-c5b85bc484bd';
  const real = join(here.home, 'projects/-home-dev-api-service', `${session}.jsonl`);
  expect(await history.ofPayload({ session_id: session, transcript_path: real })).toMatchObject({ harnessSessionId: session });
  expect(await history.ofPayload({ session_id: 'other', transcript_path: real })).toBeUndefined();
  expect(await history.ofPayload({ session_id: 'passwd', transcript_path: '/etc/passwd' })).toBeUndefined();
  cpSync(real, join(here.home, 'elsewhere', `${session}.jsonl`));
  expect(await history.ofPayload({ session_id: session, transcript_path: join(here.home, 'elsewhere', `${session}.jsonl`) })).toBeUndefined();
});

test('files that a payload names are looked at for agents of this machine alone, whoever else reaches the server', async () => {
  const looked: string[] = [];
  const look = (by: string, payload: Record<string, unknown>): void => void looked.push(`${by} ${String(payload['session'])}`);
  const harness: HarnessAdapter = {
    ...echoHarness,
    gather: async (payload) => { look('gather', payload); return {}; },
    history: { isDue: () => true, ofPayload: async (payload) => { look('history', payload); return undefined; }, find: async () => [], open: async () => undefined, remember: () => { throw new Error('nothing is imported'); }, survey: () => { throw new Error('nothing is imported'); } },
  };
  const { secret, token } = createToken({ kind: 'ingest' });
  const handler = createHandler({ storage: memoryStorage(), harnesses: [harness], histories: { delayMs: 1 }, access: { tokens: { list: () => [token] } } });
  const tell = async (session: string, remoteAddress: string, headers: Record<string, string> = {}): Promise<void> => {
    const request = new Request('http://127.0.0.1:7433/hooks/echo', { method: 'POST', body: JSON.stringify({ session, text: 'a' }), headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}`, ...headers } });
    expect(recorded(await handler(request, { remoteAddress, port: 7433 }))).toBe(true);
  };
  await tell('of another machine', '203.0.113.7');
  await tell('behind a proxy', '127.0.0.1', { 'x-forwarded-for': '203.0.113.7' });
  await tell('of this machine', '127.0.0.1');
  await vi.waitFor(() => { expect(looked).toContain('history of this machine'); }, patience);
  expect(looked).toEqual(['gather of this machine', 'history of this machine']);
  await handler.close();
});

test('a call that was stopped while it ran is told from one that was refused, whatever hooks made one believe', async () => {
  const here = on('refusals');
  const handler = here.start();
  await here.send(handler, here.arrivals);
  await vi.waitFor(async () => {
    const [document] = await here.documents();
    const calls = document?.turns.flatMap(({ steps }) => steps).filter(({ toolUseId, tool }) => toolUseId !== undefined && tool !== '!');
    expect(calls).toMatchObject([
      { tool: 'Write', status: 'denied', permission: { decision: 'denied', by: 'user' } },
      { tool: 'Bash', status: 'interrupted', permission: { decision: 'allowed', by: 'user' } },
      { tool: 'Bash', status: 'ok' },
    ]);
  }, patience);
});

test('what was interrupted in the middle of an answer holds what was said until then', async () => {
  const here = on('interrupts');
  const handler = here.start();
  await here.send(handler, here.arrivals);
  await vi.waitFor(async () => {
    const document = (await here.documents()).find(({ turns }) => turns.length === 4);
    expect(document?.turns.map(({ outcome, response }) => [outcome, response?.slice(0, 40)])).toEqual([
      ['interrupted', 'This takes a while.'], ['interrupted', 'Sentence 1 tells of part 1 of the servic'], ['interrupted', 'Both at once.'], ['success', 'It is done.'],
    ]);
    expect(document?.turns.flatMap(({ steps }) => steps.map(({ status }) => status))).toEqual(['interrupted', 'ok', 'interrupted', 'ok']);
  }, patience);
});

test('a session that another machine tells of leads to no file of this one, also when the server starts anew', async () => {
  const looked: string[] = [];
  const harness: HarnessAdapter = {
    ...echoHarness,
    headerOf: (payload, context) => ({ ...echoHarness.headerOf(payload, context), harnessSessionId: String(payload['session']), metadata: { transcriptPath: `/files/${String(payload['session'])}` } }),
    history: { isDue: () => false, ofPayload: async ({ transcript_path: path }) => { if (path !== undefined) looked.push(String(path)); return undefined; }, find: async () => [], open: async () => undefined, remember: () => { throw new Error('nothing is imported'); }, survey: () => { throw new Error('nothing is imported'); } },
  };
  const { secret, token } = createToken({ kind: 'ingest' });
  const storage = memoryStorage();
  const start = (): Handler => createHandler({ storage, harnesses: [harness], histories: { delayMs: 1 }, access: { tokens: { list: () => [token] } } });
  const handler = start();
  const tell = async (path: string, body: string, from: Record<string, string>, type = 'application/json'): Promise<Response> => {
    const request = new Request(`http://127.0.0.1:7433${path}`, { method: 'POST', body, headers: { 'content-type': type, authorization: `Bearer ${secret}`, ...from } });
    const response = await handler(request, { remoteAddress: '127.0.0.1', port: 7433 });
    expect(response.ok).toBe(true);
    return response;
  };
  const proxied = { 'x-forwarded-for': '203.0.113.7' };
  for (const [name, from] of [['proxied', proxied], ['here', {}]] as const) {
    const sessionId = `01937d1e-0000-7000-8000-00000000000${name === 'here' ? 1 : 2}`;
    const header = { sessionId, name: 'n', harness: 'echo-agent', agentName: 'a', workspaceName: 'w', harnessSessionId: `created ${name}`, metadata: { transcriptPath: `/files/created ${name}` } };
    await tell('/api/v1/sessions', JSON.stringify(header), from);
    await tell('/api/v1/sessions', JSON.stringify({ ...header, sessionId: sessionId.replace('-7000-', '-7001-'), harnessSessionId: `empty ${name}`, metadata: { transcriptPath: `/files/empty ${name}` } }), from);
    await tell(`/api/v1/sessions/${sessionId}/records`, `${createProducer({ via: 'sdk' }).produce({ type: 'session_start', data: header }).line}\n${createProducer({ via: 'sdk' }).produce({ type: 'session_update', data: { metadata: header.metadata } }).line}\n`, from, 'application/x-ndjson');
    await tell('/hooks/echo', JSON.stringify({ session: `hooked ${name}`, text: 'a' }), from);
  }
  await handler.close();
  const next = start();
  await vi.waitFor(() => { expect([...looked].sort()).toEqual(['/files/created here', '/files/empty here', '/files/hooked here']); }, patience);
  await next.close();
  expect([...looked].sort()).toEqual(['/files/created here', '/files/empty here', '/files/hooked here']);
  expect((await storage.list()).sessions).toHaveLength(6);
});
