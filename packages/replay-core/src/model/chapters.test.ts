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
