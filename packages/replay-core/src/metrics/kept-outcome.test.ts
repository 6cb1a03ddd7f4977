import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeRecord, type JsonObject, type SessionStorage } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { afterAll, expect, test } from 'vitest';
import { listReviewedSessions } from '../review/reviewed-sessions.ts';
import { countFacets } from '../review/session-facets.ts';
import { collectStatistics } from './collect-statistics.ts';
import { keepFigures } from './kept-metrics.ts';
import { withKeptOutcome } from './kept-outcome.ts';

const dir = mkdtempSync(join(tmpdir(), 'playhead-kept-outcome-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const idOf = (index: number): string => `01980000-0000-7000-8000-00000000000${index}`;
const OVER: readonly [string, JsonObject][] = [['session_stop', {}], ['session_status', { status: 'completed' }]];
/** What sessions hold after their prompt: nobody said how the first four ended. */
const SESSIONS: readonly (readonly [string, JsonObject][])[] = [
  [['turn_end', { outcome: 'success' }], ...OVER],
  [['turn_end', { outcome: 'failed' }], ...OVER],
  [...OVER],
  [],
  [['turn_end', { outcome: 'failed' }], ['session_stop', { outcome: 'success' }], ['session_status', { status: 'completed' }]],
];

async function recorded(storage: SessionStorage): Promise<SessionStorage> {
  for (const [index, events] of SESSIONS.entries()) {
    const sessionId = idOf(index);
    await storage.create({ sessionId, name: `Session ${index}`, harness: 'own', agentName: 'Own', workspaceName: 'shop' });
    const lines = [['prompt', { text: 'Go', origin: 'human' }] as const, ...events].map(([type, data], n) =>
      encodeRecord({ $r: 1, id: `01980000-0000-7000-8000-0000000001${index}${n}`, p: 'own', e: 0, n, at: 1_764_000_000_000_000 + index * 1_000_000 + n, type, via: 'sdk', turn: 't1', data }));
    await storage.append(sessionId, lines);
    await keepFigures(storage, sessionId);
  }
  return storage;
}

test.each([['memory', () => memoryStorage()], ['fs', () => fsStorage({ dir })]])('a list over %s says how sessions ended of which nobody said it, and finds them by that', async (_, create) => {
  const storage = await recorded(create());
  const found = async (outcome: 'success' | 'failed' | 'interrupted'): Promise<readonly string[]> => (await listReviewedSessions(storage, { outcome })).sessions.map(({ name }) => name).toSorted();
  expect((await listReviewedSessions(storage)).sessions.map(({ name, outcome }) => [name, outcome]).toSorted()).toEqual([['Session 0', 'success'], ['Session 1', 'failed'], ['Session 2', 'interrupted'], ['Session 3', undefined], ['Session 4', 'success']]);
  expect([await found('success'), await found('failed'), await found('interrupted')]).toEqual([['Session 0', 'Session 4'], ['Session 1'], ['Session 2']]);
  expect((await countFacets(storage)).facets.outcome.values).toEqual([{ value: 'success', count: 2 }, { value: 'failed', count: 1 }, { value: 'interrupted', count: 1 }]);
  expect((await collectStatistics(storage, { outcome: 'success' })).totals).toMatchObject({ sessions: 2, successRate: 1 });
  const one = await storage.get(idOf(1));
  expect(one && (await withKeptOutcome(storage, one)).outcome).toBe('failed');
});

test('a reviewer overrules it, and it is not said to be recorded', async () => {
  const storage = await recorded(memoryStorage());
  await storage.annotate(idOf(1), { id: '01980000-0000-7000-8000-000000000009', at: 1, author: 'ada', type: 'outcome', data: { outcome: 'success' } });
  const [session] = (await listReviewedSessions(storage, { search: 'Session 1' })).sessions;
  expect(session).toMatchObject({ outcome: 'success', outcomeBy: { author: 'ada' } });
  expect(session?.outcomeBy).not.toHaveProperty('recorded');
});
