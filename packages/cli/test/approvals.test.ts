import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SessionDocument } from '@playhead/replay-core';
import type { WaitingApproval } from '@playhead/server';
import { expect, test } from 'vitest';
import { gatewayPlace } from './gateway-support.ts';
import { playhead, serverProcess, stepsOf, temporary } from './support.ts';

const place = gatewayPlace();

/** A server that answers every call with what it got, behind a policy that asks before each. */
function start(env: Record<string, string> = {}, timeoutMs = 60_000): ChildProcessWithoutNullStreams {
  const policy = join(place.workspace, 'policy.json');
  writeFileSync(policy, JSON.stringify({ version: 1, default: 'allow', rules: [{ id: 'ask', effect: 'hold', tool: 'write', timeoutMs, message: 'Writing needs an approval.' }] }));
  const server = `require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => { const { id } = JSON.parse(line); console.log(JSON.stringify({ jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: 'done' }] } })); })`;
  return spawn(process.execPath, [place.bin, 'gateway', 'stdio', '--name', 'files', '--identity', 'user:ada@example.com', '--task', 'SHOP-42', '--policy', policy, '--', process.execPath, '-e', server], {
    cwd: place.workspace, env: { ...place.environment(), ...env },
  });
}

async function call(child: ChildProcessWithoutNullStreams, id: number): Promise<string> {
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'write', arguments: { path: `${id}.txt` } } })}\n`);
  const [bytes] = (await once(child.stdout, 'data')) as [Buffer]; // as a stream gives them
  return bytes.toString();
}

const cli = (...args: readonly string[]): ReturnType<typeof playhead> => playhead(args, { env: { PLAYHEAD_HOME: place.home } });
async function waiting(): Promise<readonly WaitingApproval[]> {
  return (JSON.parse((await cli('approvals', 'list', '--json')).out) as { approvals: readonly WaitingApproval[] }).approvals; // our own command's answer
}

test('an approved, a denied and an expired call are seen with rule, identity and task', async () => {
  const child = start();
  const first = call(child, 1);
  await expect.poll(waiting).toMatchObject([{ tool: 'write', server: 'files', rule: 'ask', identity: 'user:ada@example.com', task: 'SHOP-42', input: { path: '1.txt' }, message: 'Writing needs an approval.' }]);
  const [{ approvalId = '', sessionId = '' } = {}] = await waiting();
  const open = JSON.parse((await cli('sessions', 'show', sessionId, '--json')).out) as SessionDocument;
  expect(stepsOf(open)).toMatchObject([{ status: 'running', permission: { state: 'waiting', rule: 'ask', approvalId } }]);
  expect(await cli('approvals', 'list')).toMatchObject({ out: expect.stringContaining('files › write') });
  expect(await cli('approvals', 'approve', approvalId.slice(-8), '--message', 'Only once', '--author', 'grace@example.com', '--json')).toMatchObject({ code: 0, out: expect.stringContaining('"approved"') });
  expect(await first).toContain('done');
  expect(await waiting()).toEqual([]);
  expect(await cli('approvals', 'approve', approvalId)).toMatchObject({ code: 1, err: expect.stringContaining('nothing was decided') });

  const second = call(child, 2);
  await expect.poll(waiting).toHaveLength(1);
  expect(await cli('approvals', 'deny', (await waiting())[0]?.approvalId ?? '', '--message', 'Not on a Friday', '--author', 'grace@example.com')).toMatchObject({ code: 0, out: expect.stringContaining('denied') });
  expect(await second).toContain('grace@example.com denied it: Not on a Friday');

  writeFileSync(join(place.workspace, 'policy.json'), JSON.stringify({ version: 1, default: 'allow', rules: [{ id: 'ask', effect: 'hold', tool: 'write', timeoutMs: 20 }] }));
  expect(await call(child, 3)).toContain('Nobody approved it in time');
  child.stdin.end();
  await once(child, 'close');
  const steps = stepsOf(JSON.parse((await cli('sessions', 'show', sessionId, '--json')).out) as SessionDocument); // our own command's answer
  const behalf = { rule: 'ask', identity: 'user:ada@example.com', task: 'SHOP-42', direction: 'to_server' };
  expect(steps.map(({ status, permission }) => ({ status, permission }))).toMatchObject([
    { status: 'ok', permission: { state: 'approved', by: 'user', approver: 'grace@example.com', reason: 'Only once', ...behalf } },
    { status: 'denied', permission: { state: 'denied', by: 'user', approver: 'grace@example.com', reason: 'Not on a Friday', ...behalf } },
    { status: 'denied', permission: { state: 'expired', by: 'policy', ...behalf } },
  ]);
  expect((await cli('sessions', 'show', sessionId)).out).toMatch(/⊘ denied .*expired · rule ask · user:ada@example\.com · SHOP-42/);
});

test('who may only record to a server can ask what was decided about its own call, and cannot decide', async () => {
  const centralDir = join(temporary(), 'central');
  const secretOf = async (kind: string): Promise<string> => (JSON.parse((await playhead(['token', 'create', '--kind', kind, '--name', `${kind}@example.com`, '--json'], { env: { PLAYHEAD_HOME: centralDir } })).out) as { secret: string }).secret;
  const [ingest, admin, read] = [await secretOf('ingest'), await secretOf('admin'), await secretOf('read')];
  const central = await serverProcess(place.bin, centralDir);
  try {
    const child = start({ PLAYHEAD_URL: central.url(), PLAYHEAD_TOKEN: ingest });
    const answer = call(child, 1);
    const ask = (token: string, path: string, body?: object): Promise<Response> => fetch(`${central.url()}/api/v1${path}`, { headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, ...(body && { method: 'POST', body: JSON.stringify(body) }) });
    const listed = async (): Promise<readonly WaitingApproval[]> => ((await (await ask(read, '/approvals')).json()) as { approvals: readonly WaitingApproval[] }).approvals;
    await expect.poll(listed).toHaveLength(1);
    const [{ sessionId = '', approvalId = '' } = {}] = await listed();
    const path = `/sessions/${sessionId}/approvals/${approvalId}`;
    expect(await (await ask(ingest, path)).json()).toEqual({ decision: 'waiting' });
    const annotation = { id: '01937d1e-7c3a-7000-8000-5f2b6c8d9e01', at: Date.now() * 1000, author: 'grace@example.com', type: 'approval', data: { approvalId, decision: 'approved' } };
    for (const [token, where, body] of [[ingest, path, { decision: 'approved' }], [read, path, { decision: 'approved' }], [ingest, `/sessions/${sessionId}/annotations`, annotation], [ingest, '/approvals', undefined]] as const) {
      expect((await ask(token, where, body)).status).toBe(403);
    }
    expect((await ask(admin, path, { decision: 'perhaps' })).status).toBe(400);
    expect((await ask(admin, `/sessions/${sessionId}/approvals/${sessionId}`, { decision: 'approved' })).status).toBe(404);
    expect(await listed()).toHaveLength(1);
    expect(await (await ask(admin, path, { decision: 'denied', by: 'somebody else', message: 'No' })).json()).toEqual({ decision: 'denied', by: 'admin@example.com', message: 'No' });
    expect((await ask(admin, path, { decision: 'denied' })).status).toBe(200);
    expect((await ask(admin, path, { decision: 'approved' })).status).toBe(409);
    expect(await answer).toContain('admin@example.com denied it: No');
    child.stdin.end();
    await once(child, 'close');
    expect((await place.recorded()).records.find(({ type }) => type === 'permission_decision')?.data).toMatchObject({ decision: 'denied', approver: 'admin@example.com' });
  } finally {
    await central.kill();
  }
});

test.each([['approve'], ['deny']])('approvals %s without an id is wrong usage', async (verb) => {
  expect(await cli('approvals', verb)).toMatchObject({ code: 2 });
});
