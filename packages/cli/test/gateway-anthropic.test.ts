import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { brotliCompressSync, gunzipSync, gzipSync } from 'node:zlib';
import type { SessionRecord } from '@playhead/protocol';
import type { SessionDocument } from '@playhead/replay-core';
import { claudeHookSettings } from '@playhead/hooks-claude';
import { describe, expect, test } from 'vitest';
import { scriptedModel } from './scripted-model.ts';
import { gatewayPlace } from './gateway-support.ts';
import { playhead, root, serverProcess, stepsOf } from './support.ts';

const place = gatewayPlace();
const recorded = (): ReturnType<typeof place.recorded> => place.recorded(join(place.home, 'data'));

interface Ended { readonly stdout: string; readonly stderr: string; readonly code: number | null; readonly signal: NodeJS.Signals | null }

/** Runs a command behind the tap. */
async function tapped(command: readonly string[], options: { flags?: readonly string[]; env?: Record<string, string>; during?: (pid: number) => Promise<unknown> } = {}): Promise<Ended> {
  const env = { ...place.environment(), PLAYHEAD_HOME: join(place.home, 'data'), ...options.env };
  const child = spawn(process.execPath, [place.bin, 'gateway', 'anthropic', ...(options.flags ?? []), '--', ...command], { cwd: place.workspace, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (bytes: Buffer) => { stdout += String(bytes); });
  child.stderr.on('data', (bytes: Buffer) => { stderr += String(bytes); });
  const closed = once(child, 'close');
  await options.during?.(child.pid ?? 0);
  const [code, signal] = (await closed) as [number | null, NodeJS.Signals | null]; // the arguments of this event
  return { stdout, stderr, code, signal };
}

/** Runs a script of an agent: the address of the model is in its environment. */
const agent = (script: string): string[] => {
  const path = join(place.workspace, 'agent.mjs');
  writeFileSync(path, `const base = process.env.ANTHROPIC_BASE_URL; const session = 'f0a1b2c3-0000-4000-8000-000000000001';
    const ask = (body, headers = {}) => fetch(base + '/v1/messages?beta=true', { method: 'POST', body: typeof body === 'object' && !(body instanceof Uint8Array) ? JSON.stringify(body) : body, headers: { 'content-type': 'application/json', 'x-claude-code-session-id': session, ...headers } });
    const asked = (text) => ({ model: 'm', stream: true, max_tokens: 10, tools: [{ name: 'Bash', input_schema: {} }], messages: [{ role: 'user', content: text }] });
    ${script}`);
  return [process.execPath, path];
};

const texts = (records: readonly SessionRecord[], ...types: readonly string[]): unknown[] => records.filter(({ type }) => types.includes(type)).map(({ data }) => data['text']);

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

describe('an agent behind playhead gateway anthropic', () => {
  test('talks to its model as before, and both are in the recording', async () => {
    const model = await scriptedModel([[{ think: 'Hm.' }, { text: 'I try.' }, { tool: 'Bash', input: { command: 'echo hi' } }], [{ text: 'Done.' }]]);
    const { stdout, stderr, code } = await tapped(agent(`
      const first = await (await ask(asked('Say hi'))).text();
      const id = /"id":"(toolu_[^"]*)"/.exec(first)[1];
      const second = await (await ask({ ...asked('Say hi'), messages: [{ role: 'user', content: 'Say hi' }, { role: 'assistant', content: [{ type: 'tool_use', id, name: 'Bash', input: { command: 'echo hi' } }] }, { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: 'hi' }] }] })).text();
      console.log(JSON.stringify([first.length > 500, second.includes('message_stop')]));
      process.exit(7);
    `), { flags: ['--upstream', model.url, '--task', 'SHOP-42', '--identity', 'user:ada@example.com'] });
    await model.close();
    expect([stdout.trim(), stderr.includes('Remote Control'), code]).toEqual(['[true,true]', true, 7]);
    const { sessions } = await recorded();
    expect(sessions).toMatchObject([{ status: 'completed', name: 'Say hi', harness: 'claude-code', harnessSessionId: 'f0a1b2c3-0000-4000-8000-000000000001', task: { id: 'SHOP-42' }, identity: { subject: 'ada@example.com' }, capture: { tier: 'gateway', protection: 'same_user', sideEffects: expect.arrayContaining([expect.stringContaining('Remote Control')]) } }]);
    const { out } = await playhead(['sessions', 'show', sessions[0]?.sessionId ?? '', '--json'], { env: { PLAYHEAD_HOME: join(place.home, 'data') } });
    const document = JSON.parse(out) as SessionDocument; // our own command's answer
    expect(document).toMatchObject({ turns: [{ prompt: { text: 'Say hi', origin: 'human' }, response: 'Done.' }], usage: { inputTokens: 8, outputTokens: 40 } });
    expect(stepsOf(document)).toMatchObject([{ kind: 'command', status: 'ok', input: { command: 'echo hi' }, output: 'hi', witnesses: ['gateway'], agreement: 'single' }]);
  });

  test('hears the beginning of an answer before its end', async () => {
    let finish = (): void => {};
    const server = createServer((request, response) => {
      request.resume().on('end', () => {
        if (request.url === '/go') {
          finish();
          response.end();
          return;
        }
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: message_start\ndata: {"type":"message_start","message":{"id":"msg_1"}}\n\n');
        finish = () => response.end('event: message_stop\ndata: {"type":"message_stop"}\n\n');
      });
    });
    const url = await listening(server);
    const { stdout } = await tapped(agent(`
      const answer = (await ask(asked('Hi'))).body.getReader();
      const { value } = await answer.read(); // nothing more comes before the server is told
      await fetch(base + '/go');
      let rest = ''; for (;;) { const { value: piece, done } = await answer.read(); if (done) break; rest += new TextDecoder().decode(piece); }
      console.log(new TextDecoder().decode(value).includes('message_start'), rest.includes('message_stop'));
    `), { env: { ANTHROPIC_BASE_URL: url } });
    server.closeAllConnections();
    server.close();
    expect(stdout.trim()).toBe('true true');
  });

  test('has no credential of it recorded, in whatever packing it goes', async () => {
    const KEY = 'sk-ant-api03-Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cQ-AAAAAAAA';
    const heard: string[] = [];
    const server = createServer((request, response) => {
      heard.push(JSON.stringify(request.headers));
      request.resume().on('end', () => {
        const answer = JSON.stringify({ id: `msg_${heard.length}`, type: 'message', role: 'assistant', model: 'm', content: [{ type: 'text', text: `Your key is ${KEY}, number ${heard.length}.` }], stop_reason: 'end_turn', usage: { input_tokens: 1, output_tokens: 2 } });
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip', 'set-cookie': `token=${KEY}` }).end(gzipSync(answer));
      });
    });
    const url = await listening(server);
    const body = JSON.stringify({ model: 'm', tools: [{ name: 'x', description: 'x'.repeat(256) }], messages: [{ role: 'user', content: `Keep ${KEY} for me` }] });
    const raw = Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x60]), u16(Buffer.byteLength(body) - 256), u24((Buffer.byteLength(body) << 3) | 1), Buffer.from(body)]); // a zstd frame of one block that is not packed
    const packed = { gzip: gzipSync(body), br: brotliCompressSync(body), zstd: raw };
    const { stdout, code } = await tapped(agent(`
      for (const [encoding, body] of Object.entries(${JSON.stringify(Object.fromEntries(Object.entries(packed).map(([name, bytes]) => [name, bytes.toString('base64')])))})) {
        const answer = await (await ask(Buffer.from(body, 'base64'), { 'content-encoding': encoding, 'x-api-key': '${KEY}', authorization: 'Bearer ${KEY}', cookie: 'token=${KEY}', 'x-claude-code-session-id': 's-' + encoding })).json();
        console.log(answer.content[0].text.length);
      }
      await fetch(base + '/v1/oauth/token?key=${KEY}', { method: 'POST', body: '{"refresh_token":"${KEY}"}' });
    `), { env: { ANTHROPIC_BASE_URL: url } });
    server.closeAllConnections();
    server.close();
    expect([code, stdout.trim().split('\n').length]).toEqual([0, 3]);
    expect(heard.slice(0, 3).every((headers) => headers.includes(`"x-api-key":"${KEY}"`) && headers.includes(`Bearer ${KEY}`))).toBe(true); // the service has them
    const { records } = await recorded();
    expect(texts(records, 'prompt')).toHaveLength(3);
    expect(texts(records, 'assistant_text')).toHaveLength(3);
    expect(texts(records, 'prompt').every((text) => /^Keep \[\[.*\]\] for me$/.test(String(text)))).toBe(true);
    const stored = filesIn(place.home).map((path) => readFileSync(path));
    const forms = [KEY, Buffer.from(KEY).toString('base64').slice(4, 80), encodeURIComponent(KEY), KEY.slice(20, 60)];
    for (const bytes of stored) for (const form of forms) expect((bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).includes(form)).toBe(false);
  });

  test('goes on as it was where nothing is recorded, and ends as its command ends', async () => {
    const model = await scriptedModel([[{ text: 'Hi.' }]]);
    const script = agent('console.log((await (await ask(asked(\'Hi\'))).text()).length > 100, process.env.NO_PROXY ?? \'\'); process.kill(process.pid, \'SIGTERM\'); await new Promise((resolve) => setTimeout(resolve, 10_000));');
    const env = { ANTHROPIC_BASE_URL: model.url };
    writeFileSync(join(place.home, 'file'), '');
    expect(await tapped(script, { env: { ...env, PLAYHEAD_HOME: join(place.home, 'file/none'), NO_PROXY: 'localhost', HTTP_PROXY: 'http://127.0.0.1:9' } })).toMatchObject({ stdout: 'true localhost,127.0.0.1\n', signal: 'SIGTERM', stderr: expect.stringContaining('not everything was recorded') });
    await model.close();
  });

  test('is told why nothing of it will be recorded', async () => {
    const run = (command: string, env: Record<string, string> = {}) => playhead(['gateway', 'anthropic', '--', command], { env: { PLAYHEAD_RECORD: '0', PATH: process.env['PATH'] ?? '', ...env } });
    expect(await playhead(['gateway', 'anthropic', '--policy', 'p.json', '--', 'true'])).toMatchObject({ code: 2, out: '', err: expect.stringContaining('cannot be enforced here') });
    for (const alone of ['--url', '--token-file', '--as', '--agent-user']) expect(await playhead(['gateway', 'anthropic', alone, 'x', '--', 'true'])).toMatchObject({ code: 2, out: '' });
    expect(await run('no-such-agent')).toMatchObject({ code: 127, err: expect.stringContaining('was not started') });
    expect(await run('true')).toMatchObject({ code: 0, err: expect.stringContaining('no request passed the tap') });
    expect(await run('true', { HTTPS_PROXY: 'http://proxy.example.com' })).toMatchObject({ code: 2, err: expect.stringContaining('A proxy is set') });
    expect(await run('true', { ANTHROPIC_BASE_URL: 'model.example.com' })).toMatchObject({ code: 2, err: expect.stringContaining('must be an address') });
    expect(await playhead(['gateway', 'anthropic', '--name', 'n'.repeat(129), '--', 'true'])).toMatchObject({ code: 2 });
  });

  test('keeps what was said when the tap is killed in the middle of an answer', async () => {
    let reached = (): void => {};
    const arrived = new Promise<void>((resolve) => { reached = resolve; });
    const server = createServer((request, response) => {
      request.resume().on('end', () => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        for (const event of [{ type: 'message_start', message: { id: 'msg_1' } }, { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }, { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Half of it' } }, { type: 'content_block_stop', index: 0 }, { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } }]) response.write(`data: ${JSON.stringify(event)}\n\n`);
        reached();
      });
    });
    const url = await listening(server);
    const { signal } = await tapped(agent('for await (const _ of (await ask(asked(\'Go\'))).body); '), {
      env: { ANTHROPIC_BASE_URL: url },
      during: async (pid) => {
        await arrived;
        await expect.poll(async () => texts((await recorded()).records, 'assistant_text')).toEqual(['Half of it']);
        process.kill(pid, 'SIGKILL');
      },
    });
    server.closeAllConnections();
    server.close();
    expect(signal).toBe('SIGKILL');
    const { sessions, records } = await recorded();
    expect(sessions).toHaveLength(1);
    expect(texts(records, 'prompt', 'assistant_text')).toEqual(['Go', 'Half of it']);
    expect((await playhead(['sessions', 'show', sessions[0]?.sessionId ?? ''], { env: { PLAYHEAD_HOME: join(place.home, 'data') } })).out).toContain('Half of it');
  });

  test('is told what the address of the tap costs it', async () => {
    const { stdout, stderr } = await tapped(agent('console.log(JSON.stringify([process.env.ENABLE_TOOL_SEARCH, process.env.PLAYHEAD_TASK, base.startsWith(\'http://127.0.0.1:\'), base.endsWith(\'/\')]));'), { flags: ['--task', 'SHOP-42'] });
    expect([stdout.trim(), stderr]).toEqual(['["true","SHOP-42",true,false]', expect.stringMatching(/Remote Control is off.*\[1m\].*ENABLE_TOOL_SEARCH=true is set/)]);
  });
});

const client = process.env['CLAUDE_BIN'];

describe.skipIf(!client)('the real client behind playhead gateway anthropic', { timeout: 120_000 }, () => {
  const steps = [
    [{ think: 'Look.' }, { text: 'I look at it.' }, { tool: 'Bash', input: { command: 'echo hi; exit 3', description: 'Try' } }, { tool: 'Edit', input: { file_path: 'a.txt', old_string: 'not there', new_string: 'x' } }],
    [{ tool: 'Bash', input: { command: 'echo done' } }], [{ text: 'All done.' }],
  ];

  async function session(args: readonly string[] = []): Promise<{ ended: Ended; documents: readonly SessionDocument[] }> {
    const model = await scriptedModel(steps);
    place.workspace = join(place.home, 'project');
    mkdirSync(place.workspace, { recursive: true });
    writeFileSync(join(place.workspace, 'a.txt'), 'one\n');
    const ended = await tapped([client ?? '', '-p', 'Do it', '--output-format', 'stream-json', '--verbose', '--permission-mode', 'acceptEdits', '--allowedTools', 'Bash', '--model', 'claude-sonnet-5', ...args], {
      env: { ANTHROPIC_BASE_URL: model.url, ANTHROPIC_API_KEY: 'dummy', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', DISABLE_TELEMETRY: '1', DISABLE_AUTOUPDATER: '1', HTTPS_PROXY: 'http://127.0.0.1:9', HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1,localhost', PLAYHEAD_REDACTION: 'off' },
    });
    await model.close();
    const { sessions } = await recorded();
    const shown = await Promise.all(sessions.map(({ sessionId }) => playhead(['sessions', 'show', sessionId, '--json'], { env: { PLAYHEAD_HOME: join(place.home, 'data') } })));
    return { ended, documents: shown.map(({ out }) => JSON.parse(out) as SessionDocument) }; // our own command's answer
  }
  const called = (document: SessionDocument | undefined): unknown[] => (document ? stepsOf(document) : []).filter(({ toolUseId }) => toolUseId !== undefined).map(({ tool, status, witnesses, agreement, disagreement }) => [tool, status, [...witnesses].sort().join(' '), agreement, ...(disagreement ? [disagreement] : [])]);

  test('is recorded whole without any hook', async () => {
    const { ended, documents } = await session();
    expect(ended.code).toBe(0);
    expect(documents).toHaveLength(1);
    expect(documents[0]).toMatchObject({ session: { status: 'completed', name: 'Do it', harness: 'claude-code' }, turns: [{ prompt: { text: 'Do it' }, response: 'All done.' }] });
    expect(called(documents[0])).toEqual([['Bash', 'failed', 'gateway', 'single'], ['Edit', 'failed', 'gateway', 'single'], ['Bash', 'ok', 'gateway', 'single']]);
  });

  test('is one session with what its hooks tell, and both agree on every call', async () => {
    const server = await serverProcess(place.bin, join(place.home, 'data'));
    try {
      const hooks = claudeHookSettings({ serverUrl: server.url(), spoolScript: join(root, 'packages/hooks-claude/plugin/hooks/spool.sh') });
      const { ended, documents } = await session(['--settings', JSON.stringify({ hooks })]);
      expect(ended.code).toBe(0);
      expect(documents).toHaveLength(1);
      expect(documents[0]).toMatchObject({ turns: [{ prompt: { text: 'Do it' }, response: 'All done.' }] });
      expect(called(documents[0])).toEqual([['Bash', 'failed', 'gateway hook', 'agree'], ['Edit', 'failed', 'gateway hook', 'agree'], ['Bash', 'ok', 'gateway hook', 'agree']]);
      const { records } = await recorded();
      expect(records.filter(({ type, via }) => via === 'gateway' && ['prompt', 'assistant_text', 'turn_end'].includes(type))).toEqual([]);
    } finally {
      await server.kill();
    }
  });
});

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u24(value: number): Buffer {
  return Buffer.from([value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff]);
}

function filesIn(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((path) => join(dir, path)).filter((path) => statSync(path).isFile());
}
