import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SessionInfo } from '@playhead/protocol';
import type { SessionDocument } from '@playhead/replay-core';
import { differences, truthOf } from '../../../tooling/claude-truth.mjs';
import { captureOf, playhead, stepsOf, temporary } from './support.ts';

interface Done { readonly event: string; readonly sessions: number; readonly created: number; readonly unchanged: number; readonly skipped: number; readonly records: number; readonly lines: Record<string, number> }

/** A client's own folder with the transcripts of a capture. */
function projectsOf(capture: string): string {
  const projects = join(temporary(), '.claude/projects');
  cpSync(join(captureOf(capture), 'transcripts'), projects, { recursive: true });
  return projects;
}

async function imported(path: string, dir: string, env: Record<string, string> = { PLAYHEAD_REDACTION: 'off' }, more: readonly string[] = []): Promise<{ done: Done; code: number; events: Record<string, unknown>[] }> {
  const { code, out } = await playhead(['import', 'claude', path, '--json', '--dir', dir, ...more], { env });
  const events = out.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>); // our own command's answer
  return { code, events, done: events.at(-1) as unknown as Done }; // what the command says last
}

async function documentsOf(dir: string): Promise<readonly SessionDocument[]> {
  const { out } = await playhead(['sessions', 'list', '--json', '--dir', dir]);
  const { sessions } = JSON.parse(out) as { sessions: SessionInfo[] };
  return Promise.all(sessions.map(async ({ sessionId }) => JSON.parse((await playhead(['sessions', 'show', sessionId, '--json', '--dir', dir])).out) as SessionDocument));
}

const linesBelow = (folder: string): number => readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.jsonl')).reduce((sum, name) => sum + readFileSync(join(folder, name), 'utf8').split('\n').filter((line) => line !== '').length, 0);
const accounted = ({ lines }: Done): number => Object.values(lines).reduce((sum, count) => sum + count, 0);

function onlyTranscript(projects: string): string {
  const [file] = readdirSync(projects, { recursive: true, encoding: 'utf8' }).filter((name) => /^[^/\\]+[/\\][^/\\]+\.jsonl$/.test(name));
  return join(projects, file!);
}

test.each([
  ['jwt-auth', 96], ['jwt-auth-v2.1.197', 96], ['v2.1.197', 40], ['tui-deny', 1], ['agents', 24], ['graph', 5], ['refusals', 3], ['interrupts', 5],
])('an import of %s shows every turn and call as it happened, accounts for every line, and reads nothing the second time', async (capture, calls) => {
  const projects = projectsOf(capture);
  const dir = temporary();
  const first = await imported(projects, dir);
  expect(first.code).toBe(0);
  const truth = truthOf(projects);
  const documents = await documentsOf(dir);
  expect(truth.flatMap((session) => session.calls)).toHaveLength(calls);
  for (const session of truth) expect(differences(session, documents.filter((document) => document.session.harnessSessionId === session.session))).toEqual([]);
  expect(accounted(first.done)).toBe(linesBelow(projects));
  expect(first.done.lines).toMatchObject({ damaged: 0 });
  const again = await imported(projects, dir);
  expect(again.done).toMatchObject({ created: 0, unchanged: truth.length, records: 0 });
  expect(accounted(again.done)).toBe(0);
  const whole = await imported(projects, dir, { PLAYHEAD_REDACTION: 'off' }, ['--again']);
  expect(whole.done).toMatchObject({ created: 0, unchanged: 0, records: 0, lines: { imported: 0, damaged: 0 } });
  expect(accounted(whole.done)).toBe(linesBelow(projects));
  expect(await documentsOf(dir)).toEqual(documents);
}, 60_000);

test('a session that is read again adds nothing where secrets are taken out, though the id of a call spells a name of secrets', async () => {
  const [projects, dir] = [projectsOf('jwt-auth'), temporary()];
  const documents = await imported(projects, dir, {}).then(() => documentsOf(dir));
  expect((await imported(projects, dir, {}, ['--again'])).done).toMatchObject({ created: 0, records: 0, lines: { imported: 0 } });
  expect(await documentsOf(dir)).toEqual(documents);
  expect(documents[0]?.markers.flatMap(({ rule, reason }) => (rule === 'redacted-secret' ? [reason] : []))).toEqual(['6 secrets were taken out: TOKEN.']);
});

test('an imported session has its own times, its model, what it cost, its thoughts, and the whole long output', async () => {
  const dir = temporary();
  await imported(projectsOf('jwt-auth'), dir);
  const [document] = await documentsOf(dir);
  expect(document?.session).toMatchObject({ status: 'completed', outcome: 'success', name: 'Add JWT auth with refresh token', harnessVersion: '2.1.329', startedAt: Date.parse('2026-11-21T03:36:26.000Z') * 1000 + 36_000, capture: { tier: 'transcript' } });
  expect(document?.turns.map(({ outcome }) => outcome)).toEqual(['success', 'success', 'success']);
  expect(document?.usage).toEqual({ inputTokens: expect.any(Number), outputTokens: expect.any(Number), cacheReadTokens: expect.any(Number), cacheWriteTokens: expect.any(Number), costUsd: 0.310938 });
  expect(document?.usage.outputTokens).toBeGreaterThan(11_000);
  expect(stepsOf(document!).find(({ skill }) => skill)?.skill?.version).toMatch(/^sha256-[0-9a-f]{12}$/);
  expect(stepsOf(document!).filter(({ output = '' }) => output.length > 40_000)).toHaveLength(1);
});

test('what a reviewer said it came to holds when a session is imported again, and is filtered by', async () => {
  const [dir, projects] = [temporary(), projectsOf('tui-deny')];
  await imported(projects, dir);
  const [{ session } = { session: undefined }] = await documentsOf(dir);
  expect(session).toMatchObject({ outcome: 'interrupted' });
  await playhead(['sessions', 'review', session?.sessionId ?? '', '--outcome', 'failed', '--reason', 'Not released', '--author', 'ada', '--dir', dir]);
  await imported(projects, dir, { PLAYHEAD_REDACTION: 'off' }, ['--again']);
  expect((await documentsOf(dir)).map((document) => document.session)).toMatchObject([{ sessionId: session?.sessionId, outcome: 'failed', outcomeBy: { author: 'ada', reason: 'Not released', recorded: 'interrupted' } }]);
  const { out } = await playhead(['sessions', 'list', '--outcome', 'failed', '--json', '--dir', dir]);
  expect(JSON.parse(out)).toMatchObject({ sessions: [{ sessionId: session?.sessionId }] });
});

test('a fork holds only what is its own, and points at the session it is a fork of', async () => {
  const dir = temporary();
  await imported(projectsOf('v2.1.197'), dir);
  const documents = await documentsOf(dir);
  const fork = documents.find(({ session }) => session.harnessSessionId?.startsWith('eb65d9f1'));
  expect(fork?.turns.map(({ prompt }) => prompt?.text)).toEqual(['Fork it. [[play:fork]]']);
  expect(fork?.session.forkOf).toBe(documents.find(({ session }) => session.harnessSessionId?.startsWith('fec2185b'))?.session.sessionId);
});

test('rows that were cut off, welded and filled with NUL bytes cost no neighbour, and are reported', async () => {
  const projects = projectsOf('tui-deny');
  const file = onlyTranscript(projects);
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const prompt = lines.findIndex((line) => line.includes('"promptSource":"typed"'));
  const broken = [...lines.slice(0, prompt), `${lines[prompt]!.slice(0, 200)}${lines[prompt]}`, `${'\0'.repeat(64)}${lines[prompt + 1]}${lines[prompt + 2]}`, ...lines.slice(prompt + 3)];
  writeFileSync(file, `${broken.join('\n')}\n`);
  const dir = temporary();
  const { done, events } = await imported(projects, dir);
  expect(done.lines['damaged']).toBe(1);
  expect(events.find(({ event }) => event === 'session')?.['damage']).toEqual([expect.stringContaining('200 bytes of a line belong to a row that was cut off; 1 whole row')]);
  const [document] = await documentsOf(dir);
  expect(document?.turns.map((turn) => turn.prompt?.text)).toEqual(['Prepare release 0.4.0']);
  expect(stepsOf(document!)).toMatchObject([{ status: 'denied' }]);
});

test('the beginning of a line that is being written waits for its end', async () => {
  const projects = projectsOf('tui-deny');
  const file = onlyTranscript(projects);
  const row = readFileSync(file, 'utf8').split('\n').find((line) => line.includes('"type":"thinking"'))!.replaceAll(/"uuid":"[^"]*"/g, '"uuid":"11111111-1111-4111-8111-111111111111"').replace('A quick look', 'One more look');
  appendFileSync(file, row.slice(0, 300));
  const dir = temporary();
  expect((await imported(projects, dir)).done.lines['damaged']).toBe(0);
  appendFileSync(file, `${row.slice(300)}\n`);
  expect((await imported(projects, dir)).done).toMatchObject({ records: 1, lines: { imported: 1 } });
});

test('a project that opted out is not imported, and secrets are taken out of what is', async () => {
  const projects = projectsOf('tui-deny');
  const file = onlyTranscript(projects);
  const cwd = temporary();
  const secret = 'ghp_abcdefghijklmnopqrstuvwxyz0123456789'.replace('abc', 'Ab9');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('/home/dev/api-service', cwd).replaceAll('A quick look', `The token is ${secret}`));
  const dir = temporary();
  const open = await imported(projects, dir, {});
  expect(open.done.created).toBe(1);
  const stored = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jsonl')).map((name) => readFileSync(join(dir, name), 'utf8')).join('');
  expect(stored).toContain('The token is [[');
  expect(stored).not.toContain(secret);
  const other = temporary();
  expect((await imported(projects, other, { PLAYHEAD_RECORD: '0' })).done).toMatchObject({ created: 0, skipped: 1, records: 0 });
});

test('what cannot be imported is said, with the exit code for wrong usage or for a failure', async () => {
  expect(await playhead(['import', 'nothing'])).toMatchObject({ code: 2, err: expect.stringContaining('These can be read by name: claude') });
  expect(await playhead(['import', 'claude', '/nowhere/at/all', '--dir', temporary()])).toMatchObject({ code: 1, err: expect.stringContaining('not_found') });
  expect(await playhead(['import', 'claude', '/tmp', '--all'])).toMatchObject({ code: 2 });
  expect((await playhead(['import', '--help'])).out).toContain('playhead import <harness> [path]');
});

test('subagents of older clients are found beside the session and in its own file', async () => {
  const projects = join(temporary(), 'projects');
  const folder = join(projects, '-work');
  mkdirSync(folder, { recursive: true });
  let second = 0;
  const row = (fields: Record<string, unknown>): string => JSON.stringify({ sessionId: 's-old', cwd: '/work', version: '1.0.80', timestamp: new Date(Date.UTC(2025, 5, 1, 12, 0, second++)).toISOString(), ...fields });
  const assistant = (content: object, uuid: string, extra: object = {}): string => row({ type: 'assistant', uuid, message: { id: `m-${uuid}`, role: 'assistant', model: 'claude-x', content: [content], usage: { input_tokens: 1, output_tokens: 1 } }, ...extra });
  const result = (id: string, text: string, uuid: string, extra: object = {}): string => row({ type: 'user', uuid, message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: text }] }, ...extra });
  const side = { isSidechain: true };
  writeFileSync(join(folder, 's-old.jsonl'), [
    row({ type: 'user', uuid: 'u1', message: { role: 'user', content: 'Look at it' } }),
    assistant({ type: 'tool_use', id: 't1', name: 'Task', input: { description: 'look', prompt: 'Please look', subagent_type: 'Explore' } }, 'a1'),
    row({ type: 'user', uuid: 'x1', parentUuid: null, message: { role: 'user', content: 'Please look' }, ...side }),
    assistant({ type: 'tool_use', id: 't2', name: 'Bash', input: { command: 'ls' } }, 'x2', { ...side, parentUuid: 'x1' }),
    result('t2', 'a\nb', 'x3', { ...side, parentUuid: 'x2' }),
    result('t1', 'Two files', 'u2', { toolUseResult: { content: [{ type: 'text', text: 'Two files' }] } }),
    row({ type: 'user', uuid: 'b1', message: { role: 'user', content: '<bash-input>git status</bash-input>' } }),
    row({ type: 'user', uuid: 'b2', parentUuid: 'b1', message: { role: 'user', content: '<bash-stdout>clean</bash-stdout><bash-stderr></bash-stderr>' } }),
    assistant({ type: 'text', text: 'There are two files.' }, 'a2'),
  ].join('\n'));
  writeFileSync(join(folder, 'agent-0a1b2c3d.jsonl'), [
    row({ type: 'user', uuid: 'y1', agentId: '0a1b2c3d', isSidechain: true, message: { role: 'user', content: 'Another' } }),
    assistant({ type: 'tool_use', id: 't3', name: 'Bash', input: { command: 'pwd' } }, 'y2', { agentId: '0a1b2c3d', ...side }),
    result('t3', '/work', 'y3', { agentId: '0a1b2c3d', ...side }),
  ].join('\n'));
  const dir = temporary();
  expect((await imported(projects, dir)).done).toMatchObject({ sessions: 1, created: 1 });
  const [document] = await documentsOf(dir);
  const steps = stepsOf(document!);
  expect(document?.turns.map(({ prompt, response }) => [prompt?.text, response])).toEqual([['Look at it', 'There are two files.']]);
  expect(steps.map(({ toolUseId, tool, status, output, agentId, startedAgentId }) => [toolUseId, tool, status, output, agentId, startedAgentId])).toEqual([
    ['t1', 'Task', 'ok', 'Two files', undefined, 'side-x1'],
    ['t2', 'Bash', 'ok', 'a\nb', 'side-x1', undefined],
    ['user-b1', '!', 'ok', 'clean', undefined, undefined],
    ['t3', 'Bash', 'ok', '/work', '0a1b2c3d', undefined],
  ]);
});

test('what was imported is whole after the client has cleaned up, and an import then changes nothing', async () => {
  const projects = projectsOf('jwt-auth');
  const dir = temporary();
  await imported(projects, dir);
  const before = await documentsOf(dir);
  expect(stepsOf(before[0]!).filter(({ output = '' }) => output.length > 40_000)).toHaveLength(1);
  const [results] = readdirSync(projects, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('tool-results'));
  rmSync(join(projects, results!), { recursive: true });
  expect((await imported(projects, dir)).done).toMatchObject({ records: 0 });
  expect(await documentsOf(dir)).toEqual(before);
  for (const name of readdirSync(projects)) rmSync(join(projects, name), { recursive: true });
  expect((await imported(projects, dir)).done).toMatchObject({ sessions: 0, records: 0 });
  expect(await documentsOf(dir)).toEqual(before);
});

test('long outputs that are gone leave what the transcript itself holds', async () => {
  const projects = projectsOf('jwt-auth');
  const [results] = readdirSync(projects, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('tool-results'));
  rmSync(join(projects, results!), { recursive: true });
  const dir = temporary();
  const { code, done } = await imported(projects, dir);
  expect([code, done.lines['damaged']]).toEqual([0, 0]);
  expect(stepsOf((await documentsOf(dir))[0]!)).toHaveLength(stepsOf((await (async () => { const whole = temporary(); await imported(projectsOf('jwt-auth'), whole); return documentsOf(whole); })())[0]!).length);
});

test('links that lead in a circle, and folders that look like transcripts, are passed over', async () => {
  const projects = projectsOf('tui-deny');
  const [folder] = readdirSync(projects);
  symlinkSync(projects, join(projects, folder!, 'loop'));
  symlinkSync(join(projects, folder!), join(projects, 'another'));
  mkdirSync(join(projects, folder!, 'folder.jsonl'));
  writeFileSync(join(projects, folder!, 'empty.jsonl'), '');
  writeFileSync(join(projects, folder!, 'noise.jsonl'), Buffer.from([0, 255, 10, 123, 34, 10, 0]));
  const { code, done } = await imported(projects, temporary());
  expect(code).toBe(0);
  expect(done).toMatchObject({ sessions: 3, created: 1, skipped: 2 });
});

test('two imports at once leave one session, and each step once', async () => {
  const projects = projectsOf('jwt-auth');
  const dir = temporary();
  const both = await Promise.all([imported(projects, dir), imported(projects, dir)]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  const documents = await documentsOf(dir);
  const alone = temporary();
  await imported(projects, alone);
  const [expected] = await documentsOf(alone);
  expect(documents).toHaveLength(1);
  expect(stepsOf(documents[0]!).map(({ toolUseId, status, output }) => [toolUseId, status, output])).toEqual(stepsOf(expected!).map(({ toolUseId, status, output }) => [toolUseId, status, output]));
  expect(documents[0]!.usage).toEqual(expected!.usage);
});
