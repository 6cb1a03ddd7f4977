import { memoryStorage } from '@playhead/storage-adapters/memory';
import { beforeAll, expect, test } from 'vitest';
import { readModel } from '../review/read-model.ts';
import { recordSkillSessions } from '../test-support/skill-sessions.ts';
import { collectCatalog, collectStatistics, compareVersions, figuresSource, keepFigures, metricsOf, type FiguresQuery, type MeasuredSession } from './index.ts';

const storage = memoryStorage();
let source: ReturnType<typeof figuresSource>;

beforeAll(async () => {
  await recordSkillSessions(storage);
  const measured: MeasuredSession[] = [];
  for (const session of (await storage.list({ limit: 100 })).sessions) {
    await keepFigures(storage, session.sessionId);
    measured.push({ session, metrics: metricsOf(await readModel(storage, session)) });
  }
  source = figuresSource(measured.toReversed());
});

test.each<FiguresQuery>([{}, { project: 'site' }, { outcome: 'failed' }, { search: 'session 4' }, { agentName: 'Claude', after: 1_764_000_000_000_000 }])('sessions at hand add up to what a storage says of those that fit %j', async (query) => {
  expect(await collectStatistics(source, query)).toEqual(await collectStatistics(storage, query));
  expect(await collectCatalog(source, query, { kinds: ['skill'], name: 'review' })).toEqual(await collectCatalog(storage, query, { kinds: ['skill'], name: 'review' }));
  if (query.after === undefined) expect(await compareVersions(source, query, { kind: 'skill', name: 'review' })).toEqual(await compareVersions(storage, query, { kind: 'skill', name: 'review' }));
});

test('a session that was not measured is counted, and no session at hand is pinned or asks for a review', async () => {
  const unmeasured = figuresSource((await storage.list({ limit: 3 })).sessions.map((session) => ({ session })));
  expect((await collectStatistics(unmeasured)).cover).toMatchObject({ sessions: 3, large: 3, measured: 0 });
  expect((await collectStatistics(source, { needsReview: true })).totals.sessions).toBe(0);
  expect((await collectStatistics(source, { pinned: true })).totals.sessions).toBe(0);
});
