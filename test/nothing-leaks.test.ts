import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isJsonObject, type JsonObject, type JsonValue } from '@playhead/protocol';
import { createProducer, createRecorder, createSessionRecording } from '@playhead/recorder';
import { createHandler, type Handler } from '@playhead/server';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { claudeHarness } from '@playhead/hooks-claude';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readCapture } from '../packages/cli/src/demo/capture.ts';
import { captureOf, playhead, temporary } from '../packages/cli/test/support.ts';
import { createLoadedRedactor } from '../packages/redaction/src/engine.ts';
import { after } from '../packages/redaction/test/corpus/after/index.ts';
import { before } from '../packages/redaction/test/corpus/before/index.ts';
import { createRandom } from '../packages/redaction/test/corpus/random.ts';
import type { Planted } from '../packages/redaction/test/corpus/secret.ts';
import { hostileRecords } from '../packages/replay-react/test/hostile/hostile-records.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const PLANTED = 200;
const HOST = 'http://127.0.0.1:7433';
/** Names that the client gives its payloads, by which they are told apart. */
const OF_THE_CLIENT = new Set(['session_id', 'hook_event_name', 'tool_name', 'tool_use_id', 'prompt_id', 'agent_id', 'message_id', 'transcript_path', 'source', 'reason', 'trigger', 'permission_mode', 'type', 'media_type']);

/** Secrets of many kinds that the rules know by themselves: what the rules miss is counted where the rules are tested. */
function plant(): readonly Planted[] {
  const redactor = createLoadedRedactor({ key: new Uint8Array(32), userRules: [] });
  const made = Array.from({ length: 4 }, (_, round) => [...before.secrets, ...after.secrets].map((kind) => kind.make(createRandom(`nothing leaks ${kind.kind} ${round}`)))).flat();
  // A short one, such as a phone number, can stand in a hash by chance.
  return made.filter(({ secret, carrier }) => secret.length >= 16 && !redactor.redactText(`see ${carrier} there`).value.includes(partOf(secret))).slice(0, PLANTED);
}

/** A part of a secret that nothing else has: of a key block one of its lines. */
function partOf(secret: string): string {
  const line = secret.split('\n').find((each) => each.length >= 12 && !each.startsWith('-----')) ?? secret;
  return line.slice(Math.max(0, line.length - 14), line.length - 1);
}

/** How a text can stand in bytes. */
function formsOf(text: string): readonly string[] {
  const base64 = [0, 1, 2].map((shift) => Buffer.from('x'.repeat(shift) + text).toString('base64').replace(/=+$/, '').slice(shift === 0 ? 0 : 4, -2));
  const url = encodeURIComponent(text);
  const json = JSON.stringify(text).slice(1, -1);
  return [...new Set([text, url, json, JSON.stringify(json).slice(1, -1), Buffer.from(text).toString('hex'), ...base64, ...base64.map((each) => each.replaceAll('+', '-').replaceAll('/', '_'))])].filter((form) => form.length >= 10);
}

/** Everything that somebody could read: files with their names, answers, messages. */
const seen: { readonly where: string; readonly bytes: Buffer }[] = [];
const see = (where: string, bytes: Buffer | string): void => {
  const buffer = Buffer.from(bytes);
  seen.push({ where, bytes: buffer });
  for (let at = buffer.indexOf('1f8b08', 0, 'hex'); at >= 0; at = buffer.indexOf('1f8b08', at + 1, 'hex')) {
    try {
      seen.push({ where: `${where}, unpacked`, bytes: gunzipSync(buffer.subarray(at)) });
    } catch {
      // three bytes that only look like the beginning of an archive
    }
  }
};

function seeFolder(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    see('a name in the data directory', entry.name);
    if (entry.isFile()) see(path, readFileSync(path));
  }
}

function leaked(planted: readonly Planted[]): readonly string[] {
  return planted.flatMap(({ secret }) => formsOf(partOf(secret)).flatMap((form) => seen.filter(({ bytes }) => bytes.includes(form)).map(({ where, bytes }) => {
    const at = bytes.indexOf(form);
    return `${where}: ${bytes.subarray(Math.max(0, at - 120), at + 60).toString('utf8')}`;
  })));
}

const planted = plant();
let next = 0;
const carrier = (): string => {
  next += 1;
  return planted[next % planted.length]?.carrier ?? '';
};

let dir: string;
let handler: Handler;
const ask = (path: string, init?: RequestInit): Promise<Response> => handler(new Request(HOST + path, { headers: { 'content-type': 'application/x-ndjson' }, ...init }), { port: 7433, remoteAddress: '127.0.0.1' });

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'playhead-leaks-'));
  const storage = fsStorage({ dir });
  const recordingOf = createSessionRecording({ dir });
  handler = createHandler({ storage, harnesses: [claudeHarness], recordingOf, onError: (error) => see('a message of the server', String(error) + JSON.stringify(error)) });

  // The SDK: every field of every event, and of the header.
  const recorder = createRecorder({ storage, serverUrl: HOST, onError: (error) => see('a message of the recorder', `${error.message}\n${String(error.cause)}`) });
  for (const [choice, words] of [[0, false], [1, false], [2, false], [3, true]] as const) {
    const records = hostileRecords(() => carrier(), choice, words);
    const { sessionId } = await recorder.recordStart({
      name: carrier(), harness: 'my-agent', agentName: carrier(), workspaceName: carrier(), project: carrier(), prompt: carrier(), cwd: `/home/ada/${carrier()}`,
      identity: { type: 'user', subject: carrier(), team: carrier() }, task: { id: 't', title: carrier(), url: `https://example.com/${carrier()}` },
      git: { branch: carrier(), remote: carrier() }, metadata: { [carrier()]: [carrier(), { deep: carrier() }] },
    });
    for (const { type, data, call, turn, agent, key } of records.filter((record) => record.type !== 'session_start' && record.type !== 'session_stop')) {
      recorder.recordEvent({ sessionId, type, data, ...(call !== undefined && { call }), ...(turn !== undefined && { turn }), ...(agent !== undefined && { agent }), ...(key !== undefined && { key }) });
    }
    recorder.recordEvent({ sessionId, type: 'tool_result', call: 'large', data: { status: 'ok', text: `${'a line of output\n'.repeat(4000)}${carrier()}\n` } });
    await recorder.recordStop({ sessionId, summary: carrier(), finalOutput: { title: carrier(), content: carrier(), format: 'markdown' } });
  }
  await recorder.close();

  // Hooks: the payloads of a real session, with something planted in every text, and a result with blocks.
  const plantIn = (value: JsonValue | undefined, key = ''): JsonValue => {
    if (typeof value === 'string') return OF_THE_CLIENT.has(key) ? value : `${value} ${carrier()} `;
    if (Array.isArray(value)) return value.map((each: JsonValue) => plantIn(each, key));
    return isJsonObject(value) ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plantIn(inner, name)])) : (value ?? null);
  };
  const send = (payload: JsonObject): Promise<Response> => ask('/hooks/claude', { method: 'POST', body: JSON.stringify(payload) });
  const payloads = readCapture(captureOf('jwt-auth'), join(temporary(), 'claude')).map(({ payload }) => payload);
  for (const payload of payloads) await send(plantIn(payload) as JsonObject); // an object stays one
  const base = payloads.find((payload) => payload['hook_event_name'] === 'PreToolUse') ?? {};
  await send({ ...base, hook_event_name: 'PostToolUse', tool_name: 'mcp__issues__get_issue', tool_use_id: 'toolu_blocks', tool_input: { [carrier()]: carrier() }, tool_response: [{ type: 'text', text: carrier() }, { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } }] });

  // The API: lines of somebody else's, refused ones among them.
  const { sessions } = await storage.list();
  const producer = createProducer({ via: 'sdk' });
  const lines = hostileRecords(() => carrier(), 4).filter(({ type }) => type !== 'session_start').map(({ type, data }) => producer.produce({ type, data }).line);
  const path = `/api/v1/sessions/${sessions[0]?.sessionId}`;
  const accepted = await ask(`${path}/records`, { method: 'POST', body: lines.join('\n') });
  expect([accepted.status, await accepted.text()]).toEqual([200, `{"accepted":${lines.length},"duplicates":0,"conflicts":0}`]);
  for (const body of [carrier(), `{"$r":1,"id":"${carrier()}"}`, producer.produce({ type: 'terminal_command', data: { command: [carrier()] } }).line]) see('a refusal', await (await ask(`${path}/records`, { method: 'POST', body })).text());
  for (const refused of [`/api/v1/${encodeURIComponent(carrier())}`, `/api/v1/sessions?status=${encodeURIComponent(carrier())}`, `/api/v1/sessions/${encodeURIComponent(carrier())}`]) see('a refusal', await (await ask(refused)).text());
  see('the answer to a hook', JSON.stringify([...(await send({ nonsense: carrier() })).headers]));

  // What can be read of it, everywhere.
  await handler.close();
  handler = createHandler({ storage, harnesses: [claudeHarness], recordingOf });
  see('the list', await (await ask('/api/v1/sessions')).text());
  for (const { sessionId } of (await storage.list()).sessions) {
    for (const part of ['', '/document', '/records']) see(`the API${part}`, await (await ask(`/api/v1/sessions/${sessionId}${part}`)).text());
    see('the shell', (await playhead(['sessions', 'show', sessionId, '--dir', dir])).out);
  }
  see('the shell', (await playhead(['sessions', 'list', '--dir', dir])).out);
  seeFolder(dir);
  await handler.close();
  await storage.close();
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('secrets planted in every field of every event, in payloads, headers and requests', () => {
  test(`are ${PLANTED}, of a hundred kinds and more, and reach every door`, () => {
    expect(planted.length).toBe(PLANTED);
    expect(next).toBeGreaterThan(2000);
    expect(seen.length).toBeGreaterThan(30);
    expect(seen.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeGreaterThan(3_000_000);
    expect(seen.filter(({ bytes }) => bytes.includes(':')).length).toBeGreaterThan(20);
  });

  test('stand nowhere: in no file, name, answer or message, in no form', () => {
    expect(leaked(planted)).toEqual([]);
  });

  test('would be found: the search sees one in each form', () => {
    const text = partOf(planted[0]?.secret ?? '');
    for (const form of formsOf(text)) {
      seen.push({ where: 'a trap', bytes: Buffer.from(`..${form}..`) });
      expect(leaked(planted.slice(0, 1)).length, form).toBeGreaterThan(0);
      seen.pop();
    }
  });
});
