import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createIdSource, encodeRecord, type SessionRecord } from '@playhead/protocol';
import { createSessionRecording } from '@playhead/recorder';
import type { SessionDocument } from '@playhead/replay-core';
import { createHandler } from '@playhead/server';
import { listen } from '@playhead/server/node';
import { compressSession, fsStorage } from '@playhead/storage-adapters/fs';
import { build } from 'esbuild';
import { beforeAll, expect, test } from 'vitest';
import { readCapture } from '../src/demo/capture.ts';
import { sendCapture } from '../src/demo/send-capture.ts';
import { harnesses } from '../src/harnesses.ts';
import { captureOf, playhead, root, stepsOf, temporary } from './support.ts';

const guide = readFileSync(join(root, 'docs/guides/sessions.md'), 'utf8');
const nextId = createIdSource();

/** What this machine lacks of what the commands need. CI installs it. */
const lacking = ['bash', 'jq', 'tar', 'zcat', 'python3'].filter((name) => spawnSync(name, ['--version']).status !== 0);

/** The commands of the guide, by the heading or the bold line above each. */
const blocks = new Map([...guide.matchAll(/^(?:#+ |\*\*)([^\n*]+?)(?:\*\*)?\n(?:(?!^#|^\*\*|^```)[^\n]*\n)*?```(?:sh|python)\n([\s\S]*?)\n```$/gm)].map(([, heading = '', code = '']) => [heading, code]));
const begin = blocks.get('Sessions as files') ?? '';

interface Recorded {
  readonly dir: string;
  readonly id: string;
}

/** The captured Claude Code session, through the real hook path. */
async function captured(): Promise<Recorded> {
  const home = temporary();
  const dir = join(home, 'data');
  const storage = fsStorage({ dir });
  const server = await listen(createHandler({ storage, harnesses, recordingOf: createSessionRecording({ dir }) }), { port: 0 });
  const entries = readCapture(captureOf('jwt-auth'), join(home, 'claude'));
  await sendCapture(entries, { url: () => server.url, speed: Number.POSITIVE_INFINITY, name: 'guide' });
  await server.close();
  const { sessions } = await storage.list();
  await storage.close();
  return { dir, id: sessions[0]?.sessionId ?? '' };
}

/** What the capture has not: tokens, a gap, records that were sent twice, lines that were cut off, a prompt as a blob. */
async function eventful(): Promise<Recorded> {
  const dir = join(temporary(), 'data');
  const storage = fsStorage({ dir });
  const { sessionId } = await storage.create({ sessionId: nextId(), name: 's', harness: 'test', agentName: 'a', workspaceName: 'w' });
  let n = 0;
  const record = (type: string, data: SessionRecord['data'], call?: string): string => encodeRecord({ id: nextId(), p: 'here', e: 0, n: n++, at: 1_763_693_890_123_456 + n * 1_000_000, type, via: 'sdk', ...(call !== undefined && { call }), data });
  const lines = [
    record('prompt', { text: 'Fix "it"', origin: 'human' }),
    record('terminal_command', { command: 'npm test' }, 'c1'), record('tool_result', { status: 'failed' }, 'c1'),
    record('terminal_command', { command: 'ls' }, 'c2'), record('tool_result', { status: 'ok' }, 'c2'),
    record('usage', { model: 'm1', inputTokens: 10, outputTokens: 1 }), record('usage', { model: 'm2', inputTokens: 5 }), record('usage', { model: 'm1', inputTokens: 20, outputTokens: 2 }),
    record('usage', { model: 'm1', inputTokens: 30, outputTokens: 3, scope: 'session' }),
    record('recorder_gap', { count: 3, what: 'records', reason: 'the disk is full' }), record('recorder_gap', { count: 4, what: 'records', reason: 'the disk is full' }),
    record('prompt', { text: { $blob: `sha256-${'0'.repeat(64)}`, size: 40_000, encoding: 'text', preview: 'A long one' }, origin: 'human' }),
    record('final_output', { title: 'Done', content: '' }), record('final_output', { title: 'Done', content: 'It works.' }), record('final_output', { title: 'Later', content: 'No.' }),
  ];
  await storage.append(sessionId, [...lines, lines[2] ?? '', lines[5] ?? '']);
  const log = readdirSync(join(dir, 'sessions')).find((name) => name.endsWith(`_${sessionId}.jsonl`)) ?? '';
  appendFileSync(join(dir, 'sessions', log), `${record('moment', { title: 'cut' }).slice(0, 90)}\n\n`);
  await storage.append(sessionId, [record('session_stop', { outcome: 'success' })]);
  await storage.close();
  return { dir, id: sessionId };
}

let capture: Recorded;
let made: Recorded;
let shown: SessionDocument;
beforeAll(async () => {
  [capture, made] = [await captured(), await eventful()];
  shown = JSON.parse((await playhead(['sessions', 'show', capture.id, '--json', '--dir', capture.dir])).out) as SessionDocument; // our own command's answer
}, 60_000);

/** Runs a command of the guide as a user would. */
function run(recorded: Recorded, heading: string, code: string = blocks.get(heading) ?? 'exit 9'): string {
  const { stdout, stderr, status } = spawnSync('bash', ['-euo', 'pipefail', '-c', `${begin}\n${code}`], { encoding: 'utf8', env: { ...process.env, PLAYHEAD_HOME: recorded.dir }, maxBuffer: 1e9 });
  expect([heading, stderr, status]).toEqual([heading, '', 0]);
  return stdout.trimEnd();
}

/** Both sessions in a directory of their own, to be changed. */
function copyOf({ dir, id }: Recorded): Recorded {
  const copy = join(temporary(), 'data');
  cpSync(dir, copy, { recursive: true });
  return { dir: copy, id };
}

async function linesOf(dir: string, id: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const { records } of fsStorage({ dir }).read(id)) lines.push(...records.map(({ line }) => line));
  return lines;
}

const failed = (): readonly string[] => [...stepsOf(shown).values()].filter(({ status, kind }) => status === 'failed' && (kind === 'command' || kind === 'test')).map(({ input }) => String((input as { command?: unknown }).command)).sort(); // a command's input
const logOf = ({ dir, id }: Recorded): string => join(dir, 'sessions', readdirSync(join(dir, 'sessions')).find((name) => name.endsWith(`_${id}.jsonl`)) ?? '');

const expectations: Readonly<Record<string, () => void | Promise<void>>> = {
  'Sessions as files': () => expect(run(made, '', 'echo "$LOG"')).toBe(`./${logOf(made).split('/').at(-1) ?? ''}`),
  'Look at the first record': () => {
    expect(JSON.parse(run(capture, 'Look at the first record'))).toMatchObject({ $r: 1, type: 'session_start', data: { harness: 'claude-code' } });
    expect(JSON.parse(run(made, 'Look at the first record'))).toMatchObject({ n: 0, type: 'prompt' });
  },
  'Look at the last record': () => expect(run(made, 'Look at the last record')).toMatch(/^2025-11-21T02:58:\d\dZ session_stop$/),
  'The prompts': () => {
    expect(run(made, 'The prompts')).toBe('Fix "it"\nA long one');
    const prompts = shown.turns.flatMap(({ prompt }) => (prompt ? [prompt.text] : []));
    for (const prompt of prompts) expect(run(capture, 'The prompts')).toContain(typeof prompt === 'string' ? prompt : 'preview');
  },
  'Commands that failed': () => {
    expect(run(made, 'Commands that failed')).toBe('npm test');
    expect(failed().length).toBeGreaterThan(0);
    expect(run(capture, 'Commands that failed').split('\n').sort()).toEqual(failed());
  },
  'Files changed': () => {
    const files = run(capture, 'Files changed').split('\n');
    expect(files.length).toBeGreaterThan(2);
    expect(new Set(files).size).toBe(files.length);
    expect(run(made, 'Files changed')).toBe('');
  },
  'The final output': () => {
    expect(run(made, 'The final output')).toBe('It works.');
    expect(run(capture, 'The final output')).toBe(shown.finalOutput === undefined ? '' : String(shown.finalOutput.content).trimEnd());
  },
  'Tokens, by model': () => expect(JSON.parse(run(made, 'Tokens, by model'))).toEqual([{ model: 'm1', read: 30, written: 3 }, { model: 'm2', read: 5, written: 0 }]),
  'How many records of each type': async () => {
    const counts = run(capture, 'How many records of each type').split('\n').map((line) => line.trim().split(' '));
    expect(counts.reduce((sum, [count]) => sum + Number(count), 0)).toBe((await linesOf(capture.dir, capture.id)).length);
    expect(counts.map(([count]) => Number(count))).toEqual(counts.map(([count]) => Number(count)).sort((a, b) => b - a));
    expect(run(made, 'How many records of each type')).toContain('2 recorder_gap');
  },
  'Records lost': () => expect([run(made, 'Records lost'), run(capture, 'Records lost')]).toEqual(['7', '0']),
  'Damaged lines': () => {
    expect(run(capture, 'Damaged lines')).toBe('');
    expect(JSON.parse(run(made, 'Damaged lines'))).toMatch(/^\{"\$r":1,"id":"/);
  },
  'Read it in Python': async () => {
    const said = (recorded: Recorded): unknown => {
      const script = join(temporary(), 'session.py');
      writeFileSync(script, blocks.get('Read it in Python') ?? '');
      const { stdout, stderr } = spawnSync('python3', [script, logOf(recorded)], { encoding: 'utf8' });
      expect(stderr).toBe('');
      return JSON.parse(stdout);
    };
    expect(said(made)).toMatchObject({ prompts: ['Fix "it"', 'A long one'], outputTokens: 3, types: { usage: 4, recorder_gap: 2, tool_result: 2, session_stop: 1 } });
    const here = copyOf(made);
    const plain = said(here);
    await compressSession(here.id, { dir: here.dir, quietForMs: 0 });
    expect(said(here)).toEqual(plain);
  },
  'Copy a session': async () => {
    const here = copyOf(capture);
    const log = logOf(here);
    run(here, 'Copy a session');
    const elsewhere = join(temporary(), 'data');
    mkdirSync(elsewhere);
    cpSync(join(here.dir, 'copies'), join(elsewhere, 'sessions'), { recursive: true });
    expect(existsSync(join(elsewhere, 'sessions', log.split('/').at(-1) ?? ''))).toBe(true);
    expect(await linesOf(elsewhere, capture.id)).toEqual(await linesOf(capture.dir, capture.id));
  },
  'Remove a session': async () => {
    const here = copyOf(capture);
    run(here, 'Remove a session');
    expect((await fsStorage({ dir: here.dir }).list()).sessions).toEqual([]);
    expect(readdirSync(join(here.dir, 'sessions'))).toEqual([]);
  },
  'Move everything to another machine': async () => {
    const here = copyOf(capture);
    run(here, 'Move everything to another machine');
    expect(await linesOf(join(here.dir, 'other-machine'), capture.id)).toEqual(await linesOf(capture.dir, capture.id));
    expect((await playhead(['doctor', '--deep', '--fix', '--dir', join(here.dir, 'other-machine')])).code).toBe(0);
  },
  'Ask a compressed session': async () => {
    const here = copyOf(made);
    await compressSession(here.id, { dir: here.dir, quietForMs: 0 });
    expect(statSync(logOf(here)).size).toBe(0);
    expect(run(here, 'Ask a compressed session')).toBe('Fix "it"\nA long one');
  },
  'Make it plain again': async () => {
    const here = copyOf(capture);
    const before = readFileSync(logOf(here));
    await compressSession(here.id, { dir: here.dir, quietForMs: 0 });
    run(here, 'Make it plain again');
    expect(readFileSync(logOf(here)).equals(before)).toBe(true);
    expect([existsSync(`${logOf(here)}.gz`), statSync(logOf(here)).mode & 0o777]).toEqual([false, 0o600]);
  },
  'Read from a position': async () => {
    const here = copyOf(capture);
    const records = [];
    for await (const chunk of fsStorage({ dir: here.dir }).read(here.id)) records.push(...chunk.records);
    await compressSession(here.id, { dir: here.dir, quietForMs: 0 });
    const script = join(here.dir, 'line-at.py');
    writeFileSync(script, blocks.get('Read from a position') ?? '');
    for (const index of [0, 1, Math.trunc(records.length / 2), records.length - 2]) {
      const { stdout, stderr } = spawnSync('python3', [script, `${logOf(here)}.gz`, String(Number(records[index]?.cursor))], { encoding: 'utf8', maxBuffer: 1e9 });
      expect([stderr, stdout.trimEnd()]).toEqual(['', records[index + 1]?.line]);
    }
  },
};

test('the programs in TypeScript of the guide run', async () => {
  const programs = [...guide.matchAll(/^```ts\n([\s\S]*?)\n```$/gm)].map(([, code = '']) => code);
  expect(programs).toHaveLength(2);
  const answers: string[] = [];
  for (const contents of programs) {
    const outfile = join(temporary(), 'program.mjs');
    await build({ stdin: { contents, resolveDir: join(root, 'packages/cli'), loader: 'ts' }, outfile, bundle: true, platform: 'node', format: 'esm', conditions: ['@playhead/source'], logLevel: 'error' });
    const { stdout, stderr } = spawnSync(process.execPath, [outfile, logOf(capture)], { encoding: 'utf8', env: { ...process.env, PLAYHEAD_HOME: capture.dir } });
    expect(stderr).toBe('');
    answers.push(stdout);
  }
  const [library = '', plain = ''] = answers;
  expect(JSON.parse(library)).toMatchObject({ sessionId: capture.id, turns: shown.turns.length });
  expect(Object.values(JSON.parse(plain) as Record<string, number>).reduce((sum, count) => sum + count, 0)).toBe((await linesOf(capture.dir, capture.id)).length);
});

test('every command of the guide is tried', () => {
  expect([...blocks.keys()]).toEqual(Object.keys(expectations));
  expect([...blocks.keys()].length).toBe((guide.match(/^```(sh|python)$/gm) ?? []).length);
});

for (const [heading, check] of Object.entries(expectations)) {
  test(`the guide's command under "${heading}" does what it says`, async (context) => {
    if (lacking.length > 0) context.skip(`!!! ${lacking.join(', ')} cannot be found: the commands of the sessions guide were NOT tried. !!!`);
    await check();
  });
}
