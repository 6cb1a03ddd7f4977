import fc from 'fast-check';
import { createIdSource, type Annotation, type SessionInfo, type SessionStatus } from '@playhead/protocol';
import { expect, test } from 'vitest';
import { createAnnotator } from '../review/review-annotations.ts';
import { planPrune, type PruneCandidate } from './plan-prune.ts';
import { pruneSessions, type PrunableStorage } from './prune-sessions.ts';
import { parseRetentionPolicy } from './retention-policy.ts';
import { pinSession, retainSession, sessionRetentionOf } from './session-retention.ts';
import type { RetentionPolicy } from './types.ts';

const DAY = 86_400_000_000;
const NOW = 400 * DAY;
const nextId = createIdSource();

interface Made { readonly age: number; readonly bytes: number; readonly status: SessionStatus; readonly pin: boolean; readonly keepDays: number | undefined; readonly dropped: boolean }

const made: fc.Arbitrary<Made> = fc.record({
  age: fc.integer({ min: 0, max: 300 }), bytes: fc.integer({ min: 0, max: 1000 }),
  status: fc.constantFrom<SessionStatus[]>('completed', 'completed', 'completed', 'failed', 'recording', 'processing'),
  pin: fc.integer({ min: 0, max: 9 }).map((n) => n === 0), dropped: fc.integer({ min: 0, max: 19 }).map((n) => n === 0),
  keepDays: fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 400 }) }),
});
const policies: fc.Arbitrary<RetentionPolicy> = fc.record({
  maxCount: fc.integer({ min: 0, max: 1100 }), maxAgeDays: fc.integer({ min: 0, max: 310 }), maxBytes: fc.integer({ min: 0, max: 600_000 }),
}, { requiredKeys: [] });

function candidateOf({ age, bytes, status, pin, keepDays, dropped }: Made): PruneCandidate {
  const sessionId = nextId();
  const session: SessionInfo = { sessionId, name: 'x', harness: 'h', agentName: 'a', workspaceName: 'w', status, startedAt: NOW - age * DAY, updatedAt: NOW - age * DAY, events: 1, bytes, ...(dropped && { dropped: { reason: 'private' } }) };
  return { session, bytes, retention: { ...(pin && { pinned: { author: 'ada', at: 1 } }), ...(keepDays !== undefined && { keepDays }) } };
}

/** What stays, said as plainly as possible: one session after the other is taken away until every limit holds. */
function naive(candidates: readonly PruneCandidate[], { maxCount, maxAgeDays, maxBytes }: RetentionPolicy): ReadonlySet<string> {
  const days = ({ session: { updatedAt } }: PruneCandidate): number => (NOW - updatedAt) / DAY;
  const isFree = (one: PruneCandidate): boolean => !one.session.dropped && ['completed', 'failed'].includes(one.session.status) && !one.retention.pinned && !(one.retention.keepDays !== undefined && days(one) < one.retention.keepDays);
  let stay = candidates.filter((one) => !isFree(one) || (one.retention.keepDays === undefined && (maxAgeDays === undefined || days(one) <= maxAgeDays)));
  const oldestFree = (): PruneCandidate | undefined => stay.filter(isFree).sort((a, b) => days(b) - days(a) || (a.session.sessionId < b.session.sessionId ? -1 : 1))[0];
  const takeWhile = (isOver: () => boolean): void => {
    for (let next = oldestFree(); next && isOver(); next = oldestFree()) stay = stay.filter((one) => one !== next);
  };
  if (maxCount !== undefined) takeWhile(() => stay.filter(isFree).length > maxCount);
  if (maxBytes !== undefined) takeWhile(() => stay.reduce((sum, { bytes }) => sum + bytes, 0) > maxBytes);
  return new Set(stay.map(({ session }) => session.sessionId));
}

/** What is left of sessions after a plan was carried out. */
function leftBy(candidates: readonly PruneCandidate[], policy: RetentionPolicy): ReadonlySet<string> {
  const gone = new Set(planPrune(candidates, policy, NOW).removals.map(({ sessionId }) => sessionId));
  return new Set(candidates.map(({ session }) => session.sessionId).filter((id) => !gone.has(id)));
}

test('a policy removes exactly the right ones of any sessions', () => {
  fc.assert(fc.property(fc.array(made, { maxLength: 60 }), fc.record({ maxCount: fc.integer({ min: 0, max: 60 }), maxAgeDays: fc.integer({ min: 0, max: 310 }), maxBytes: fc.integer({ min: 0, max: 30_000 }) }, { requiredKeys: [] }), (sessions, policy) => {
    const candidates = sessions.map(candidateOf);
    expect(leftBy(candidates, policy)).toEqual(naive(candidates, policy));
  }), { numRuns: 500 });
});

test('a policy removes exactly the right ones of 1,000 sessions', () => {
  fc.assert(fc.property(fc.array(made, { minLength: 1000, maxLength: 1000, size: 'max' }), policies, (sessions, policy) => {
    const candidates = sessions.map(candidateOf);
    expect(leftBy(candidates, policy)).toEqual(naive(candidates, policy));
  }), { numRuns: 3 });
});

test('says of each session which rule removes it', () => {
  const plain = { bytes: 10, status: 'completed', pin: false, keepDays: undefined, dropped: false } as const;
  const candidates = [{ ...plain, age: 5, keepDays: 1 }, { ...plain, age: 100 }, { ...plain, age: 50 }, { ...plain, age: 3, bytes: 900 }, { ...plain, age: 2 }, { ...plain, age: 200, pin: true }, { ...plain, age: 1, status: 'recording' as const }].map(candidateOf);
  const { removals, sheltered } = planPrune(candidates, { maxAgeDays: 90, maxCount: 2, maxBytes: 500 }, NOW);
  expect(removals.map(({ rule, updatedAt }) => [(NOW - updatedAt) / DAY, rule])).toEqual([[100, 'age'], [50, 'count'], [5, 'own'], [3, 'size']]);
  expect(sheltered).toEqual({ running: 1, pinned: 1, kept: 0, private: 0, unsent: 0 });
});

test('the latest word on a session counts, whatever order they come in; what agents say counts for nothing', () => {
  let clock = 0;
  const annotate = createAnnotator({ now: () => (clock += 1) });
  const words: Annotation[] = [annotate('ada', pinSession(true, ' For the report ')), annotate('ada', retainSession({ keepDays: 7 })), annotate('bob', pinSession(false)), annotate('bob', pinSession(true, 'Again')), { ...annotate('bot', pinSession(false)), by: 'agent' }, annotate('ada', retainSession({ keepUntil: 5 })), { ...annotate('ada', pinSession(true)), type: 'note' }];
  fc.assert(fc.property(fc.shuffledSubarray(words, { minLength: words.length }), (shuffled) => {
    expect(sessionRetentionOf(shuffled)).toMatchObject({ pinned: { author: 'bob', reason: 'Again' }, keepUntil: 5 });
  }));
  expect(sessionRetentionOf([...words, annotate('ada', retainSession({})), annotate('ada', pinSession(false))])).toEqual({});
  expect(sessionRetentionOf([{ ...annotate('x', pinSession(true)), data: { set: 'yes' } }, { ...annotate('x', retainSession({})), data: { keepDays: -1, keepUntil: 1.5 } }])).toEqual({});
  expect(() => retainSession({ keepDays: -1 })).toThrow(RangeError);
});

test('a policy that may have meant something else is refused', () => {
  expect(parseRetentionPolicy({ maxAgeDays: 0.5, maxCount: 0, maxBytes: 1e12 })).toEqual({ maxAgeDays: 0.5, maxCount: 0, maxBytes: 1e12 });
  for (const wrong of [null, [], 'x', { maxCount: -1 }, { maxCount: 1.5 }, { maxBytes: '1GB' }, { maxAge: 3 }, { maxAgeDays: Number.NaN }]) expect(() => parseRetentionPolicy(wrong)).toThrow(/nothing is removed by it/);
});

/** A storage of plain values that notes what is deleted. */
function storageOf(sessions: readonly SessionInfo[], change: Partial<PrunableStorage> = {}): PrunableStorage & { readonly deleted: string[] } {
  const held = new Map(sessions.map((session) => [session.sessionId, session]));
  const deleted: string[] = [];
  return {
    deleted, capabilities: { annotations: true },
    list: async ({ cursor = '0', limit = 50 } = {}) => {
      const rest = [...held.values()].slice(Number(cursor));
      return { sessions: rest.slice(0, limit), ...(rest.length > limit && { next: String(Number(cursor) + limit) }) };
    },
    get: async (id) => held.get(id),
    annotations: async () => [],
    delete: async (id, why) => { held.delete(id); deleted.push(`${id} ${String(why?.rule)} ${String(why?.by)}`); },
    ...change,
  };
}

const old = (n: number): SessionInfo[] => Array.from({ length: n }, (_, index) => ({ ...candidateOf({ age: 100, bytes: 10, status: 'completed', pin: false, keepDays: undefined, dropped: false }).session, updatedAt: NOW - 200 * DAY + index }));
const clock = { now: () => NOW / 1000 };

test('removes, tells what and why, and removes nothing where it is only asked', async () => {
  const sessions = old(40);
  const storage = storageOf(sessions);
  const dry = await pruneSessions(storage, { maxCount: 30 }, { ...clock, dryRun: true });
  expect([dry.dryRun, dry.removed.length, dry.removedBytes, storage.deleted]).toEqual([true, 10, 100, []]);
  const seen: string[] = [];
  const done = await pruneSessions(storage, { maxCount: 30 }, { ...clock, by: 'ada', onProgress: (at, all) => void seen.push(`${at}/${all}`) });
  expect([done.dryRun, done.removed, done.sessions, done.bytes]).toEqual([false, dry.removed, 40, 400]);
  expect(storage.deleted).toEqual(sessions.slice(0, 10).map(({ sessionId }) => `${sessionId} count ada`));
  expect(seen).toEqual(['10/10']);
  expect((await pruneSessions(storage, { maxCount: 30 }, clock)).removed).toEqual([]);
  expect((await pruneSessions(storage, { maxCount: 0 }, { ...clock, confirm: () => false })).cancelled).toBe(true);
  expect(storage.deleted.length).toBe(10);
});

test('spares a session that goes on or is pinned meanwhile, goes on after a failure, and stops when it is cancelled', async () => {
  const sessions = old(60);
  const [goesOn, pinned, fails] = sessions.map(({ sessionId }) => sessionId);
  let isPlanned = false;
  const abort = new AbortController();
  const inner = storageOf(sessions);
  const storage: PrunableStorage = {
    ...inner,
    get: async (id) => { const info = await inner.get(id); return info && id === goesOn ? { ...info, events: 2 } : info; },
    annotations: async (id) => (isPlanned && id === pinned ? [createAnnotator()('ada', pinSession(true))] : []),
    delete: async (id, why) => {
      if (id === fails) throw Object.assign(new (await import('@playhead/protocol')).PlayheadError('storage_unavailable', 'No.'));
      await inner.delete(id, why);
    },
  };
  const report = await pruneSessions(storage, { maxAgeDays: 1 }, { ...clock, signal: abort.signal, confirm: () => (isPlanned = true), onProgress: (at) => { if (at >= 32) abort.abort(); } });
  expect([[...report.spared].sort(), report.failed.map(({ sessionId }) => sessionId), report.removed.length, report.cancelled]).toEqual([[goesOn, pinned].sort(), [fails], 29, true]);
});

test('what was not sent stays, in a dry run too, and so does what cannot be told', async () => {
  const sessions = old(20);
  const [first, second] = sessions.map(({ sessionId }) => sessionId);
  const storage = storageOf(sessions);
  const isUnsent = async (sessionId: string): Promise<boolean> => {
    if (sessionId === second) throw new Error('No.');
    return sessionId === first;
  };
  for (const dryRun of [true, false]) {
    const { removed, sheltered } = await pruneSessions(storage, { maxCount: 0 }, { ...clock, isUnsent, dryRun });
    expect([removed.length, removed.some(({ sessionId }) => sessionId === first || sessionId === second), sheltered.unsent]).toEqual([18, false, 2]);
  }
});
