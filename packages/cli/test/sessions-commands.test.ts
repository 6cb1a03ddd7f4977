import { createIdSource, encodeRecord } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { listSessions, loadSession } from '@playhead/replay-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { faultsOfJson } from './json-of-commands.ts';
import { recordBySources, SOURCES, type Recorded } from './every-source.ts';
import { playhead, temporary } from './support.ts';

const THE_SESSION = 1;
/** What each command is given; each answers alike however often it is asked. */
const TRIED: readonly (readonly [name: string, args: readonly (string | typeof THE_SESSION)[]])[] = [
  ['sessions list', []], ['sessions show', [THE_SESSION]], ['sessions stats', []], ['catalog', []], ['sessions diff', [THE_SESSION]], ['sessions tail', [THE_SESSION]], ['sessions search', ['e']], ['sessions open', [THE_SESSION, '--print']],
  ['sessions tag', [THE_SESSION, 'looked-at']], ['sessions review', [THE_SESSION]], ['sessions compress', [THE_SESSION, '--quiet-for', '0', '--dry-run']], ['sessions prune', ['--max-count', '0', '--dry-run']], ['sessions pin', [THE_SESSION, '--reason', 'why']],
  ['sessions keep', [THE_SESSION, '--for', '9d']], ['sessions audit', []], ['sessions reindex', ['--review']], ['moments', [THE_SESSION]],
];
const dir = temporary();
const nextId = createIdSource();
let recorded: Recorded = { hooks: '', sdk: '', pty: '', import: '' };
beforeAll(async () => { recorded = await recordBySources(dir); });

const run = (args: readonly string[], env: Record<string, string> = {}): Promise<{ code: number; out: string; err: string }> => playhead([...args, '--dir', dir], { env });

describe.each(SOURCES)('a session recorded by %s', (source) => {
  const wordsOf = (name: string, args: (typeof TRIED)[number][1]): readonly string[] => [...name.split(' '), ...args.map((arg) => (arg === THE_SESSION ? recorded[source] : arg))];

  test.each(TRIED)('%s --json is what its schema says', async (name, args) => {
    expect((await run([...wordsOf(name, args), '--json'])).code).toBe(0);
  });

  test.each(TRIED)('%s says something to people, in which nothing moves a cursor', async (name, args) => {
    const { code, out } = await run(wordsOf(name, args));
    // eslint-disable-next-line no-control-regex -- control characters are what must not be there
    expect([code, out !== '' || name === 'moments', /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(out)]).toEqual([0, true, false]);
  });

  test('is found by how it ended, whoever said so', async () => {
    const read = async <Value>(...args: readonly string[]): Promise<Value> => JSON.parse((await run([...args, '--json'])).out) as Value; // our own command's answer
    const { session: { outcome } } = await read<{ session: { outcome?: string } }>('sessions', 'show', recorded[source]);
    expect(outcome).toBeDefined();
    const { sessions } = await read<{ sessions: { sessionId: string; outcome?: string }[] }>('sessions', 'list', '--outcome', outcome ?? '');
    expect(sessions.find(({ sessionId }) => sessionId === recorded[source])?.outcome).toBe(outcome);
  });

  test('is replayed', async () => {
    const { code, out } = await run(['replay', recorded[source], '--print-meta']);
    expect([code, await faultsOfJson(['replay'], [out])]).toEqual([0, []]);
    expect((await run(['replay', recorded[source], '--at', 'end'])).code).toBe(0);
  });
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

test.each(SOURCES)('delete removes a session recorded by %s, and says so to programs', async (source) => {
  const id = recorded[source];
  expect(JSON.parse((await run(['sessions', 'delete', id, '--yes', '--json'])).out)).toEqual({ schemaVersion: 1, sessionId: id, deleted: true });
  expect((await run(['sessions', 'list', '--json'])).out).not.toContain(id);
  expect((await run(['sessions', 'audit'])).out).toContain(id);
});
