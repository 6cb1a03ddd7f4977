import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { PlayheadError, type JsonObject, type SessionRecord, type SessionStorage } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createProducer, createRecorder, type Recorder, type RecorderOptions } from './index.ts';
import { workspaceKey } from './node/workspace-key.ts';
import { guardMaker } from './redaction.node.ts';

/** Made of pieces, so that it stands in no file of this repository. */
const TOKEN = ['ghp', '_', 'a1B2c3D4'.repeat(5).slice(0, 36)].join('');
const ID = '01937d1e-0000-7000-8000-000000000000';
const header = { name: 'Fix the test', harness: 'my-agent', agentName: 'fixer', workspaceName: 'shop' };

let dir: string;
let recorder: Recorder;
let storage: SessionStorage;

function begin(options: Partial<RecorderOptions> = {}): void {
  storage = memoryStorage();
  recorder = createRecorder({ storage, serverUrl: 'http://127.0.0.1:7433', maxSpilledBytes: 0, ...options });
}

/** `Promise.withResolvers`, which Node has from 22 on. */
function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((settle) => { resolve = settle; });
  return { promise, resolve };
}

async function records(sessionId: string): Promise<SessionRecord[]> {
  const found: SessionRecord[] = [];
  for await (const chunk of storage.read(sessionId)) found.push(...chunk.records.map(({ record }) => record));
  return found;
}

/** Every byte below a directory, and every name. */
function bytesBelow(path: string): string {
  return readdirSync(path, { withFileTypes: true }).map((entry) => `${entry.name}\n${entry.isDirectory() ? bytesBelow(join(path, entry.name)) : readFileSync(join(path, entry.name), 'latin1')}`).join('\n');
}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'playhead-redaction-'));
  vi.stubEnv('PLAYHEAD_HOME', join(dir, 'home'));
  vi.stubEnv('XDG_CONFIG_HOME', join(dir, 'config'));
  begin();
});
afterEach(async () => {
  await recorder.close().catch(() => {});
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

describe('what is written', () => {
  test('finds a secret in bytes of a terminal that are no UTF-8', async () => {
    const { sessionId } = await recorder.recordStart({ ...header });
    const bytes = Buffer.concat([Buffer.from([0xff]), Buffer.from(`token ${TOKEN}\n`)]);
    recorder.recordEvent({ sessionId, type: 'terminal_output', call: 'c1', data: { text: bytes.toString('base64'), encoding: 'base64', stream: 'pty' } });
    await recorder.recordStop({ sessionId });
    await recorder.flush();
    const printed = (await records(sessionId)).filter(({ type }) => type === 'terminal_output').map(({ data }) => data);
    expect(printed.map(({ text }) => text).join('')).toMatch(/^\ufffdtoken \[\[GITHUB_TOKEN:[0-9a-f]{6}\]\]\n$/);
    expect(printed.some((data) => 'encoding' in data)).toBe(false);
  });

  test('holds a pseudonym in the place of a secret, the same one everywhere, and says how many there were', async () => {
    const { sessionId } = await recorder.recordStart({ ...header, prompt: `Use ${TOKEN}` });
    recorder.recordEvent({ sessionId, type: 'terminal_command', call: 'c1', turn: 't1', data: { command: `curl -H "Authorization: token ${TOKEN}" https://api.example.com` } });
    recorder.recordEvent({ sessionId, type: 'terminal_output', call: 'c1', turn: 't1', data: { text: `${TOKEN}\n`, exitCode: 0 } });
    await recorder.recordStop({ sessionId, finalOutput: { content: `The token is ${TOKEN}.`, format: 'text' } });
    await recorder.flush();
    const all = await records(sessionId);
    const text = JSON.stringify(all);
    expect(text).not.toContain(TOKEN.slice(4, 12));
    const pseudonyms = new Set(text.match(/(?<=\[\[[A-Z_]+:)[0-9a-f]{6}(?=\]\])/g));
    expect(pseudonyms.size).toBe(1);
    expect(all.find(({ type, call }) => type === 'redaction' && call === 'c1')).toMatchObject({ turn: 't1', data: { policy: 'entity', found: [{ kind: 'AUTHORIZATION', count: 1 }, { kind: 'GITHUB_TOKEN', count: 1 }] } });
    const info = await storage.get(sessionId);
    expect(info?.redactions?.['GITHUB_TOKEN']).toBe(3);
    expect(info?.redaction).toMatchObject({ policy: 'entity' });
    expect(all[0]?.data['redaction']).toEqual(info?.redaction);
  });

  test('never holds a secret that comes in two pieces, and loses no character of the rest', async () => {
    const { sessionId } = await recorder.recordStart(header);
    const whole = `before ${TOKEN} after\nand on`;
    for (let cut = 1; cut < whole.length; cut += 1) {
      const call = `c${cut}`;
      recorder.recordEvent({ sessionId, type: 'terminal_output', call, data: { text: whole.slice(0, cut) } });
      recorder.recordEvent({ sessionId, type: 'terminal_output', call, data: { text: whole.slice(cut), exitCode: 0 } });
    }
    await recorder.flush();
    const all = await records(sessionId);
    for (let cut = 1; cut < whole.length; cut += 1) {
      const text = all.filter(({ type, call }) => type === 'terminal_output' && call === `c${cut}`).map(({ data }) => data['text']).join('');
      expect(text, `cut at ${cut}`).toMatch(/^before \[\[GITHUB_TOKEN:[0-9a-f]{6}\]\] after\nand on$/);
    }
  });

  test('never holds half a secret, however many outputs come at the same time', async () => {
    const { sessionId } = await recorder.recordStart(header);
    const calls = Array.from({ length: 200 }, (_, n) => `c${n}`);
    for (const call of calls) recorder.recordEvent({ sessionId, type: 'terminal_output', call, data: { text: `shown\n${TOKEN.slice(0, 20)}` } });
    recorder.recordEvent({ sessionId, type: 'terminal_output', call: 'last', data: { text: 'shown after a while: ' } });
    await vi.waitFor(async () => { await recorder.flush(); expect((await records(sessionId)).map(({ call, data }) => `${call} ${data['text']}`).join('')).toContain('last shown after a while'); });
    for (const call of calls) recorder.recordEvent({ sessionId, type: 'terminal_output', call, data: { text: `${TOKEN.slice(20)}\n`, exitCode: 0 } });
    await recorder.flush();
    const all = await records(sessionId);
    for (const call of calls) {
      const text = all.filter(({ type, call: of }) => type === 'terminal_output' && of === call).map(({ data }) => data['text']).join('');
      expect(text, call).toMatch(/^shown\n\[\[GITHUB_TOKEN:[0-9a-f]{6}\]\]\n$/);
    }
  });

  test('tells the end of an output that nothing follows, at the stop at the latest', async () => {
    const { sessionId } = await recorder.recordStart(header);
    recorder.recordEvent({ sessionId, type: 'terminal_output', call: 'c1', data: { text: 'Password for ada: ghp_abc' } });
    await recorder.recordStop({ sessionId });
    const output = (await records(sessionId)).filter(({ type }) => type === 'terminal_output').map(({ data }) => data['text']).join('');
    expect(output).toBe('Password for ada: ghp_abc');
  });

  test('never holds a secret that somebody types', async () => {
    const { sessionId } = await recorder.recordStart(header);
    for (const text of `gh auth ${TOKEN}\r\nls`) recorder.recordEvent({ sessionId, type: 'terminal_input', call: 'c1', data: { text } });
    await recorder.close();
    const input = (await records(sessionId)).filter(({ type }) => type === 'terminal_input').map(({ data }) => data['text']).join('');
    expect(input).toMatch(/^gh auth \[\[GITHUB_TOKEN:[0-9a-f]{6}\]\]\r\nls$/);
  });

  test.each(['tick', 'sync'] as const)('tells the end of an output also when the recorder is closed without a stop (%s)', async (durability) => {
    begin({ durability });
    const { sessionId } = await recorder.recordStart(header);
    recorder.recordEvent({ sessionId, type: 'terminal_output', call: 'c1', data: { text: 'the end ghp_abc' } });
    await recorder.close();
    expect((await records(sessionId)).filter(({ type }) => type === 'terminal_output').map(({ data }) => data['text']).join('')).toBe('the end ghp_abc');
  });

  test('withholds what a sensitive file holds, also when no rule knows it', async () => {
    const { sessionId } = await recorder.recordStart(header);
    recorder.recordEvent({ sessionId, type: 'tool_call', call: 'c1', data: { name: 'Read', input: { file_path: '/home/ada/shop/.env' } } });
    recorder.recordEvent({ sessionId, type: 'file_read', call: 'c1', data: { path: '.env', content: 'GREETING=open sesame ninety\n' } });
    recorder.recordEvent({ sessionId, type: 'tool_result', call: 'c1', data: { status: 'ok', text: 'GREETING=open sesame ninety' } });
    await recorder.flush();
    const text = JSON.stringify(await records(sessionId));
    expect(text).not.toContain('sesame');
    expect(text).toContain('.env');
  });

  test('under strict holds no text that nobody admitted', async () => {
    begin({ redaction: { policy: 'strict' } });
    const { sessionId } = await recorder.recordStart({ ...header, prompt: 'Rename the purple button' });
    recorder.recordEvent({ sessionId, type: 'prompt', data: { text: 'Rename the purple button', origin: 'human' } });
    recorder.recordEvent({ sessionId, type: 'terminal_output', call: 'c1', data: { text: 'purple is painted\n', exitCode: 1 } });
    await recorder.flush();
    const all = await records(sessionId);
    expect(JSON.stringify(all)).not.toContain('purple');
    expect(all.find(({ type }) => type === 'terminal_output')?.data['exitCode']).toBe(1);
  });

  test('is as it was told under off', async () => {
    begin({ redaction: { policy: 'off' } });
    const { sessionId } = await recorder.recordStart(header);
    recorder.recordEvent({ sessionId, type: 'prompt', data: { text: TOKEN, origin: 'human' } });
    await recorder.flush();
    expect(JSON.stringify(await records(sessionId))).toContain(TOKEN);
    expect(await storage.get(sessionId)).not.toHaveProperty('redaction');
  });

  test('goes past the rules and the redactor of a host', async () => {
    begin({ redaction: { rules: [{ kind: 'BADGE', pattern: 'B-[0-9]{6}' }], redact: (text) => text.replaceAll('Bluebird', 'the project') } });
    const { sessionId } = await recorder.recordStart(header);
    recorder.recordEvent({ sessionId, type: 'prompt', data: { text: 'Badge B-123456 opens Bluebird', origin: 'human' } });
    await recorder.flush();
    const prompt = (await records(sessionId)).find(({ type }) => type === 'prompt')?.data['text'];
    expect(prompt).toMatch(/^Badge \[\[BADGE:[0-9a-f]{6}\]\] opens the project$/);
  });

  test('leaves nothing of a secret in any file, blob or name of the data directory', async () => {
    const home = join(dir, 'home');
    await recorder.close();
    recorder = createRecorder({ storage: fsStorage({ dir: home }), serverUrl: 'http://127.0.0.1:7433', maxSpilledBytes: 0 });
    const { sessionId } = await recorder.recordStart({ ...header, name: TOKEN, prompt: TOKEN, cwd: `/home/ada/${TOKEN}`, metadata: { [TOKEN]: TOKEN } });
    recorder.recordEvent({ sessionId, type: 'tool_result', call: 'c1', data: { status: 'ok', text: `${'line of text\n'.repeat(5000)}${TOKEN}\n${'more\n'.repeat(5000)}` } });
    recorder.recordEvent({ sessionId, type: TOKEN, turn: TOKEN, call: TOKEN, agent: TOKEN, key: TOKEN, data: { [TOKEN]: [TOKEN, { deep: TOKEN }] } });
    await recorder.recordStop({ sessionId, summary: TOKEN });
    await recorder.close();
    const bytes = bytesBelow(home);
    expect(bytes.length).toBeGreaterThan(80_000);
    expect(bytes).toContain('[[GITHUB_TOKEN:');
    expect(bytes).not.toContain(TOKEN.slice(4, 12));
  });
});

test('an event is kept whole on a machine that is busy with other things', async () => {
  let now = 0;
  const clock = (): number => { now += 40; return now; }; // this process has its turn every 40 ms
  const guard = (await guardMaker({ key: new Uint8Array(32), clock }))();
  const text = `${'a line of text\n'.repeat(8000)}${TOKEN}`;
  const { record } = createProducer({ via: 'sdk' }).produce({ type: 'tool_result', data: { status: 'ok', text } });
  expect(guard.record(record).data['text']).toMatch(/^(?:a line of text\n){8000}\[\[GITHUB_TOKEN:[0-9a-f]{6}\]\]$/);
});

test('what says only in JSON what it is holds no secret either', async () => {
  const address = new URL(`https://ada:${TOKEN}@example.com/`);
  const { sessionId } = await recorder.recordStart({ ...header, metadata: { address } as unknown as JsonObject });
  recorder.recordEvent({ sessionId, type: 'custom', data: { address, deep: [{ error: { toJSON: () => ({ token: TOKEN }) } }], when: new Date(0) } as unknown as JsonObject });
  await recorder.flush();
  const all = await records(sessionId);
  expect(JSON.stringify([all, await storage.get(sessionId)])).not.toContain(TOKEN.slice(4, 12));
  expect(all.find(({ type }) => type === 'custom')?.data).toMatchObject({ address: expect.stringContaining('@example.com/'), when: '1970-01-01T00:00:00.000Z' });
});

test('what is reported of an event that cannot be kept quotes nothing of it', async () => {
  const told: PlayheadError[] = [];
  begin({ onError: (error) => told.push(error) });
  const { sessionId } = await recorder.recordStart(header);
  const circle: Record<string, unknown> = {};
  circle[TOKEN] = circle;
  for (const data of [circle, { big: 1n }, 4]) recorder.recordEvent({ sessionId, type: TOKEN, data: data as unknown as JsonObject });
  await recorder.close();
  recorder.recordEvent({ sessionId, type: TOKEN, data: {} });
  expect(told).toHaveLength(4);
  expect(inspect([told, await records(sessionId)], { depth: 9 })).not.toContain(TOKEN.slice(4, 12));
});

describe('what is recorded before the rules of a user are loaded', () => {
  const redaction = { rules: [{ kind: 'BADGE', pattern: 'B-[0-9]{6}' }] };
  const output = async (): Promise<string> => (await records(ID)).filter(({ type }) => type === 'terminal_output').map(({ data }) => data['text']).join('');

  test('keeps its order: a secret in pieces before and after is never stored', async () => {
    const inner = memoryStorage();
    const [created, create] = [withResolvers(), withResolvers()];
    begin({ redaction, storage: { ...inner, create: async (...args) => { created.resolve(); await create.promise; return inner.create(...args); } } });
    storage = inner;
    const started = recorder.recordStart({ ...header, sessionId: ID });
    recorder.recordEvent({ sessionId: ID, type: 'terminal_output', call: 'c1', data: { text: `one ${TOKEN.slice(0, 20)}` } });
    await created.promise; // by now they are loaded
    recorder.recordEvent({ sessionId: ID, type: 'terminal_output', call: 'c1', data: { text: `${TOKEN.slice(20)} two`, exitCode: 0 } });
    create.resolve();
    await started;
    await recorder.flush();
    expect(await output()).toMatch(/^one \[\[GITHUB_TOKEN:[0-9a-f]{6}\]\] two$/);
  });

  test('is stored and counted once, also when the storage fails first', async () => {
    const inner = memoryStorage();
    let failed = false;
    begin({ redaction, storage: { ...inner, append: async (id, lines, options) => {
      if (!failed && lines.some((line) => line.includes('terminal_output'))) { failed = true; throw new PlayheadError('storage_unavailable', 'not now'); }
      await inner.append(id, lines, options);
    } } });
    storage = inner;
    const started = recorder.recordStart({ ...header, sessionId: ID });
    recorder.recordEvent({ sessionId: ID, type: 'terminal_output', call: 'c1', data: { text: `one ${TOKEN} two ghp_abc` } });
    await started;
    await recorder.flush().catch(() => {});
    await recorder.recordStop({ sessionId: ID });
    await recorder.flush();
    expect(failed).toBe(true);
    expect(await output()).toMatch(/^one \[\[GITHUB_TOKEN:[0-9a-f]{6}\]\] two ghp_abc$/);
    expect((await storage.get(ID))?.redactions).toEqual({ GITHUB_TOKEN: 1 });
  });
});

describe('the key of a workspace', () => {
  test('is made once, for its owner only, and stays', () => {
    const home = join(dir, 'fresh/home');
    const key = workspaceKey(home);
    expect(key).toHaveLength(32);
    expect([...workspaceKey(home)]).toEqual([...key]);
    expect(statSync(join(home, 'redaction.key')).mode & 0o777).toBe(0o600);
    expect(statSync(home).mode & 0o777).toBe(0o700);
    expect(readdirSync(home)).toEqual(['redaction.key']);
  });

  test('where it cannot be kept, the process has one of its own', () => {
    writeFileSync(join(dir, 'file'), '');
    expect(workspaceKey(join(dir, 'file', 'below'))).toHaveLength(32);
  });

  test('gives one secret two names in two workspaces', async () => {
    const names: unknown[] = [];
    for (const home of ['one', 'two']) {
      vi.stubEnv('PLAYHEAD_HOME', join(dir, home));
      begin();
      const { sessionId } = await recorder.recordStart(header);
      recorder.recordEvent({ sessionId, type: 'prompt', data: { text: TOKEN, origin: 'human' } });
      await recorder.flush();
      names.push((await records(sessionId)).find(({ type }) => type === 'prompt')?.data['text']);
    }
    expect(new Set(names).size).toBe(2);
  });
});

describe('opting out', () => {
  test('a repository is not recorded, and the caller notices nothing', async () => {
    mkdirSync(join(dir, 'repo'));
    writeFileSync(join(dir, 'repo/.playhead.json'), '{ "record": false }');
    const { sessionId, status } = await recorder.recordStart({ ...header, cwd: join(dir, 'repo') });
    expect(recorder.recordEvent({ sessionId, type: 'prompt', data: { text: 'x', origin: 'human' } })).toMatch(/^[0-9a-f-]{36}$/);
    expect(await recorder.recordStop({ sessionId })).toMatchObject({ sessionId, status: 'processing' });
    await recorder.flush();
    expect(status).toBe('recording');
    expect((await storage.list()).sessions).toEqual([]);
    expect(recorder.health()).toMatchObject({ gaps: 0, errors: 0 });
  });

  test('a file that cannot be understood stops the recording, and onError hears why', async () => {
    const told: string[] = [];
    begin({ onError: ({ code, message }) => told.push(`${code}: ${message}`) });
    mkdirSync(join(dir, 'repo'));
    writeFileSync(join(dir, 'repo/.playhead.json'), '{ "record": ');
    await recorder.recordStart({ ...header, cwd: join(dir, 'repo') });
    expect((await storage.list()).sessions).toEqual([]);
    expect(told).toEqual([expect.stringMatching(/^invalid_settings: .*\.playhead\.json is not JSON/)]);
  });

  test('the workspace alone can say that nothing is recorded', async () => {
    mkdirSync(join(dir, 'home'));
    writeFileSync(join(dir, 'home/settings.json'), '{ "record": false }');
    await recorder.recordStart(header);
    expect((await storage.list()).sessions).toEqual([]);
  });

  test.each([
    ['opted out', { record: false }, 0],
    ['asks for strict', { redaction: 'strict' }, 2],
  ])('what came before the start of a session counts as its own where its repository %s', async (_, settings, prompts) => {
    mkdirSync(join(dir, 'repo'));
    writeFileSync(join(dir, 'repo/.playhead.json'), JSON.stringify(settings));
    await storage.create({ ...header, sessionId: ID });
    const event = { sessionId: ID, type: 'prompt', data: { text: 'Rename the purple button', origin: 'human' } } as const;
    recorder.recordEvent(event);
    await recorder.recordStart({ ...header, sessionId: ID, cwd: join(dir, 'repo') });
    recorder.recordEvent(event);
    await recorder.flush();
    expect(recorder.health().queuedBytes).toBe(0);
    const all = await records(ID);
    expect(all.filter(({ type }) => type === 'prompt')).toHaveLength(prompts);
    expect(JSON.stringify(all)).not.toContain('purple');
  });

  test('whoever joins a session keeps to its policy, so that its header stays true', async () => {
    begin({ redaction: { policy: 'strict' } });
    const { sessionId } = await recorder.recordStart(header);
    const other = createRecorder({ storage, serverUrl: 'http://127.0.0.1:7433', maxSpilledBytes: 0 });
    const joined = other.recordStart({ ...header, sessionId });
    other.recordEvent({ sessionId, type: 'prompt', data: { text: 'Rename the purple button', origin: 'human' } });
    await joined;
    other.recordEvent({ sessionId, type: 'prompt', data: { text: 'Paint it purple', origin: 'human' } });
    await other.close();
    const all = await records(sessionId);
    expect(all.filter(({ type }) => type === 'prompt')).toHaveLength(2);
    expect(JSON.stringify(all)).not.toContain('purple');
    expect((await storage.get(sessionId))?.redaction?.policy).toBe('strict');
  });

  test('a repository can ask for strict', async () => {
    mkdirSync(join(dir, 'repo'));
    writeFileSync(join(dir, 'repo/.playhead.json'), '{ "redaction": "strict" }');
    const { sessionId } = await recorder.recordStart({ ...header, cwd: join(dir, 'repo') });
    expect(await storage.get(sessionId)).toMatchObject({ redaction: { policy: 'strict' } });
  });
});

describe('limits', () => {
  const nested = (levels: number): JsonObject => {
    let value: JsonObject = { end: true };
    for (let level = 1; level < levels; level += 1) value = { value };
    return value;
  };

  test.each([
    ['deeper than 64', nested(65), 'custom, nested deeper than 64'],
    ['with a flood of keys', { list: Array.from({ length: 200_001 }, (_, n) => n) }, 'custom, more than 200000 keys'],
  ])('an event %s is named with its length and hash in its place', async (_, data, what) => {
    const { sessionId } = await recorder.recordStart(header);
    const id = recorder.recordEvent({ sessionId, type: 'custom', call: 'c1', data });
    await recorder.flush();
    const record = (await records(sessionId)).find((each) => each.id === id);
    expect(record).toMatchObject({ type: 'oversize', call: 'c1', data: { what, bytes: expect.any(Number), digest: expect.stringMatching(/^sha256-[0-9a-f]{64}$/) } });
  });

  test('an event longer than a line may be is named with its length and hash in its place', async () => {
    begin({ limits: { eventBytes: 2000 } });
    const { sessionId } = await recorder.recordStart(header);
    const id = recorder.recordEvent({ sessionId, type: 'custom', data: { list: Array.from({ length: 500 }, (_, n) => n * 1000) } });
    await recorder.flush();
    expect((await records(sessionId)).find((each) => each.id === id)).toMatchObject({ type: 'oversize', data: { what: 'custom, longer than 2000 bytes' } });
  });

  test('an event longer than a line may be is named also where every event is written at once', async () => {
    begin({ durability: 'sync', limits: { eventBytes: 2000 } });
    const { sessionId } = await recorder.recordStart(header);
    recorder.recordEvent({ sessionId, type: 'custom', data: { list: Array.from({ length: 500 }, (_, n) => n * 1000) } });
    expect((await records(sessionId)).map(({ type }) => type)).toEqual(['session_start', 'oversize']);
  });

  test('a header longer than an event may be keeps who and where', async () => {
    begin({ limits: { eventBytes: 2000 } });
    const { sessionId } = await recorder.recordStart({ ...header, prompt: 'do it '.repeat(1000), project: 'x'.repeat(5000), cwd: `/home/${'y'.repeat(5000)}` });
    const info = await storage.get(sessionId);
    expect(info).toMatchObject({ ...header, cwd: expect.stringMatching(/^\/home\/y{506}$/) });
    expect(JSON.stringify([info, await records(sessionId)]).length).toBeLessThan(4000);
  });

  test('a session over its limit says what is missing', async () => {
    begin({ limits: { sessionBytes: 3000 } });
    const { sessionId } = await recorder.recordStart(header);
    for (let n = 0; n < 100; n += 1) recorder.recordEvent({ sessionId, type: 'moment', data: { title: String(n) } });
    await recorder.recordStop({ sessionId });
    await recorder.flush();
    const all = await records(sessionId);
    const moments = all.filter(({ type }) => type === 'moment').length;
    const gap = all.find(({ type }) => type === 'recorder_gap');
    expect(gap?.data).toMatchObject({ what: 'moment', count: 100 - moments, reason: 'the session is over its limit of 3000 bytes' });
    expect(all.map(({ type }) => type)).toContain('session_stop');
  });

  test('strange texts and keys come back as they were', async () => {
    const { sessionId } = await recorder.recordStart(header);
    const data = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"a\\u0000b":"\\ud800 lone","\\udfff":"x\\u0000y"}') as JsonObject;
    recorder.recordEvent({ sessionId, type: 'custom', data });
    await recorder.flush();
    const stored = (await records(sessionId)).find(({ type }) => type === 'custom')?.data;
    expect(JSON.stringify(stored)).toBe(JSON.stringify(data));
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
