import { claudeHarness } from '@playhead/hooks-claude';
import type { JsonObject, SessionRecord } from '@playhead/protocol';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordBuilder, sampleSession } from '../test-support/build-records.ts';
import { createModel } from './create-model.ts';

const golden = fileURLToPath(new URL('../../../hooks-claude/fixtures/jwt-auth/', import.meta.url));
let home: string;
let records: SessionRecord[];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'playhead-chapters-'));
  await cp(`${golden}transcripts`, `${home}/projects`, { recursive: true });
  const build = recordBuilder();
  records = [];
  let state = claudeHarness.initialState();
  for (const line of (await readFile(`${golden}hooks.jsonl`, 'utf8')).trim().split('\n')) {
    const { at_us: at, payload } = JSON.parse(line) as { at_us: number; payload: JsonObject };
    const evidence = await claudeHarness.gather(JSON.parse(JSON.stringify(payload).replaceAll('/home/dev/.claude/projects', `${home}/projects`)) as JsonObject);
    const reduction = claudeHarness.reduce(state, payload, { at, evidence });
    state = reduction.state;
    records.push(...reduction.records.map(({ type, data, ...rest }) => build(type as 'prompt', data as never, { at, ...rest }))); // whatever type it is
  }
});
afterAll(async () => rm(home, { recursive: true, force: true }));

test('a real session is told in a few chapters: its prompts, the long one split at its goals', () => {
  const { chapters } = createModel().add(records);
  expect(chapters.map(({ title, origin }) => `${origin}: ${title}`)).toEqual([
    'turn: Add JWT auth with refresh token',
    'goal: Write failing tests for tokens and the auth flow',
    'goal: Implement HS256 JWT sign and verify',
    'goal: Add sessions with stored refresh tokens',
    'goal: Add the endpoints and retire x-user-id',
    'goal: Damage tokens systematically',
    'turn: Yes, close that gap: rotate the refresh token on every use…',
    'turn: Nice. How expensive is checking a token?',
  ]);
});

test('the moments of a real session are its prompts, test runs, errors, denials and commits', () => {
  const { moments } = createModel().add(records);
  const titles = (type: string): readonly string[] => moments.filter((moment) => moment.type === type).map(({ title }) => title);
  expect(titles('prompt')).toHaveLength(3);
  expect(titles('commit')).toEqual(['Add JWT auth with refresh tokens (#42)', 'Rotate refresh tokens and detect reuse (#42)', 'Measure token checks, document sessions (#42)']);
  expect(titles('tests_failed')).toEqual(['9 failed, 0 passed', '3 failed, 6 passed', '4 failed, 20 passed', '3 failed, 1 passed']);
  expect(titles('denied')).toHaveLength(1);
  expect(moments.map(({ at }) => at)).toEqual(moments.map(({ at }) => at).sort((a, b) => a - b));
});

test('recorded chapters count, and no others', () => {
  const sample = sampleSession();
  expect(createModel().add(sample).chapters.map(({ title }) => title)).toEqual(['Make the tests pass', 'Deploy']);
  const more = [...sample, recordBuilder('p2')('chapter', { title: 'Setup' })];
  expect(createModel().add(more).chapters).toEqual([expect.objectContaining({ title: 'Setup', origin: 'recorded', eventId: 'p2-0' })]);
});

/** A turn in which an agent runs commands, edits, tests and commits. */
function longTurn(steps: number, what: (step: number, put: ReturnType<typeof recordBuilder>) => readonly SessionRecord[]): SessionRecord[] {
  const put = recordBuilder();
  return [put('prompt', { text: 'Make it fast.', origin: 'human' }), ...Array.from({ length: steps }, (_, step) => what(step, put)).flat()];
}
const command = (put: ReturnType<typeof recordBuilder>, call: string, line: string): SessionRecord => put('terminal_command', { command: line }, { call });

test('a very long turn without goals is split at tests after edits and at commits', () => {
  const records = longTurn(45, (step, put) => {
    if (step === 14) return [command(put, 'c14', 'cd web && npm test 2>&1 | tail -5'), put('file_diff', { path: 'a', change: 'modified', hunks: [] }, { call: 'c13' }), put('test_result', { passed: 1, failed: 0 }, { call: 'c14' })];
    if (step === 20) return [command(put, 'c20', 'npm test'), put('test_result', { passed: 1, failed: 0 }, { call: 'c20' })]; // nothing was edited since
    return [command(put, `c${step}`, step === 30 ? 'git add -A && git commit -m "Cache the index"' : `ls ${step}`)];
  });
  const titles = createModel().add(records).chapters.map(({ title, origin }) => `${origin}: ${title}`);
  expect(titles).toEqual(['turn: Make it fast', 'tests: Tests: npm test', 'commit: Commit: Cache the index']);
});

test('a chapter begins only once something follows in it', () => {
  const records = longTurn(50, (step, put) => [command(put, `c${step}`, step === 47 ? 'git commit -m "Done"' : `ls ${step}`)]);
  const builder = createModel();
  expect(builder.add(records.slice(0, 50)).chapters.map(({ origin }) => origin)).toEqual(['turn']);
  expect(builder.add(records.slice(50)).chapters.map(({ origin }) => origin)).toEqual(['turn', 'commit']);
});

test('what the machine asks for itself goes on with the chapter it finds', () => {
  const put = recordBuilder();
  const { chapters } = createModel().add([put('prompt', { text: 'Build it', origin: 'human' }), put('prompt', { text: 'A background task ended', origin: 'machine' }), put('prompt', { text: '/review', origin: 'command' })]);
  expect(chapters.map(({ title }) => title)).toEqual(['Build it', '/review']);
});

test('an endless turn has few chapters, and they keep their ids while it grows', () => {
  const records = longTurn(600, (step, put) => [command(put, `c${step}`, step % 12 === 0 ? `git commit -m "Part ${step}"` : `ls ${step}`)]);
  const builder = createModel();
  let ids: readonly string[] = [];
  let lost = 0;
  for (const record of records) {
    const { chapters } = builder.add([record]);
    const now = new Set(chapters.map(({ id }) => id));
    expect(chapters.length).toBeLessThanOrEqual(13);
    if (ids.some((id) => !now.has(id))) lost += 1;
    ids = [...now];
  }
  expect(lost).toBeLessThanOrEqual(3); // thinned out each time the turn is twice as long
}, 60_000);

test('a model with the same chapters has the same list of them', () => {
  const records = longTurn(60, (step, put) => [command(put, `c${step}`, step === 20 ? 'git commit -m "Part"' : `ls ${step}`)]);
  const builder = createModel();
  const before = builder.add(records.slice(0, 55)).chapters;
  expect(builder.add(records.slice(55)).chapters).toBe(before);
});
