import type { SessionStorage } from '@playhead/protocol';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { beforeAll, expect, test } from 'vitest';
import { MONDAY, recordSkillSessions, skillSessionId } from '../test-support/skill-sessions.ts';
import { collectCatalog } from './collect-catalog.ts';
import { collectStatistics } from './collect-statistics.ts';
import { compareVersions } from './compare-versions.ts';
import { keepFigures } from './kept-metrics.ts';

let storage: SessionStorage;

beforeAll(async () => {
  storage = memoryStorage();
  await recordSkillSessions(storage);
  for (let index = 0; index < 50; index += 1) await keepFigures(storage, skillSessionId(index));
});

test('statistics say how many sessions succeeded, how long they took and what they cost, for all and by project, agent, tool and model', async () => {
  const { cover, totals, projects, agents, tools, models } = await collectStatistics(storage);
  expect(cover).toEqual({ sessions: 50, measured: 50, outdated: 0, missing: 0, large: 0 });
  expect(totals).toMatchObject({ sessions: 50, outcomes: { success: 30, failed: 20, none: 0 }, successRate: 0.6, turns: 50, steps: 250, failedSteps: 50, tokens: { input: 5000, output: 25 * 450 }, priced: 50 });
  expect(totals.costUsd).toBeCloseTo(0.5);
  expect(projects.top.map(({ name, sessions }) => [name, sessions])).toEqual([['shop', 40], ['site', 10]]);
  expect(agents.top.map(({ name, sessions }) => [name, sessions])).toEqual([['Claude', 25], ['Other', 25]]);
  expect(tools.top).toMatchObject([{ name: 'Bash', calls: 200, failed: 50, sessions: 50 }, { name: 'Skill', calls: 50, failed: 0 }]);
  expect(models.top).toMatchObject([{ name: 'claude-x', calls: 50, inputTokens: 5000 }]);
});

test('over time, sessions stand in the day, the week from Monday and the month in which they started, in UTC', async () => {
  const spans = async (period: 'day' | 'week' | 'month'): Promise<unknown> => (await collectStatistics(storage, {}, { period })).spans.map(({ from, sessions }) => [new Date(from / 1000).toISOString().slice(0, 10), sessions]);
  expect(await spans('month')).toEqual([['2025-11-01', 28], ['2025-12-01', 22]]);
  expect(await spans('week')).toEqual([['2025-11-03', 7], ['2025-11-10', 7], ['2025-11-17', 7], ['2025-11-24', 7], ['2025-12-01', 7], ['2025-12-08', 7], ['2025-12-15', 7], ['2025-12-22', 1]]);
  expect(await spans('day')).toHaveLength(50);
});

test('filters are those of lists', async () => {
  const { totals } = await collectStatistics(storage, { project: 'site', outcome: 'failed', after: MONDAY });
  expect(totals).toMatchObject({ sessions: 8, successRate: 0 });
});

test('the catalog lists each version with when it was seen and how it did', async () => {
  const { items } = await collectCatalog(storage, {}, { kinds: ['skill', 'model'] });
  const skill = items.find(({ kind }) => kind === 'skill');
  expect(skill).toMatchObject({ name: 'review', calls: 50, firstAt: MONDAY + 1_000_000, versions: [{ version: '1.1', sessions: 25, turns: { acceptance: 8 / 25 } }, { version: '1.0', sessions: 25, failed: 0, turns: { acceptance: 22 / 25 } }] });
  expect(skill?.versions[1]?.latencyUs.median).toBeCloseTo(1_000_000, -5);
  expect(items.find(({ kind }) => kind === 'model')).toMatchObject({ name: 'claude-x', versions: [{ version: '20250101', inputTokens: 5000 }] });
});

test('version against version, 50 sessions show the known difference, and nothing where there is none', async () => {
  const { a, b, figures } = await compareVersions(storage, {}, { kind: 'skill', name: 'review' });
  expect([a.version, b.version]).toEqual(['1.0', '1.1']);
  expect(Object.fromEntries(figures.map(({ measure, verdict }) => [measure, verdict]))).toEqual({
    acceptance: 'worse', failure_rate: 'unclear', retry_rate: 'unclear', latency: 'unclear', turn_duration: 'worse', turn_tokens: 'worse', failed_steps: 'worse',
  });
  const acceptance = figures.find(({ measure }) => measure === 'acceptance');
  expect(acceptance).toMatchObject({ a: { value: 22 / 25, count: 25 }, b: { value: 8 / 25, count: 25 } });
  expect(acceptance?.difference?.value).toBeCloseTo(-14 / 25);
  expect(acceptance?.difference?.high).toBeLessThan(0);
});

test('versions of an entry that was asked for name their latest five sessions, the latest first; of all entries none does', async () => {
  const { items } = await collectCatalog(storage, {}, { kinds: ['skill'], name: 'review' });
  const ids = (first: number): readonly string[] => [0, 1, 2, 3, 4].map((place) => skillSessionId(first - place));
  expect(items[0]?.versions.map(({ version, latest }) => [version, latest?.map(({ sessionId }) => sessionId)])).toEqual([['1.1', ids(49)], ['1.0', ids(24)]]);
  const { a, b } = await compareVersions(storage, { project: 'site' }, { kind: 'skill', name: 'review' });
  expect([a.latest?.[0]?.name, b.latest?.[0]?.name]).toEqual(['Session 24', 'Session 49']);
  expect(JSON.stringify(await collectCatalog(storage))).not.toContain('"latest"');
});

test('a few sessions are too few to say anything', async () => {
  const { figures } = await compareVersions(storage, { project: 'site', before: MONDAY + 28 * 86_400_000_000 }, { kind: 'skill', name: 'review', versions: ['1.0', '1.0'] });
  expect(figures[0]).toMatchObject({ measure: 'acceptance', verdict: 'unclear' });
  const { figures: few } = await compareVersions(storage, { after: MONDAY + 22 * 86_400_000_000, before: MONDAY + 28 * 86_400_000_000 }, { kind: 'skill', name: 'review' });
  expect(few[0]).toMatchObject({ measure: 'acceptance', verdict: 'too_few', a: { count: 3 }, b: { count: 3 } });
});

test('what nobody used, and a single version, cannot be compared', async () => {
  await expect(compareVersions(storage, {}, { kind: 'skill', name: 'deploy' })).rejects.toThrow('No session that fits used the skill "deploy"');
  await expect(compareVersions(storage, {}, { kind: 'skill', name: 'review', versions: ['1.0', '9'] })).rejects.toThrow('Known are: 1.0, 1.1.');
  await expect(compareVersions(storage, {}, { kind: 'model', name: 'claude-x' })).rejects.toThrow('Only one version was used');
});

test('a session that was not measured, or grew since, is named and told to whoever makes figures', async () => {
  const own = memoryStorage();
  await recordSkillSessions(own);
  await keepFigures(own, skillSessionId(0));
  await own.append(skillSessionId(0), ['{"$r":1,"id":"x","p":"late","e":0,"n":0,"at":1762128000000001,"type":"note","via":"sdk","data":{"text":"late"}}']);
  const outdated: string[] = [];
  const { cover, totals } = await collectStatistics(own, {}, { onOutdated: ({ sessionId }) => outdated.push(sessionId) });
  expect(cover).toEqual({ sessions: 50, measured: 1, outdated: 1, missing: 49, large: 0 });
  expect([outdated.length, totals.sessions, totals.measured]).toEqual([50, 50, 1]);
});

test('what reviewers say that a session came to counts, also where nobody asks for it', async () => {
  const own = memoryStorage();
  await recordSkillSessions(own);
  const before = (await collectStatistics(own)).totals.outcomes;
  const failed = (await own.list({ outcome: 'failed', limit: 1 })).sessions[0]?.sessionId ?? '';
  await own.annotate(failed, { id: '01980000-0000-7000-8000-000000000001', at: 1, author: 'ada', type: 'outcome', data: { outcome: 'success' } });
  const { totals } = await collectStatistics(own);
  expect([totals.outcomes.success, totals.outcomes.failed]).toEqual([before.success + 1, before.failed - 1]);
});
