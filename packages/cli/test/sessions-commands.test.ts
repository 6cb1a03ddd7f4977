import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { createIdSource, encodeRecord } from '@playhead/protocol';
import { createSessionRecording } from '@playhead/recorder';
import { createHandler } from '@playhead/server';
import { listen } from '@playhead/server/node';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { listSessions, loadSession } from '@playhead/replay-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../src/command-table.ts';
import { readCapture } from '../src/demo/capture.ts';
import { sendCapture } from '../src/demo/send-capture.ts';
import { harnesses } from '../src/harnesses.ts';
import { buildBin, captureOf, playhead, root, temporary } from './support.ts';

const schemaAt = (path: string): Record<string, unknown> => JSON.parse(readFileSync(join(root, 'packages', path), 'utf8')) as Record<string, unknown>; // our own file
const ajv = new Ajv2020({ strict: false, formats: { uuid: true } });
const own = schemaAt('cli/json-schema/sessions.schema.json');
const checks: Readonly<Record<string, ValidateFunction>> = {
  ...Object.fromEntries(Object.keys(own['$defs'] as object).filter((name) => name.startsWith('sessions ')).map((name) => [name, ajv.compile({ $defs: own['$defs'], $ref: `#/$defs/${name.replace(' ', '%20')}` })])),
  'sessions show': ajv.compile(schemaAt('replay-core/json-schema/session-document.schema.json')),
  'sessions diff': ajv.compile(schemaAt('replay-core/json-schema/session-diff.schema.json')),
  'sessions stats': ajv.compile(schemaAt('replay-core/json-schema/statistics.schema.json')),
  'sessions prune': ajv.compile(schemaAt('replay-core/json-schema/prune.schema.json')),
  'sessions tail': ajv.compile(schemaAt('protocol/json-schema/record.schema.json')),
  'sessions review': ajv.compile(schemaAt('protocol/json-schema/review.schema.json')),
  catalog: ajv.compile(schemaAt('replay-core/json-schema/catalog.schema.json')),
  moments: ajv.compile(schemaAt('replay-core/json-schema/moments.schema.json')),
};

const THE_SESSION = 1;
/** What each command is given; each answers alike however often it is asked. */
const TRIED: readonly (readonly [name: string, args: readonly (string | typeof THE_SESSION)[]])[] = [
  ['sessions list', []], ['sessions show', [THE_SESSION]], ['sessions stats', []], ['catalog', []], ['sessions diff', [THE_SESSION]], ['sessions tail', [THE_SESSION]], ['sessions search', ['e']], ['sessions open', [THE_SESSION, '--print']],
  ['sessions tag', [THE_SESSION, 'looked-at']], ['sessions review', [THE_SESSION]], ['sessions compress', [THE_SESSION, '--quiet-for', '0', '--dry-run']], ['sessions prune', ['--max-count', '0', '--dry-run']], ['sessions pin', [THE_SESSION, '--reason', 'why']],
  ['sessions keep', [THE_SESSION, '--for', '9d']], ['sessions audit', []], ['sessions reindex', ['--review']], ['moments', [THE_SESSION]],
];
/** Commands that print JSON and are tried in another file, and why. */
const ELSEWHERE: Readonly<Record<string, readonly [file: string, why: string]>> = {
  'catalog compare': ['stats.test.ts', 'needs two versions of something'],
  record: ['record.test.ts', 'makes a recording'], import: ['import.test.ts', 'makes recordings'], export: ['casts.test.ts', 'takes a recorded terminal'], 'moment add': ['moments.test.ts', 'adds to a recording'],
  redact: ['redact.test.ts', 'rewrites recordings'], private: ['private.test.ts', 'removes a recording'], push: ['push.test.ts', 'needs another server'],
  ui: ['token.test.ts', 'starts a server'], status: ['commands.test.ts', 'tells of the server'], doctor: ['doctor.test.ts', 'tells of the data directory'],
  'token create': ['token.test.ts', 'is about tokens'], 'token list': ['token.test.ts', 'is about tokens'], 'token revoke': ['token.test.ts', 'is about tokens'],
};

const dir = temporary();
const nextId = createIdSource();
const recorded = { hooks: '', sdk: '', pty: '', import: '' };

/** Files as an agent of one's own tells them: one whole, one of which only a change is known. */
async function recordEdits(): Promise<string> {
  const storage = fsStorage({ dir });
  const header = { sessionId: nextId(), name: 'edits', harness: 'sdk', agentName: 'agent', workspaceName: 'w', cwd: '/home/ada/shop', prompt: 'Make greetings friendly' };
  const { sessionId } = await storage.create(header);
  let n = 0;
  const record = (type: string, data: Record<string, unknown>): string => encodeRecord({ id: nextId(), p: 'p', e: 0, n, at: 1_763_693_890_000_000 + n++ * 1_000_000, type, via: 'sdk', data: data as never }); // JSON
  await storage.append(sessionId, [
    record('session_start', header), record('prompt', { text: 'Make greetings friendly', origin: 'human' }),
    record('file_diff', { path: 'hello.txt', change: 'modified', before: 'one\ntwo\nthree\n', after: 'one\nTWO\nthree\n', hunks: [{ oldStart: 1, oldLines: 3, newStart: 1, newLines: 3, lines: [' one', '-two', '+TWO', ' three'] }] }),
    record('file_diff', { path: 'hello.txt', change: 'modified', before: 'one\nTWO\nthree\n', after: 'one\nTWO\nthree\nfour\n', hunks: [{ oldStart: 3, oldLines: 1, newStart: 3, newLines: 2, lines: [' three', '+four'] }] }),
    record('file_diff', { path: 'src/part.ts', change: 'modified', hunks: [{ oldStart: 40, oldLines: 1, newStart: 40, newLines: 1, lines: ['-old \u001b]0;x\u0007line', '+\tnew line'] }] }),
    record('file_diff', { path: 'back.txt', change: 'modified', before: 'a\n', after: 'b\n', hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ['-a', '+b'] }] }),
    record('file_diff', { path: 'back.txt', change: 'modified', before: 'b\n', after: 'a\n', hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ['-b', '+a'] }] }),
    record('final_output', { title: 'Done', content: 'Greetings are warm-hearted now.', format: 'text' }), record('session_stop', { outcome: 'success', summary: 'Friendlier', confidence: 0.9 }), record('session_status', { status: 'completed' }),
  ]);
  await storage.close();
  return sessionId;
}

beforeAll(async () => {
  const storage = fsStorage({ dir });
  const server = await listen(createHandler({ storage, harnesses, recordingOf: createSessionRecording({ dir }) }), { port: 0 });
  await sendCapture(readCapture(captureOf('jwt-auth'), join(temporary(), 'claude')), { url: () => server.url, speed: Number.POSITIVE_INFINITY, name: 'captured' });
  await server.close();
  recorded.hooks = (await storage.list()).sessions[0]?.sessionId ?? '';
  await storage.close();
  recorded.sdk = await recordEdits();
  const bin = await buildBin(); // its worker must be JavaScript
  const { stdout } = spawnSync(process.execPath, [bin, 'record', '--headless', '--json', '--dir', dir, '--', 'sh', '-c', 'echo one; echo two'], { encoding: 'utf8', env: { PATH: process.env['PATH'] ?? '', HOME: temporary() } });
  rmSync(bin, { force: true });
  recorded.pty = (JSON.parse(stdout) as { sessionId: string }).sessionId; // our own command's answer
  const cast = join(temporary(), 'demo.cast');
  writeFileSync(cast, '{"version":2,"width":80,"height":24,"title":"demo cast"}\n[0.5,"o","hello\\r\\n"]\n[1,"o","bye\\r\\n"]\n');
  recorded.import = (JSON.parse((await playhead(['import', cast, '--json', '--dir', dir])).out) as { sessionId: string }).sessionId; // our own command's answer
});

const run = (args: readonly string[], env: Record<string, string> = {}): Promise<{ code: number; out: string; err: string }> => playhead([...args, '--dir', dir], { env });

describe.each(Object.keys(recorded) as (keyof typeof recorded)[])('a session recorded by %s', (source) => {
  test.each(TRIED)('%s --json is what its schema says', async (name, args) => {
    const { code, out } = await run([...name.split(' '), ...args.map((arg) => (arg === THE_SESSION ? recorded[source] : arg)), '--json']);
    expect(code).toBe(0);
    const check = checks[name];
    for (const line of out.split('\n')) expect([check?.(JSON.parse(line)), ajv.errorsText(check?.errors)]).toEqual([true, 'No errors']);
  });
});

test('every command that prints JSON is tried here or where it says', () => {
  const json = commands.filter(({ options = {} }) => 'json' in options).map(({ name }) => name);
  expect([...TRIED.map(([name]) => name), ...Object.keys(ELSEWHERE)].toSorted()).toEqual(json.toSorted());
  for (const [name, [file]] of Object.entries(ELSEWHERE)) expect([name, readFileSync(join(import.meta.dirname, file), 'utf8').includes(`'${name.split(' ').join("', '")}'`)]).toEqual([name, true]);
  expect(Object.keys(checks).toSorted()).toEqual(TRIED.map(([name]) => name).toSorted());
});

test('diff adds up every edit of a file, says what is not wholly known, and leaves out what came back', async () => {
  const { out } = await run(['sessions', 'diff', recorded.sdk]);
  expect(out.split('\n')).toEqual([
    'diff hello.txt', '--- hello.txt', '+++ hello.txt', '@@ -1,3 +1,4 @@', ' one', '-two', '+TWO', ' three', '+four',
    'diff src/part.ts', 'not wholly known: its changes, one after another', '--- src/part.ts', '+++ src/part.ts', '@@ -40,1 +40,1 @@', '-old  ]0;x line', '+    new line',
  ]);
  expect((await run(['sessions', 'diff', recorded.sdk, '--stat'])).out.split('\n')).toEqual([' hello.txt   | 3 ++-', ' src/part.ts | 2 +- ?', ' 2 files changed, 3 lines added, 2 removed; ? not wholly known']);
  expect(JSON.parse((await run(['sessions', 'diff', recorded.sdk, 'src', '--json'])).out)).toMatchObject({ files: [{ path: 'src/part.ts', known: false }] });
  expect((await run(['sessions', 'diff', recorded.sdk], { FORCE_COLOR: '1' })).out).toContain('\u001b[32m+TWO\u001b[0m');
});

test('search says where in each session a text stands, and finds the events of one', async () => {
  const places = async (text: string): Promise<unknown> => (JSON.parse((await run(['sessions', 'search', text, '--json'])).out) as { hits: { places: unknown }[] }).hits.map((hit) => hit.places); // our own command's answer
  expect(await places('WARM-hearted')).toEqual([[{ field: 'output', excerpt: 'Done Greetings are warm-hearted now.' }]]);
  expect(await places('hello.txt')).toEqual([[{ field: 'file', excerpt: 'hello.txt' }]]);
  expect(await places('demo cast')).toEqual([[{ field: 'name', excerpt: 'demo cast' }]]);
  expect((await run(['sessions', 'search', 'nowhere at all'])).out).toBe('nothing was found');
  expect(JSON.parse((await run(['sessions', 'search', 'four', '--in', recorded.sdk, '--json'])).out)).toMatchObject({ events: [{ type: 'file_diff' }], more: false });
});

test('tags are given and taken away beside the log, and lists find them', async () => {
  await run(['sessions', 'tag', recorded.sdk, 'nightly', 'auth']);
  expect((await run(['sessions', 'tag', recorded.sdk, '--remove', 'auth'])).out).not.toContain('auth');
  expect((await run(['sessions', 'list', '--tag', 'nightly'])).out).toContain(recorded.sdk);
  expect((await run(['sessions', 'tag', recorded.sdk, 'a,b'])).code).toBe(2);
});

test('tail prints what happened last, and follows a session until it ends', async () => {
  expect((await run(['sessions', 'tail', recorded.sdk, '-n', '2'])).out.split('\n')).toHaveLength(2);
  const storage = fsStorage({ dir });
  const { sessionId } = await storage.create({ sessionId: nextId(), name: 'live', harness: 'sdk', agentName: 'agent', workspaceName: 'w' });
  const line = (n: number, type: string, data: Record<string, unknown>): string => encodeRecord({ id: nextId(), p: 'p', e: 0, n, at: Date.now() * 1000, type, via: 'sdk', data: data as never }); // JSON
  await storage.append(sessionId, [line(0, 'prompt', { text: 'first', origin: 'human' })]);
  const following = run(['sessions', 'tail', sessionId, '-f']);
  await storage.append(sessionId, [line(1, 'prompt', { text: 'second', origin: 'human' })]);
  await storage.append(sessionId, [line(2, 'session_stop', { outcome: 'success' })]);
  const { code, out } = await following;
  expect([code, out.includes('first'), out.includes('second')]).toEqual([0, true, true]);
  await storage.close();
});

test('show tells project, folder, summary and confidence beside the turns', async () => {
  const { out } = await run(['sessions', 'show', recorded.sdk]);
  for (const said of [recorded.sdk, /project +shop/, /folder +\/home\/ada\/shop/, /Summary: Friendlier – 90 % confident/, 'Make greetings friendly', 'Final output']) expect(out).toMatch(said);
});

test('programs go through sessions page by page and load one as a value', async () => {
  const storage = fsStorage({ dir });
  const names: string[] = [];
  for await (const { name } of listSessions(storage, { sort: 'started', order: 'ascending', limit: 2 })) names.push(name);
  expect(names).toHaveLength(2);
  const { session, finalOutput } = await loadSession(storage, recorded.sdk);
  expect([session.project, finalOutput?.content]).toEqual(['shop', 'Greetings are warm-hearted now.']);
  await expect(loadSession(storage, nextId())).rejects.toMatchObject({ code: 'session_not_found' });
  await storage.close();
});
