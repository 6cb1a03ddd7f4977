import { spawnSync } from 'node:child_process';
import { appendFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createIdSource, encodeRecord, type JsonObject, type Via } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { expect, test } from 'vitest';
import { sessionLines } from '../src/session-table.ts';
import { widthOf } from '../src/replay/screen/cell-grid.ts';
import { buildBin, playhead, temporary } from './support.ts';

const nextId = createIdSource();
/** What nobody may see of a recording: what moves a cursor, hides text or turns it around. */
const HOSTILE = '\u001b[2J\u001b]0;owned\u0007\u009b31m\u202eevil\u2066\u061c\u200b\ufeff\u0000\u0085\u2028\u{e0041}';
// eslint-disable-next-line no-control-regex -- control characters are what must not be there
const MOVES = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/u;

interface Made { readonly type: string; readonly at?: number; readonly data: JsonObject; readonly call?: string; readonly turn?: string; readonly via?: Via }

async function made(dir: string, header: JsonObject, records: readonly Made[]): Promise<string> {
  const storage = fsStorage({ dir });
  const sessionId = nextId();
  const whole = { sessionId, name: 's', harness: 'h', agentName: 'a', workspaceName: 'w', ...header };
  await storage.create(whole as never); // as no recorder of ours writes it
  await storage.append(sessionId, [{ type: 'session_start', data: whole }, ...records].map((one, n) => encodeRecord({ id: nextId(), p: 'p', e: 0, n, at: 1_763_693_890_000_000 + n * 1000, via: 'sdk', ...one })));
  await storage.close();
  return sessionId;
}

/** Every command that says something of a session to people. */
const COMMANDS = (id: string): readonly (readonly string[])[] => [
  ['sessions', 'list'], ['sessions', 'show', id], ['sessions', 'show', id, '--turns'], ['sessions', 'show', id, '--turn', '1'], ['sessions', 'stats'], ['catalog'], ['sessions', 'diff', id], ['sessions', 'diff', id, '--stat'], ['sessions', 'tail', id],
  ['sessions', 'search', 'evil'], ['sessions', 'search', 'evil', '--in', id], ['sessions', 'tag', id], ['sessions', 'prune', '--max-count', '0', '--dry-run'], ['sessions', 'reindex', '--review'], ['moments', id], ['sessions', 'open', id, '--print'], ['sessions', 'compress', id, '--dry-run', '--quiet-for', '0'],
  ['sessions', 'pin', id], ['sessions', 'keep', id, '--for', '1d'], ['replay', id, '--at', 'end'],
];

test('nothing that was recorded moves a cursor, hides or turns what people see, in any command', async () => {
  const dir = temporary();
  const text = `${HOSTILE} evil`;
  const id = await made(dir, { name: text, prompt: text, project: text, agentName: text, cwd: `/x/${text}`, tags: [text], task: { id: text, title: text }, identity: { type: 'user', subject: text }, git: { branch: text } }, [
    { type: 'prompt', turn: 't', data: { text, origin: 'human' } }, { type: 'skill_use', turn: 't', call: 's', data: { name: text, version: text, tool: text } }, { type: 'tool_result', turn: 't', call: 's', data: { status: 'failed', error: text } },
    { type: 'terminal_command', turn: 't', call: 'c', data: { command: text } }, { type: 'tool_result', turn: 't', call: 'c', data: { status: 'ok' } },
    { type: 'file_diff', data: { path: text, change: 'modified', hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: [`-${text}`, `+${text}`] }] } }, { type: 'usage', data: { model: text, inputTokens: 1 } }, { type: 'moment', data: { title: text } },
    { type: 'iteration', data: { index: 1, critic: text, decision: text } }, { type: 'final_output', data: { title: text, content: text } }, { type: 'session_stop', data: { outcome: 'failed', summary: text } }, { type: 'session_status', data: { status: 'completed' } },
  ]);
  const storage = fsStorage({ dir });
  for (const [type, data] of [['tag', { tag: text, set: true }], ['outcome', { outcome: 'failed', reason: text }], ['pin', { set: true, reason: text }], ['flag', { set: true }], ['note', { text }]] as const) await storage.annotate(id, { id: nextId(), at: 1, author: text, type, data });
  await storage.close();
  for (const args of COMMANDS(id)) {
    const { code, out, err } = await playhead([...args, '--dir', dir]);
    expect([args, code, MOVES.exec(`${out}${err}`)?.[0]]).toEqual([args, 0, undefined]);
  }
});

test('nor does what passed at the boundary, what waits there for an approval, or what a configuration calls its servers', async () => {
  const dir = temporary();
  const text = `${HOSTILE} evil`;
  const decided = { decision: 'denied', by: 'policy', rule: text, tool: text, server: text, message: text, identity: text, task: text };
  const of = (call: string, via: Via, input: JsonObject): readonly Made[] => [{ type: 'mcp_call', turn: 't', call, via, data: { server: text, tool: text, input } }, { type: 'tool_result', turn: 't', call, via, data: { status: 'ok', text } }];
  const id = await made(dir, {}, [
    { type: 'prompt', turn: 't', data: { text, origin: 'human' } }, ...of('c', 'sdk', { path: 'a' }), ...of('c', 'gateway', { path: text }), ...of('d', 'gateway', {}), { type: 'permission_decision', turn: 't', call: 'd', via: 'gateway', data: decided },
    { type: 'tools_changed', via: 'gateway', data: { server: text, added: [text], removed: [text], changed: [{ name: text, from: text, to: text }] } }, { type: 'recorder_gap', via: 'gateway', data: { count: 1, what: text, reason: text } },
    { type: 'mcp_call', turn: 't', call: 'e', via: 'gateway', data: { server: text, tool: text, input: { [text]: text } } }, { type: 'permission_request', turn: 't', call: 'e', via: 'gateway', data: { ...decided, approvalId: `${text}-1`, expiresAt: Date.now() * 1000 + 600_000_000 } },
  ]);
  await playhead(['token', 'create', '--kind', 'read', '--name', text, '--dir', dir]);
  writeFileSync(join(dir, '.mcp.json'), JSON.stringify({ mcpServers: { [text]: { command: 'node', args: [text] }, [`${text} 2`]: { type: 'http', url: `https://x.example/${text}` } } }));
  const approvals = await playhead(['approvals', 'list', '--dir', dir]);
  expect(approvals.out).toContain('evil');
  for (const args of [['sessions', 'show', id], ['sessions', 'list'], ['sessions', 'tail', id], ['sessions', 'stats'], ['catalog'], ['approvals', 'list'], ['token', 'list'], ['gateway', 'install', '--scope', 'project'], ['gateway', 'status'], ['gateway', 'uninstall', '--scope', 'project']]) {
    const { code, out, err } = await playhead([...args, ...(args[0] === 'gateway' && args[1] !== 'install' ? [] : ['--dir', dir])], { cwd: dir, env: { HOME: dir } });
    expect([args, code, MOVES.exec(`${out}${err}`)?.[0]]).toEqual([args, 0, undefined]);
  }
});

test('headers, records and annotations of other types than they say break no command', async () => {
  const dir = temporary();
  const odd = { name: { a: 1 }, prompt: 7, project: ['x'], agentName: null, workspaceName: 5, tags: { no: 1 }, task: 'T', identity: [], git: 3, cwd: {}, harness: 4, iterations: 'many' } as unknown as JsonObject;
  const id = await made(dir, odd, [
    { type: 'prompt', data: { text: { $blob: 3 } } }, { type: 'terminal_command', call: 'c', data: { command: ['x'] } }, { type: 'tool_result', call: 'c', data: { status: 9, durationUs: -5_000_000 } }, { type: 'file_diff', data: { path: 4, hunks: 'none' } },
    { type: 'iteration', data: { index: -1, decision: 5, durationUs: -1 } }, { type: 'usage', data: { model: {}, inputTokens: -4, costUsd: 'free' } }, { type: 'session_stop', at: 1_000, data: { outcome: 'perfect', confidence: 40, summary: [] } }, { type: 'turn_end', at: 5, data: { outcome: 3 } }, { type: 'session_status', data: { status: 'completed' } },
  ]);
  const annotations = join(dir, 'sessions', readdirSync(join(dir, 'sessions')).find((name) => name.endsWith('.jsonl')) ?? '').replace(/\.jsonl$/, '.annotations.jsonl');
  appendFileSync(annotations, ['{"id":"a","at":1,"author":"x","type":"tag","data":null}', '{"id":"b","at":-1,"author":{},"type":"pin","data":{"set":true}}', 'null', '[]', '{"id":5}', '{"id":"c","at":"now","author":"x","type":"retention","data":{"keepDays":1e400}}', '{"torn', ''].join('\n'));
  for (const args of COMMANDS(id)) {
    const { code, err } = await playhead([...args, '--dir', dir]);
    expect([args, code, err.includes('internal')]).toEqual([args, 0, false]);
  }
});
test('a table is as wide as the screen, whatever characters titles are made of', () => {
  const of = (prompt: string, project: string): Parameters<typeof sessionLines>[0][number] => ({ sessionId: nextId(), name: 's', harness: 'h', agentName: 'a', workspaceName: 'w', status: 'completed', startedAt: 1_763_693_890_000_000, updatedAt: 1, events: 1, prompt, project }) as never; // as a list has it
  const rows = [of('修正'.repeat(200), '你好'.repeat(40)), of('👩‍👩‍👧‍👦'.repeat(90), 'e\u0301'.repeat(90)), of('x'.repeat(10_000_000), 'p'), of(`a${HOSTILE}b`, HOSTILE)];
  for (const columns of [20, 40, 79, 120, 200]) {
    for (const line of sessionLines(rows, new Map(), { columns, style: (_look, text) => text })) expect([columns, widthOf(line) <= Math.max(columns, 110)]).toEqual([columns, true]);
  }
});

test('whoever reads goes on while sessions are deleted and pruned under it', async () => {
  const dir = temporary();
  const ids: string[] = [];
  for (let count = 0; count < 40; count += 1) ids.push(await made(dir, { name: `needle ${count}`, prompt: 'x' }, [{ type: 'prompt', data: { text: 'hay', origin: 'human' } }, { type: 'session_stop', data: {} }, { type: 'session_status', data: { status: 'completed' } }]));
  const live = await made(dir, { name: 'needle live' }, []);
  const recording = fsStorage({ dir });
  await recording.append(live, [encodeRecord({ id: nextId(), p: 'live', e: 0, n: 0, at: Date.now() * 1000, type: 'prompt', via: 'sdk', data: { text: 'now', origin: 'human' } })]);
  const run = (...args: readonly string[]): ReturnType<typeof playhead> => playhead([...args, '--dir', dir]);
  const removing = [...ids.slice(0, 15).map((id) => run('sessions', 'delete', id)), run('sessions', 'prune', '--max-count', '5', '--yes'), run('sessions', 'prune', '--max-count', '5', '--yes')];
  const reading = Array.from({ length: 5 }, () => [run('sessions', 'list', '--json'), run('sessions', 'search', 'needle'), run('sessions', 'stats'), run('catalog'), run('sessions', 'tail', live)]).flat();
  expect((await Promise.all(reading)).map(({ code, err }) => [code, err.includes('internal')])).toEqual(reading.map(() => [0, false]));
  for (const { code, err } of await Promise.all(removing)) expect([code === 0 || err.includes('session_not_found'), err.includes('internal')]).toEqual([true, false]);
  const { sessions } = JSON.parse((await run('sessions', 'list', '--json')).out) as { sessions: { sessionId: string }[] }; // our own command's answer
  expect(sessions.some(({ sessionId }) => sessionId === live)).toBe(true);
  expect(sessions.length).toBeLessThanOrEqual(6);
  await recording.close();
});

test('whoever closes a pipe early sees no error, on either stream', async () => {
  const dir = temporary();
  for (let count = 0; count < 30; count += 1) await made(dir, { name: 'n'.repeat(300), prompt: 'p'.repeat(400), project: 'q'.repeat(50) }, []);
  const bin = await buildBin();
  for (const line of ['sessions list --json --limit 30 | head -c 10', 'sessions list --limit 1 2>&1 | true', 'sessions show 2>&1 | true']) {
    const { stdout, stderr } = spawnSync('bash', ['-c', `'${process.execPath}' '${bin}' ${line.replace(/( 2>&1)? \|/, ` --dir '${dir}'$1 |`)}; echo " ended with \${PIPESTATUS[0]}"`], { encoding: 'utf8', env: { PATH: process.env['PATH'] ?? '', HOME: temporary() } });
    expect([line, stderr, /EPIPE|at .*:\d+/.test(stdout), /ended with [02]$/m.test(stdout)]).toEqual([line, '', false, true]);
  }
  rmSync(bin, { force: true });
});
