import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeRecord, type Annotation, type JsonObject, type ReviewDocument } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { expect, test } from 'vitest';
import { playhead, temporary } from './support.ts';

/** Made of pieces, so that it stands in no file of this repository. */
const TOKEN = ['ghp', '_', 'm1N2b3V4'.repeat(5).slice(0, 36)].join('');
const ID = (copy: number): string => `01980000-0000-7000-8000-00000000000${copy}`;

/** One session, as it is recorded again: other ids, the same source keys. */
async function recorded(dir: string, copy: number): Promise<void> {
  const storage = fsStorage({ dir });
  const header = { sessionId: ID(copy), name: 'Add login', harness: 'claude-code', harnessSessionId: 'recorded-twice', generation: copy, agentName: 'a', workspaceName: 'w' };
  await storage.create(header);
  const lines: readonly (readonly [type: string, data: JsonObject])[] = [
    ['session_start', header], ['prompt', { text: 'Add login', origin: 'human' }],
    ['file_diff', { path: '/w/a.ts', change: 'modified', hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 2, lines: ['-a', '+b', '+c'] }] }],
  ];
  await storage.append(ID(copy), lines.map(([type, data], n) => encodeRecord({ id: `copy${copy}-${n}`, p: `p${copy}`, e: 0, n, at: 1_760_000_000_000_000 + n, type, via: 'import', key: `source:${n}`, data })));
  await storage.close();
}

const note = (author: string): Annotation => ({ id: '01937d1e-0000-7000-8000-000000000001', at: 1_760_000_000_000_009, author, type: 'note', data: { text: 'Name it', anchor: { on: 'line', eventId: 'copy1-2', key: 'source:2', path: '/w/a.ts', side: 'new', line: 2, quote: 'c', before: ['b'], after: [] } } });

test('a review moves to another copy of the session, where its note is on its line, and may be added again', async () => {
  const [dir, other] = [temporary(), temporary()];
  await recorded(dir, 1);
  await recorded(other, 2);
  const storage = fsStorage({ dir });
  await storage.annotate(ID(1), note('ada'));
  await storage.close();
  const { out } = await playhead(['sessions', 'review', ID(1), '--json', '--dir', dir]);
  const file = join(temporary(), 'review.json');
  writeFileSync(file, out);
  for (const said of ['1 added, 0 known already.', '0 added, 1 known already.']) {
    const merged = await playhead(['sessions', 'review', ID(2), '--add', file, '--json', '--dir', other]);
    expect([merged.code, merged.err]).toEqual([0, expect.stringContaining(said)]);
    expect((JSON.parse(merged.out) as ReviewDocument).threads).toMatchObject([{ state: 'found', notes: [{ author: 'ada', text: 'Name it' }] }]); // what the command promises
  }
  const text = await playhead(['sessions', 'review', ID(2), '--dir', other]);
  expect(text.out).toContain('### `/w/a.ts`, line 2');
  expect(text.out).toContain('> Name it');
});

test('what is added is redacted, the author too', async () => {
  const dir = temporary();
  await recorded(dir, 1);
  const file = join(dir, 'review.json');
  writeFileSync(file, JSON.stringify({ schemaVersion: 1, session: { sessionId: ID(1) }, annotations: [note(TOKEN)] }));
  const { out } = await playhead(['sessions', 'review', ID(1), '--add', file, '--json', '--dir', dir]);
  expect(out).toContain('[[GITHUB_TOKEN:');
  expect(out).not.toContain(TOKEN.slice(4, 12));
});

test('a file with more than a page takes is added', async () => {
  const dir = temporary();
  await recorded(dir, 1);
  const file = join(dir, 'review.json');
  writeFileSync(file, JSON.stringify({ schemaVersion: 1, session: { sessionId: ID(1) }, annotations: Array.from({ length: 10_001 }, () => note('ada')) }));
  const { err } = await playhead(['sessions', 'review', ID(1), '--add', file, '--json', '--dir', dir]);
  expect(err).toContain('1 added');
});

test.each([['{}'], ['no JSON'], ['{"schemaVersion":2,"annotations":[]}'],
  [JSON.stringify({ schemaVersion: 1, session: { sessionId: ID(1) }, annotations: [{}] })],
  [JSON.stringify({ schemaVersion: 1, session: { sessionId: ID(9), name: 'another \u001b[2J' }, annotations: [note('ada')] })],
  [JSON.stringify({ schemaVersion: 1, session: { sessionId: ID(1) }, annotations: [{ ...note('ada'), at: Number.MAX_SAFE_INTEGER }] })],
])('a file with %s adds nothing and says so', async (text) => {
  const dir = temporary();
  await recorded(dir, 1);
  const file = join(dir, 'review.json');
  writeFileSync(file, text);
  const { code, err } = await playhead(['sessions', 'review', ID(1), '--add', file, '--dir', dir]);
  expect(code).toBeGreaterThan(0);
  expect(err).toContain('nothing was added');
  expect(err).not.toContain('\u001b');
  const storage = fsStorage({ dir });
  expect(await storage.annotations(ID(1))).toEqual([]);
  await storage.close();
});

test('sessions are listed with the tags of reviewers, and by them', async () => {
  const dir = temporary();
  for (const copy of [1, 2]) await recorded(dir, copy);
  const storage = fsStorage({ dir });
  const said = (number: number, type: string, data: JsonObject): Annotation => ({ id: `01937d1e-0000-7000-8000-00000000000${number}`, at: number, author: 'ada', type, data });
  await storage.annotate(ID(2), said(1, 'tag', { tag: 'auth', set: true }));
  await storage.annotate(ID(2), said(2, 'flag', { set: true }));
  await storage.close();
  const all = await playhead(['sessions', 'list', '--dir', dir]);
  expect(all.out).toMatch(new RegExp(`^${ID(2)}.*Add login  flagged  \\[auth\\]$`, 'm'));
  expect(all.out).toContain(ID(1));
  const tagged = await playhead(['sessions', 'list', '--tags', 'auth', '--json', '--dir', dir]);
  expect(JSON.parse(tagged.out)).toMatchObject({ sessions: [{ sessionId: ID(2), tags: ['auth'], flagged: true }] });
  const none = (await playhead(['sessions', 'list', '--tags', 'auth,other', '--dir', dir])).out;
  expect(none).not.toContain(ID(2));
  expect(none).toContain('no session fits');
  expect(none).not.toContain('no sessions are recorded here yet');
});

test('an outcome that a reviewer gives is listed, shown, filtered by, and taken back; the log stays as it is', async () => {
  const dir = temporary();
  await recorded(dir, 1);
  const storage = fsStorage({ dir });
  const stop = encodeRecord({ $r: 1, id: 'stop', p: 'p1', e: 0, n: 9, at: 1_760_000_000_000_009, type: 'session_stop', via: 'import', data: { outcome: 'success' } });
  await storage.append(ID(1), [stop]);
  await storage.close();
  const log = join(dir, 'sessions', readdirSync(join(dir, 'sessions')).find((name) => name.endsWith(`${ID(1)}.jsonl`)) ?? 'no log');
  const bytes = readFileSync(log);
  const listed = async (...more: readonly string[]): Promise<readonly unknown[]> => (JSON.parse((await playhead(['sessions', 'list', '--json', '--dir', dir, ...more])).out) as { sessions: readonly unknown[] }).sessions; // what the command promises
  expect((await playhead(['sessions', 'review', ID(1), '--outcome', 'failed', '--reason', `Broke it, see ${TOKEN}`, '--author', 'ada', '--dir', dir])).out).toMatch(/^- Outcome: Failed, as ada says: Broke it, see /m);
  expect(await listed('--outcome', 'failed')).toMatchObject([{ outcome: 'failed', outcomeBy: { author: 'ada', from: 'outcome', recorded: 'success' } }]);
  expect(await listed('--outcome', 'success')).toEqual([]);
  expect((await playhead(['sessions', 'list', '--dir', dir])).out).toMatch(/ failed .* outcome by ada$/m);
  for (const more of [[], ['--turns']]) {
    const { out } = await playhead(['sessions', 'show', ID(1), '--dir', dir, ...more]);
    expect(out).toMatch(/failed says ada \(Broke it, see .*\), the recording success/);
    expect(out).not.toContain(TOKEN);
    expect(JSON.parse((await playhead(['sessions', 'show', ID(1), '--json', '--dir', dir, ...more])).out)).toMatchObject({ session: { outcome: 'failed', outcomeBy: { author: 'ada' } } });
  }
  expect((await playhead(['sessions', 'review', ID(1), '--outcome', 'none', '--dir', dir])).code).toBe(0);
  const [session] = await listed('--outcome', 'success');
  expect(session).not.toHaveProperty('outcomeBy');
  expect(readFileSync(log)).toEqual(bytes);
});

test.each([[['--outcome', 'splendid'], /must be one of success, .*none/], [['--reason', 'No'], /goes with --outcome/], [['--json', '--markdown'], /not both/]])('%j says nothing of a session, and why', async (options, why) => {
  const dir = temporary();
  await recorded(dir, 1);
  expect(await playhead(['sessions', 'review', ID(1), ...options, '--dir', dir])).toMatchObject({ code: 2, err: expect.stringMatching(why) });
});

test('the list tells how much of a session asks for a review once it was looked at, and is narrowed to that', async () => {
  const dir = temporary();
  await recorded(dir, 1);
  const risky = fsStorage({ dir });
  await risky.append(ID(1), [encodeRecord({ id: 'push', p: 'later', e: 0, n: 0, at: 1_760_000_000_000_100, type: 'terminal_command', via: 'sdk', call: 'c1', data: { command: 'git push --force', tool: 'Bash' } })]);
  await risky.close();
  const unseen = await playhead(['sessions', 'list', '--needs-review', '--dir', dir]);
  expect([unseen.out, unseen.err]).toEqual(['no session fits; playhead sessions list shows all', expect.stringContaining('1 session was not looked at')]);
  const looked = await playhead(['sessions', 'reindex', '--review', '--json', '--dir', dir]);
  expect(JSON.parse(looked.out)).toEqual({ schemaVersion: 1, sessions: 1, looked: 1, keyframes: 0 });
  const again = await playhead(['sessions', 'reindex', '--review', '--dir', dir]);
  expect(again.out).toBe('indexed 1 recordings, looked at 0');
  const seen = await playhead(['sessions', 'list', '--needs-review', '--dir', dir]);
  expect([seen.out, seen.err]).toEqual([expect.stringMatching(/Add login {2}1 to review$/), '']);
  expect(JSON.parse((await playhead(['sessions', 'list', '--json', '--dir', dir])).out)).toMatchObject({ sessions: [{ review: 1, reviewAll: 1 }] });
});

test('a recording that is too large to be read at once is left alone', async () => {
  const dir = temporary();
  await recorded(dir, 1);
  const [log = ''] = readdirSync(join(dir, 'sessions')).filter((name) => name.endsWith('.jsonl'));
  truncateSync(join(dir, 'sessions', log), 257_000_000); // a file of holes takes no room
  expect(await playhead(['sessions', 'review', ID(1), '--dir', dir])).toMatchObject({ code: 2, err: expect.stringMatching(/is 257(\.0)? MB, .*it was not read.*--all/) });
});
