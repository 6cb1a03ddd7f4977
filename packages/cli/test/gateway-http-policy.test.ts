import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { describe, expect, test } from 'vitest';
import { gatewayPlace, testServers } from './gateway-support.ts';
import { playhead } from './support.ts';

const place = gatewayPlace();
const { environment, recorded } = place;
const { running, serve, everything } = testServers();

async function tapOf(upstream: string, flags: readonly string[], before: readonly string[] = []): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const [command = '', ...args] = [...before, process.execPath, place.bin, 'gateway', 'http', '--upstream', upstream, '--name', 'everything', '--identity', 'user:ada@example.com', '--task', 'SHOP-42', '--json', ...flags];
  const child = spawn(command, args, { env: environment(), cwd: place.workspace, stdio: ['ignore', 'pipe', 'inherit'] });
  running.push(() => child.kill('SIGKILL'));
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer]; // the arguments of this event
  return { url: (JSON.parse(String(line)) as { url: string }).url, child }; // our own command's answer
}

const policyOf = (rules: readonly object[]): string => {
  writeFileSync(join(place.workspace, 'policy.json'), JSON.stringify({ version: 1, default: 'allow', rules }));
  return join(place.workspace, 'policy.json');
};
const call = (id: number, name: string): string => JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: { n: id } } });
const post = async (url: string, body: string): Promise<unknown> => (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, body })).json();

describe('a real client and a real server over HTTP', () => {
  test('have a denied tool hidden and refused, and a held call passes once it is approved; all of it is in the replay', async () => {
    const { url } = await tapOf(await everything(), ['--policy', policyOf([{ id: 'no-sums', effect: 'deny', tool: 'get-sum' }, { id: 'ask', effect: 'hold', tool: 'echo' }])]);
    const client = new Client({ name: 'test-client', version: '1.0.0' }, { versionNegotiation: { mode: 'legacy' } });
    const transport = new StreamableHTTPClientTransport(new URL(url));
    await client.connect(transport);
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(expect.not.arrayContaining(['get-sum']));
    expect(await client.callTool({ name: 'get-sum', arguments: { a: 1, b: 2 } })).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('no-sums') }] });
    const echo = client.callTool({ name: 'echo', arguments: { message: 'hello' } });
    const meanwhile = client.callTool({ name: 'get-tiny-image', arguments: {} });
    expect(await meanwhile).toMatchObject({ content: expect.arrayContaining([expect.objectContaining({ type: 'image' })]) });
    const list = async (): Promise<string> => (await playhead(['approvals', 'list', '--json', '--dir', place.home])).out;
    await expect.poll(list).toContain('approvalId');
    const { approvals } = JSON.parse(await list()) as { approvals: { approvalId: string }[] }; // our own command's answer
    expect(await playhead(['approvals', 'approve', approvals[0]?.approvalId ?? '', '--author', 'grace', '--dir', place.home])).toMatchObject({ code: 0 });
    expect(await echo).toMatchObject({ content: [{ text: 'Echo: hello' }] });
    await transport.terminateSession();
    await client.close();
    await expect.poll(async () => (await recorded()).records.at(-1)?.data['name']).toBe('mcp_session_end');
    const { sessions, records } = await recorded();
    expect(records.filter(({ type }) => type === 'permission_decision').map(({ data, call: of }) => ({ ...data, of: of !== undefined }))).toMatchObject([
      { decision: 'denied', by: 'policy', rule: 'no-sums', tool: 'get-sum', server: 'everything', direction: 'to_server', identity: 'user:ada@example.com', task: 'SHOP-42', of: true },
      { decision: 'allowed', by: 'user', approver: 'grace', rule: 'ask', of: true },
    ]);
    expect(records.filter(({ type }) => type === 'tool_result').map(({ data }) => data['status']).toSorted()).toEqual(['denied', 'ok', 'ok']);
    expect(records.find(({ data }) => data['name'] === 'mcp_tools_hidden')?.data['extra']).toMatchObject({ tools: ['get-sum'] });
    const shown = await playhead(['sessions', 'show', sessions[0]?.sessionId ?? '', '--json', '--dir', place.home]);
    expect(shown.out).toMatch(/"state":\s*"approved"/);
    expect(shown.out).toMatch(/"state":\s*"denied"/);
  });
});

describe('in mode strict', () => {
  test('no call reaches the server that is not in the recording, whenever the gateway is killed', async () => {
    const got = join(place.workspace, 'got');
    appendFileSync(got, '');
    const upstream = await serve((incoming, answer) => {
      let body = '';
      incoming.on('data', (bytes: Buffer) => { body += String(bytes); }).on('end', () => {
        if (body.endsWith('}}}')) appendFileSync(got, `${body}\n`);
        answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id: (JSON.parse(body) as { id: number }).id, result: {} })); // what this test sends
      }).on('error', () => {});
    });
    for (let round = 0; round < 3; round += 1) {
      const { url, child } = await tapOf(upstream, ['--mode', 'strict']);
      const first = round * 1000;
      const calls = Array.from({ length: 100 }, (_, index) => post(url, call(first + index, 'x')).catch(() => undefined));
      await expect.poll(() => seenIn(got).filter((id) => id >= first).length, { interval: 1 }).toBeGreaterThan(round * 20);
      child.kill('SIGKILL');
      await Promise.all(calls);
    }
    const stored = new Set((await recorded()).records.filter(({ type }) => type === 'mcp_call').map(({ data }) => (data['input'] as { n: number }).n)); // as it was sent
    expect(seenIn(got).filter((id) => !stored.has(id))).toEqual([]);
  });

  test.each([200, 200_000])('a call %d levels deep is refused, as the recording says, and the next one passes and is recorded', async (levels) => {
    const got: string[] = [];
    const upstream = await serve((incoming, answer) => {
      let body = '';
      incoming.on('data', (bytes: Buffer) => { body += String(bytes); }).on('end', () => {
        got.push(body);
        answer.writeHead(200, { 'content-type': 'application/json' }).end('{"jsonrpc":"2.0","id":2,"result":{}}');
      });
    });
    const { url } = await tapOf(upstream, ['--mode', 'strict']);
    expect(await post(url, call(1, 'x').replace('{"n":1}', `${'{"n":'.repeat(levels)}1${'}'.repeat(levels)}`))).toMatchObject({ id: 1, error: { code: -32_012, message: expect.stringContaining('nested deeper') } });
    expect(await post(url, call(2, 'y'))).toEqual({ jsonrpc: '2.0', id: 2, result: {} });
    expect(got).toEqual([call(2, 'y')]);
    const { records } = await recorded();
    expect(records.flatMap(({ type, data }) => (['oversize', 'permission_decision', 'mcp_call'].includes(type) ? [[type, data['tool']]] : []))).toEqual([['oversize', undefined], ['permission_decision', 'x'], ['mcp_call', 'y']]);
  });

  test('a call in words that two servers could read in two ways is refused without any policy', async () => {
    const got: string[] = [];
    const upstream = await serve((incoming, answer) => {
      incoming.on('data', (bytes: Buffer) => got.push(String(bytes))).on('end', () => { answer.writeHead(200, { 'content-type': 'application/json' }).end('{"jsonrpc":"2.0","id":2,"result":{}}'); });
    });
    const { url } = await tapOf(upstream, ['--mode', 'strict']);
    expect(await post(url, `[${call(1, 'x')},5]`)).toMatchObject({ error: { code: -32_700 } });
    expect(await post(url, call(1, 'x').replace('"method"', '"method":"ping","method"'))).toMatchObject({ error: { code: -32_700 } });
    expect(await post(url, call(2, 'y'))).toMatchObject({ id: 2 });
    expect(got).toEqual([call(2, 'y')]);
  });

  test('a disk that is full ends what is handed on, and the client is told', async () => {
    let got = 0;
    const upstream = await serve((incoming, answer) => { incoming.resume().on('end', () => { got += 1; answer.writeHead(200, { 'content-type': 'application/json' }).end('{"jsonrpc":"2.0","id":1,"result":{}}'); }); });
    const { url } = await tapOf(upstream, ['--mode', 'strict'], ['sh', '-c', 'trap "" XFSZ; ulimit -f 64; exec "$@"', 'sh']); // no file grows over 32 KiB
    const large = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'x', arguments: { text: 'word '.repeat(2500) } } });
    const answers: unknown[] = [];
    for (let round = 0; round < 8; round += 1) answers.push(await post(url, large));
    expect(answers[0]).toEqual({ jsonrpc: '2.0', id: 1, result: {} });
    expect(answers.at(-1)).toMatchObject({ id: 1, error: { code: -32012 } });
    expect(got).toBeLessThan(8);
    expect((await recorded()).records.filter(({ type }) => type === 'mcp_call').length).toBeGreaterThanOrEqual(got);
  });
});

test('a policy that is none, and a strict tap where nothing is recorded, hand nothing on', async () => {
  writeFileSync(join(place.workspace, 'bad.json'), '{"version":1,"default":"allow","rules":[{"id":"a","effect":"deny","tols":"x"}]}');
  expect(await playhead(['gateway', 'http', '--upstream', 'http://127.0.0.1:9/mcp', '--policy', join(place.workspace, 'bad.json')])).toMatchObject({ code: 1, out: '', err: expect.stringContaining('"tols"') });
  expect(await playhead(['gateway', 'http', '--upstream', 'http://127.0.0.1:9/mcp', '--mode', 'strict'], { env: { PLAYHEAD_RECORD: '0', PLAYHEAD_HOME: place.home } })).toMatchObject({ code: 1, out: '', err: expect.stringContaining('mode strict') });
  expect(await playhead(['gateway', 'http', '--upstream', 'http://127.0.0.1:9/mcp', '--mode', 'nearly'])).toMatchObject({ code: 2, out: '' });
});

/** The ids of the calls that a server got. */
function seenIn(file: string): readonly number[] {
  return [...readFileSync(file, 'utf8').matchAll(/"id":(\d+),/g)].map(([, id]) => Number(id));
}
