import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { SessionRecord } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { afterEach, describe, expect, test } from 'vitest';
import { answeringClient, gatewayPlace, serverFile } from './gateway-support.ts';
import { playhead } from './support.ts';

const place = gatewayPlace();
const { environment, recorded } = place;
const clients: Client[] = [];
afterEach(async () => { await Promise.allSettled(clients.splice(0).map((client) => client.close())); });

const flags = (...more: readonly string[]): string[] => [place.bin, 'gateway', 'stdio', '--name', 'everything', '--identity', 'user:ada@example.com', '--task', 'SHOP-42', ...more, '--'];
const everything = serverFile('server-everything');
const start = (command: readonly string[], ...more: readonly string[]): ChildProcessWithoutNullStreams => spawn(process.execPath, [...flags(...more), ...command], { env: environment(), cwd: place.workspace });
const call = (id: number, name: string, args: object = {}): string => `${JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } })}\n`;

function policyOf(rules: readonly object[], name = 'policy.json'): string {
  const path = join(place.workspace, name);
  writeFileSync(`${path}.new`, JSON.stringify({ version: 1, default: 'allow', rules }));
  renameSync(`${path}.new`, path);
  return path;
}

async function connect(...more: readonly string[]): Promise<Client> {
  const client = answeringClient();
  clients.push(client);
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [...flags(...more), process.execPath, everything], env: environment(), cwd: place.workspace, stderr: 'ignore' }));
  return client;
}

async function linesOf(child: ChildProcessWithoutNullStreams): Promise<Record<string, unknown>[]> {
  const lines: Record<string, unknown>[] = [];
  for await (const line of createInterface(child.stdout)) lines.push(JSON.parse(line) as Record<string, unknown>); // what a server of these tests says
  return lines;
}

describe('a policy', () => {
  test('keeps a denied call from the server, tells the model why, hides the tool and lets the rest pass', async () => {
    const client = await connect('--policy', policyOf([{ id: 'no-sums', effect: 'deny', tool: 'get-sum', message: 'Sums are not allowed here.' }, { id: 'no-secrets', effect: 'deny', tool: 'echo', arguments: { '/message': { matches: '(?i)secret' } } }]));
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain('echo');
    expect(tools.map(({ name }) => name)).not.toContain('get-sum');
    expect(await client.callTool({ name: 'get-sum', arguments: { a: 1, b: 2 } })).toMatchObject({ isError: true, content: [{ type: 'text', text: 'Sums are not allowed here.' }] });
    expect(await client.callTool({ name: 'echo', arguments: { message: 'a Secret' } })).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('no-secrets') }] });
    expect(await client.callTool({ name: 'echo', arguments: { message: 'hello' } })).toMatchObject({ content: [{ text: 'Echo: hello' }] });
    await client.close();
    await expect.poll(async () => (await recorded()).sessions[0]?.status).toBe('completed');
    const { records } = await recorded();
    expect(records.filter(({ type }) => type === 'permission_decision').map(({ data, call: of }) => ({ ...data, of: of !== undefined }))).toEqual([
      { decision: 'denied', by: 'policy', rule: 'no-sums', tool: 'get-sum', server: 'everything', message: 'Sums are not allowed here.', direction: 'to_server', identity: 'user:ada@example.com', task: 'SHOP-42', of: true },
      expect.objectContaining({ decision: 'denied', rule: 'no-secrets', tool: 'echo' }),
    ]);
    expect(records.filter(({ type }) => type === 'tool_result').map(({ data }) => data['status'])).toEqual(['denied', 'denied', 'ok']);
    expect(records.find(({ data }) => data['name'] === 'mcp_tools_hidden')?.data['extra']).toMatchObject({ tools: ['get-sum'] });
  });

  test('says of a denied call by which rule, for whom and for what, also where the call asks for secrets', async () => {
    const child = start(['cat'], '--policy', policyOf([{ id: 'no-env', effect: 'deny', tool: 'read_file', message: 'Secrets are not read here.' }]));
    child.stdin.end(call(1, 'read_file', { path: '/w/.env' }));
    await once(child, 'close');
    const [{ sessionId } = { sessionId: '' }] = (await recorded()).sessions;
    const { out } = await playhead(['sessions', 'show', sessionId, '--dir', place.home]);
    expect(out).toMatch(/read_file {2}\d\.\d s {2}denied · rule no-env · user:ada@example\.com · SHOP-42/);
    for (const who of ['user:ada@example.com', 'ada@example.com']) expect((await playhead(['sessions', 'list', '--identity', who, '--task', 'SHOP-42', '--dir', place.home])).out).toContain(sessionId);
  });

  test('is in force as soon as its file is another one, and a broken one changes nothing and is told', async () => {
    const policy = policyOf([]);
    const client = await connect('--policy', policy);
    const echo = async (): Promise<unknown> => (await client.callTool({ name: 'echo', arguments: { message: 'x' } })).isError ?? false;
    expect(await echo()).toBe(false);
    policyOf([{ id: 'none', effect: 'deny' }]);
    expect(await echo()).toBe(true);
    writeFileSync(policy, '{ "version": 1, "defualt"');
    expect(await echo()).toBe(true);
    await client.close();
    await expect.poll(async () => (await recorded()).records.filter(({ type }) => type === 'failure').map(({ data }) => data['message'])).toEqual([expect.stringContaining('What was in force before stays')]);
  });

  test('refuses lines that a server could read otherwise, and a server asks the model only what it may', async () => {
    const child = start(['sh', '-c', `echo '{"jsonrpc":"2.0","id":9,"method":"sampling/createMessage","params":{}}'; tee '${join(place.workspace, 'got')}' >/dev/null`], '--policy', policyOf([{ id: 'no-sampling', effect: 'deny', method: 'sampling/*', direction: 'to_client' }, { id: 'w', effect: 'deny', tool: 'write' }]));
    const lines = linesOf(child);
    const passes = `{"jsonrpc": "2.0", "id": 1, "method": "x/unknown", "params": {"n": 1.0, "big": 12345678901234567890}}\r\n`;
    child.stdin.write(`${call(2, 'write')}{"id":3,"method":"ping","method":"tools/call","params":{"name":"write"}}\nnot json\n\n${passes}`);
    await expect.poll(() => (existsSync(join(place.workspace, 'got')) ? readFileSync(join(place.workspace, 'got'), 'utf8') : '')).toContain('no-sampling'); // who has ended is answered no more
    child.stdin.end();
    expect(await lines).toMatchObject([{ id: 2, result: { isError: true } }, { id: null, error: { code: -32700 } }, { id: null, error: { code: -32700 } }]);
    const got = readFileSync(join(place.workspace, 'got'), 'utf8').split('\n');
    expect(got.filter((line) => !line.includes('"error"')).join('\n')).toBe(`\n${passes}`);
    expect(got.find((line) => line.includes('"error"'))).toContain('no-sampling');
  });

  test('that is no policy starts no server', async () => {
    const path = join(place.workspace, 'bad.json');
    writeFileSync(path, '{"version":1,"default":"allow","rules":[{"id":"a","effect":"deny","tols":"x"}]}');
    const child = start(['touch', join(place.workspace, 'started')], '--policy', path);
    let told = '';
    child.stderr.on('data', (bytes) => { told += String(bytes); });
    expect((await once(child, 'close'))[0]).toBe(1);
    expect(told).toContain('"tols"');
    expect(existsSync(join(place.workspace, 'started'))).toBe(false);
  });
});

describe('a message that waits for an approval', () => {
  const decide = async (message: Record<string, unknown>, author = 'grace@example.com'): Promise<SessionRecord> => {
    const asked = async (): Promise<SessionRecord | undefined> => (await recorded()).records.find(({ type }) => type === 'permission_request');
    await expect.poll(asked).toBeDefined();
    const request = await asked();
    if (!request) throw new Error('nobody asked');
    const storage = fsStorage({ dir: place.home });
    await storage.annotate((await recorded()).sessions[0]?.sessionId ?? '', { id: '01937d1e-7c3a-7000-8000-5f2b6c8d9e01', at: Date.now() * 1000, author, type: 'approval', data: { approvalId: request.data['approvalId'] ?? '', ...message } as Record<string, string> }); // texts all
    await storage.close();
    return request;
  };

  test('passes as it is once somebody approves it, while others go on', async () => {
    const client = await connect('--policy', policyOf([{ id: 'ask', effect: 'hold', tool: 'get-sum' }]));
    const sum = client.callTool({ name: 'get-sum', arguments: { a: 2, b: 3 } });
    expect(await client.callTool({ name: 'echo', arguments: { message: 'meanwhile' } })).toMatchObject({ content: [{ text: 'Echo: meanwhile' }] });
    const request = await decide({ decision: 'approved', message: 'fine' });
    expect(request.data).toMatchObject({ tool: 'get-sum', server: 'everything', rule: 'ask', identity: 'user:ada@example.com', task: 'SHOP-42', expiresAt: expect.any(Number) });
    expect(await sum).toMatchObject({ content: [{ text: expect.stringContaining('5') }] });
    await client.close();
    await expect.poll(async () => (await recorded()).records.find(({ type }) => type === 'permission_decision')?.data).toMatchObject({ decision: 'allowed', by: 'user', approver: 'grace@example.com', reason: 'fine', rule: 'ask', approvalId: request.data['approvalId'] });
  });

  test('is refused when somebody denies it, and the agent is told who and why', async () => {
    const client = await connect('--policy', policyOf([{ id: 'ask', effect: 'hold', tool: 'get-sum' }]));
    const sum = client.callTool({ name: 'get-sum', arguments: { a: 2, b: 3 } });
    await decide({ decision: 'denied', message: 'too large' });
    expect(await sum).toMatchObject({ isError: true, content: [{ text: expect.stringMatching(/grace@example\.com denied it: too large/) }] });
  });

  test('is refused when nobody decides in time', async () => {
    const client = await connect('--policy', policyOf([{ id: 'ask', effect: 'hold', tool: 'get-sum', timeoutMs: 50 }]));
    expect(await client.callTool({ name: 'get-sum', arguments: { a: 2, b: 3 } })).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('Nobody approved it in time') }] });
    await client.close();
    await expect.poll(async () => (await recorded()).records.find(({ type }) => type === 'permission_decision')?.data).toMatchObject({ decision: 'denied', by: 'policy', expired: true, rule: 'ask' });
  });

  test('is refused at once where nothing is recorded', async () => {
    writeFileSync(join(place.workspace, '.playhead.json'), '{ "record": false }');
    const child = start(['cat'], '--policy', policyOf([{ id: 'ask', effect: 'hold' }]));
    const lines = linesOf(child);
    child.stdin.write(call(1, 'x'));
    await once(child.stdout, 'data');
    child.stdin.end();
    expect(await lines).toMatchObject([{ id: 1, result: { isError: true } }]);
  });

  test('is gone with its client', async () => {
    const child = start(['tee', join(place.workspace, 'got')], '--policy', policyOf([{ id: 'ask', effect: 'hold', tool: 'x' }]));
    child.stdin.end(call(1, 'x'));
    child.stdout.resume();
    await once(child, 'close');
    expect(readFileSync(join(place.workspace, 'got'), 'utf8')).toBe('');
    expect((await recorded()).records.find(({ type }) => type === 'permission_decision')?.data).toMatchObject({ decision: 'denied', expired: true });
  });
});

test('in mode buffer every byte passes, whole messages at once', async () => {
  const bytes = Buffer.concat([Buffer.from(call(1, 'x')), Buffer.alloc(10_000_000, 'a'), Buffer.from('\r\n\n{"id":1,"method":"x"}\n\xff\xfe\nlast', 'latin1')]);
  const child = start(['sh', '-c', 'cat; exit 3'], '--mode', 'buffer');
  const answered: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => answered.push(piece));
  child.stdin.end(bytes);
  expect(await once(child, 'close')).toEqual([3, null]);
  expect(Buffer.concat(answered).equals(bytes)).toBe(true);
  expect((await recorded()).records.map(({ type }) => type)).toContain('mcp_call');
});

describe('in mode strict', () => {
  test('a real server answers as without, and all stands in the recording', async () => {
    const client = await connect('--mode', 'strict');
    expect(await client.callTool({ name: 'echo', arguments: { message: 'hello' } })).toMatchObject({ content: [{ text: 'Echo: hello' }] });
    expect(await client.callTool({ name: 'trigger-sampling-request', arguments: { prompt: 'say it', maxTokens: 10 } })).toMatchObject({ content: [{ text: expect.stringContaining('sampled') }] });
    const { records } = await recorded(); // before it ends: what was answered is stored
    expect(records.filter(({ type }) => type === 'tool_result').map(({ data }) => data['status'])).toEqual(['ok', 'ok', 'ok']);
    expect(records.filter(({ data }) => data['name'] === 'tools/list')).toEqual([]);
  });

  test('nothing passes that cannot be stored, and the client is told', async () => {
    const child = spawn(process.execPath, [...flags('--mode', 'strict'), 'tee', join(place.workspace, 'got')], { env: { ...environment(), PLAYHEAD_HOME: '/proc/nowhere' }, cwd: place.workspace });
    const lines = linesOf(child);
    child.stdin.end(`${call(1, 'x')}${call(2, 'y')}`);
    expect(await lines).toMatchObject([{ id: 1, error: { code: -32012 } }, { id: 2, error: { code: -32012 } }]);
    expect(readFileSync(join(place.workspace, 'got'), 'utf8')).toBe('');
  });

  test.each([[200, 'result'], [200_000, 'error']])('a call %d levels deep is refused, as the recording says, and what follows passes and is recorded; of an answer so deep comes its %s', async (levels, outcome) => {
    const deep = `${'{"n":'.repeat(levels)}1${'}'.repeat(levels)}`;
    writeFileSync(join(place.workspace, 'answers'), `{"jsonrpc":"2.0","id":2,"result":{"content":[],"x":${deep}}}\n{"jsonrpc":"2.0","id":3,"result":{"content":[]}}\n`);
    const child = start(['sh', '-c', `head -n 1 > got; head -n 1 answers; head -n 1 >> got; tail -n 1 answers; cat >> got`], '--mode', 'strict');
    const heard: string[] = [];
    createInterface(child.stdout).on('line', (line) => heard.push(line));
    child.stdin.write(call(1, 'deep').replace('{}', deep) + call(2, 'flat'));
    await expect.poll(() => heard.length).toBe(2);
    child.stdin.write(call(3, 'next'));
    await expect.poll(() => heard.length).toBe(3);
    child.stdin.end();
    await once(child, 'close');
    expect(JSON.parse(heard[0] ?? '')).toMatchObject({ id: 1, error: { code: -32_012, message: expect.stringContaining('nested deeper') } });
    expect(heard.slice(1).map((line) => line.slice(0, 32))).toEqual([expect.stringContaining(`"id":2,"${outcome}"`), expect.stringContaining('"id":3,"result"')]);
    expect(readFileSync(join(place.workspace, 'got'), 'utf8')).toBe(call(2, 'flat') + call(3, 'next'));
    const { records } = await recorded();
    expect(records.flatMap(({ type, data }) => (type === 'mcp_call' || type === 'permission_decision' ? [[type, data['tool'], data['decision']]] : []))).toEqual([['permission_decision', 'deep', 'denied'], ['mcp_call', 'flat', undefined], ['mcp_call', 'next', undefined]]);
  });

  test('a call in words that two servers could read in two ways is refused without any policy: the recording would tell what one of them reads', async () => {
    const child = start(['tee', join(place.workspace, 'got')], '--mode', 'strict');
    const lines = linesOf(child);
    const plain = call(3, 'plain');
    child.stdin.end(`[${call(1, 'in a batch').trim()},5]\n${call(2, 'twice').replace('"method"', '"method":"ping","method"')}${plain}`);
    expect(await lines).toMatchObject([{ error: { code: -32_700 } }, { error: { code: -32_700 } }, { id: 3, method: 'tools/call' }]);
    expect(readFileSync(join(place.workspace, 'got'), 'utf8')).toBe(plain);
  });

  test('nothing passes any more once its session is made private', async () => {
    const child = start(['tee', join(place.workspace, 'got')], '--mode', 'strict');
    const heard: unknown[] = [];
    createInterface(child.stdout).on('line', (line) => heard.push(JSON.parse(line)));
    child.stdin.write(call(1, 'before'));
    await expect.poll(() => heard.length).toBe(1);
    const { sessions } = await recorded();
    expect(await playhead(['private', sessions[0]?.sessionId ?? '', '--dir', place.home])).toMatchObject({ code: 0 });
    child.stdin.write(call(2, 'after'));
    await expect.poll(() => heard.length).toBe(2);
    child.stdin.end();
    await once(child, 'close');
    expect(heard[1]).toMatchObject({ id: 2, error: { code: -32_012 } });
    expect(readFileSync(join(place.workspace, 'got'), 'utf8')).toBe(call(1, 'before'));
    expect((await recorded()).records.map(({ type }) => type)).toEqual(['session_dropped']);
  });

  test('no server starts where nothing is recorded', async () => {
    const child = spawn(process.execPath, [...flags('--mode', 'strict'), 'touch', join(place.workspace, 'started')], { env: { ...environment(), PLAYHEAD_RECORD: '0' }, cwd: place.workspace });
    expect((await once(child, 'close'))[0]).toBe(1);
    expect(existsSync(join(place.workspace, 'started'))).toBe(false);
  });

  test('no call reaches the server that is not in the recording, whenever the gateway is killed', async () => {
    const got = join(place.workspace, 'got');
    const server = join(place.workspace, 'server.cjs');
    writeFileSync(server, `const { appendFileSync } = require('node:fs'); process.stdin.on('data', (bytes) => appendFileSync(${JSON.stringify(got)}, bytes));`);
    appendFileSync(got, '');
    for (let round = 0; round < 6; round += 1) {
      const child = start([process.execPath, server], '--mode', 'strict');
      child.stdin.on('error', () => {}); // it is killed while this writes
      const first = round * 1000;
      for (let id = first; id < first + 400; id += 1) child.stdin.write(call(id, 'x', { n: id }));
      const most = Math.round(round * round * 12) + 1;
      await expect.poll(() => seenIn(got, first).length, { interval: 1 }).toBeGreaterThanOrEqual(most);
      child.kill('SIGKILL');
      await once(child, 'close');
    }
    const stored = new Set((await recorded()).records.filter(({ type }) => type === 'mcp_call').map(({ data }) => (data['input'] as { n: number }).n)); // as it was sent
    expect(seenIn(got, 0).filter((id) => !stored.has(id))).toEqual([]);
  });
});

/** The ids of the calls that a server got, from one on. */
function seenIn(file: string, from: number): readonly number[] {
  return [...readFileSync(file, 'utf8').matchAll(/"id":(\d+),[^\n]*\n/g)].map(([, id]) => Number(id)).filter((id) => id >= from && id < from + 100_000);
}
