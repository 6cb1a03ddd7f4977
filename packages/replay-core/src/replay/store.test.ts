import type { EventKind, SessionRecord } from '@playhead/protocol';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { createReplay, type ReplayOptions } from '../create-replay.ts';
import type { EventFilter, ReplayState, ReplayStore, StepTarget, TimeRange } from '../replay-store.ts';
import { createTimeMap } from '../player/create-time-map.ts';
import { search } from '../search.ts';
import type { SourceChunk } from '../source/source.ts';
import { recordsSource } from '../source/records-source.ts';
import { recordBuilder, sampleSession, START } from '../test-support/build-records.ts';

const ready = async (replay: ReplayStore): Promise<void> => vi.waitFor(() => expect(replay.getState()).toMatchObject({ status: 'ready', live: false }));
const seconds = (from: number, to: number): TimeRange => ({ from: START + from * 1_000_000, to: START + to * 1_000_000 });
const shownIds = ({ model, shown }: ReplayState): readonly string[] => model.events.filter((event) => shown.includes(event)).map(({ id }) => id);
const currentId = (replay: ReplayStore): string | undefined => replay.getState().model.events[replay.getState().currentIndex]?.id;

async function opened(records: readonly SessionRecord[] = sampleSession(), options: ReplayOptions = {}): Promise<ReplayStore> {
  const replay = createReplay(recordsSource(records), options);
  await ready(replay);
  return replay;
}

/** A time that only the test moves. */
function handTime(): ReplayOptions & { pass(ms: number): void } {
  let time = 0;
  let waiting: (() => void) | undefined;
  return {
    now: () => time,
    frame: (callback) => { waiting = callback; return () => { waiting = undefined; }; },
    pass(ms) { time += ms; const due = waiting; waiting = undefined; due?.(); },
  };
}

test('without filter and range everything is shown', async () => {
  const replay = await opened();
  expect(replay.getState().shown).toMatchObject({ narrowed: false, count: 26 });
  expect(shownIds(replay.getState())).toHaveLength(26);
});

test('a filter of kinds leaves those events', async () => {
  const replay = await opened();
  replay.setFilter({ kinds: ['prompt'] });
  expect(replay.getState().shown).toMatchObject({ narrowed: true, count: 2 });
  expect(shownIds(replay.getState())).toEqual(['p1-1', 'p1-16']);
});

test('a filter of failed steps leaves all their events, and no others', async () => {
  const replay = await opened();
  replay.setFilter({ statuses: ['failed'] });
  expect(shownIds(replay.getState())).toEqual(['p1-2', 'p1-3', 'p1-4', 'p1-5']);
  replay.setFilter({ statuses: ['denied', 'interrupted'] });
  expect(shownIds(replay.getState())).toEqual(['p1-17', 'p1-18', 'p1-19', 'p1-20']);
});

test('an error outside of any step is among what failed', async () => {
  const record = recordBuilder();
  const replay = await opened([record('failure', { message: 'The service is away' }), record('milestone', { title: 'x' })]);
  replay.setFilter({ statuses: ['failed'] });
  expect(shownIds(replay.getState())).toEqual(['p1-0']);
});

test('a filter of agents leaves what they did; the agent itself is main', async () => {
  const replay = await opened();
  replay.setFilter({ agents: ['a1'] });
  expect(shownIds(replay.getState())).toEqual(['p1-19', 'p1-20']);
  replay.setFilter({ agents: ['main'] });
  expect(replay.getState().shown.count).toBe(24);
});

test('a range narrows all views and leaves the playhead where it is', async () => {
  const replay = await opened();
  replay.setRange(seconds(15, 10));
  expect(replay.getState()).toMatchObject({ range: seconds(10, 15), currentIndex: 0, shown: { count: 6 } });
  const { shown } = replay.getState();
  replay.setRange(seconds(10, 15));
  expect(replay.getState().shown).toBe(shown);
  replay.setRange(undefined);
  expect(replay.getState()).not.toHaveProperty('range');
  expect(replay.getState().shown.narrowed).toBe(false);
});

test('playing from outside a range starts where it begins and pauses where it ends', async () => {
  const time = handTime();
  const replay = await opened(undefined, time);
  replay.setRange(seconds(9.5, 12));
  replay.play();
  expect(replay.getState().currentIndex).toBe(10);
  time.pass(1200);
  expect(replay.getState()).toMatchObject({ currentIndex: 11, playing: true });
  time.pass(60_000);
  expect(replay.getState()).toMatchObject({ currentIndex: 12, playing: false });
  expect(replay.clock.now()).toBe(12_000);
  replay.play();
  expect(replay.getState()).toMatchObject({ currentIndex: 10, playing: true });
});

test('a playhead inside a range plays on from where it is', async () => {
  const replay = await opened(undefined, handTime());
  replay.setRange(seconds(5, 12));
  replay.select('p1-8');
  replay.play();
  expect(replay.getState().currentIndex).toBe(8);
});

test('the start of a session is its first event, also when several happened at once', async () => {
  const record = recordBuilder();
  const replay = await opened([0, 0, 0, 1].map((second) => record('milestone', { title: 'x' }, { at: START + second * 1_000_000 })));
  replay.step(3);
  replay.seek(0);
  expect(replay.getState().currentIndex).toBe(0);
  replay.seekBy(400);
  replay.seekBy(-5000);
  expect([replay.getState().currentIndex, replay.clock.now()]).toEqual([0, 0]);
});

test('an event that arrives late is given its time, and the playhead stays at its event', async () => {
  const record = recordBuilder();
  const [a, late, b] = [0, 5, 10].map((second) => record('milestone', { title: 'x' }, { at: START + second * 1_000_000 })) as [SessionRecord, SessionRecord, SessionRecord];
  const replay: ReplayStore = createReplay({
    async *open() {
      yield { records: [a, b], upToDate: true };
      replay.select(b.id);
      yield { records: [late], upToDate: true };
    },
  });
  await ready(replay);
  expect(replay.getState().timeMap.idle).toEqual([{ at: 0, wallMs: 5000 }, { at: 400, wallMs: 5000 }]);
  expect([currentId(replay), replay.clock.now()]).toEqual([b.id, 800]);
});

test('who goes to the end while a session that is over still loads is there when all of it is known', async () => {
  const records = sampleSession();
  let release = (): void => undefined;
  const rest = new Promise<void>((resolve) => { release = resolve; });
  const replay = createReplay({
    async *open(): AsyncGenerator<SourceChunk> {
      yield { records: records.slice(0, 10), upToDate: false };
      await rest;
      yield { records: records.slice(10), upToDate: true };
    },
  });
  await vi.waitFor(() => expect(replay.getState().model.events).toHaveLength(10));
  replay.follow();
  release();
  await ready(replay);
  expect(replay.getState().currentIndex).toBe(replay.getState().model.events.length - 1);
});

test('scrubbing starts where the clock stands', async () => {
  const replay = await opened();
  replay.seekBy(5000);
  replay.seekBy(1500);
  expect([replay.getState().currentIndex, replay.clock.now()]).toEqual([6, 6500]);
});

test('a search finds what is shown', async () => {
  const replay = await opened();
  replay.setQuery('NPM TEST');
  expect(replay.getState()).toMatchObject({ query: 'NPM TEST', hits: ['p1-2', 'p1-9'] });
  replay.setFilter({ statuses: ['failed'] });
  expect(replay.getState().hits).toEqual(['p1-2']);
  replay.setFilter({});
  replay.setQuery(' ');
  expect(replay.getState().hits).toEqual([]);
});

test('a search of much goes on piece by piece, and its hits grow', async () => {
  const record = recordBuilder();
  let time = 0;
  const waiting: (() => void)[] = [];
  const replay = await opened(Array.from({ length: 100 }, (_, index) => record('milestone', { title: `goal ${index}` })), {
    now: () => (time += 5), later: (callback) => { waiting.push(callback); return () => void waiting.splice(waiting.indexOf(callback), 1); },
  });
  const seen: number[] = [];
  replay.subscribe(() => seen.push(replay.getState().hits.length));
  replay.setQuery('goal');
  while (waiting.length > 0) waiting.shift()?.();
  expect(seen).toEqual([64, 100]);
  replay.setQuery('goal 9');
  replay.setQuery('');
  while (waiting.length > 0) waiting.shift()?.();
  expect(replay.getState().hits).toEqual([]);
});

test.each<[StepTarget, readonly string[]]>([
  ['error', ['p1-3', 'p1-18']],
  ['turn', ['p1-1', 'p1-16']],
  ['moment', ['p1-1', 'p1-4', 'p1-11', 'p1-16', 'p1-18']],
  ['frame', ['p1-3', 'p1-10', 'p1-11', 'p1-12']],
  ['hit', ['p1-2', 'p1-9']],
])('steps go from %s to %s and stay at the last', async (target, ids) => {
  const replay = await opened();
  replay.setQuery('npm test');
  const found = ids.map(() => [replay.stepTo(target, 1), replay.getState().selectedId]);
  expect(found).toEqual(ids.map((id) => [true, id]));
  if (target === 'frame') return;
  expect([replay.stepTo(target, 1), replay.getState().selectedId]).toEqual([false, ids.at(-1)]);
  expect([replay.stepTo(target, -1), replay.getState().selectedId]).toEqual([true, ids.at(-2)]);
});

test('snapshots and checkpoints are stepped to', async () => {
  const record = recordBuilder();
  const replay = await opened([record('milestone', { title: 'a' }), record('snapshot', { reference: 'b' }), record('session_checkpoint', { title: 'c' })]);
  replay.seek(0);
  expect([replay.stepTo('snapshot', 1), currentId(replay), replay.stepTo('snapshot', 1), currentId(replay)]).toEqual([true, 'p1-1', true, 'p1-2']);
});

test('stepping to the agent below goes to what it does from here on, and back to the agent itself', async () => {
  const replay = await opened();
  expect([replay.stepTo('agent', -1), replay.stepTo('agent', 1), currentId(replay), replay.stepTo('agent', 1)]).toEqual([false, true, 'p1-19', false]);
  expect([replay.stepTo('agent', -1), currentId(replay)]).toEqual([true, 'p1-21']);
});

test('where prompts are left out a turn begins with its first event that is not', async () => {
  const replay = await opened();
  replay.setFilter({ kinds: ['command'] });
  expect([replay.stepTo('turn', 1), currentId(replay)]).toEqual([true, 'p1-2']);
  expect([replay.stepTo('turn', 1), currentId(replay)]).toEqual([true, 'p1-17']);
  expect([replay.stepTo('turn', -1), currentId(replay), replay.stepTo('turn', -1)]).toEqual([true, 'p1-2', false]);
});

test('pointing at an event is told once, and leaves the playhead alone', async () => {
  const replay = await opened();
  const heard = vi.fn<() => void>();
  replay.subscribe(heard);
  replay.highlight('p1-4');
  replay.highlight('p1-4');
  expect(replay.getState()).toMatchObject({ highlightedId: 'p1-4', currentIndex: 0 });
  replay.highlight(undefined);
  expect(replay.getState()).not.toHaveProperty('highlightedId');
  expect(heard).toHaveBeenCalledTimes(2);
});

test('the same filter again is no news', async () => {
  const replay = await opened();
  replay.setFilter({ kinds: ['prompt'] });
  const heard = vi.fn<() => void>();
  replay.subscribe(heard);
  replay.setFilter({ kinds: ['prompt'] });
  expect(heard).not.toHaveBeenCalled();
});

const filters: fc.Arbitrary<EventFilter> = fc.oneof(fc.constant({}), fc.record({
  kinds: fc.uniqueArray(fc.constantFrom<EventKind>('prompt', 'command', 'test', 'edit', 'session', 'mcp', 'permission'), { maxLength: 4 }),
  statuses: fc.uniqueArray(fc.constantFrom('failed' as const, 'denied' as const, 'interrupted' as const, 'running' as const), { maxLength: 3 }),
  agents: fc.uniqueArray(fc.constantFrom('main', 'a1'), { minLength: 1, maxLength: 2 }),
}, { requiredKeys: [] }), fc.record({ statuses: fc.constantFrom(['failed' as const], ['running' as const], ['running' as const, 'denied' as const]) }));
const ranges = fc.option(fc.tuple(fc.nat(30), fc.nat(30)).map(([from, to]) => seconds(Math.min(from, to), Math.max(from, to))), { nil: undefined, freq: 1 });
const queries = fc.constantFrom('', 'test', 'o', 'o', 'e', 'npm');

/** What is left, worked out event by event. */
function expected({ model }: ReplayState, filter: EventFilter, range: TimeRange | undefined): readonly string[] {
  const statuses = new Map(model.turns.flatMap(({ steps }) => steps).map((step) => [step.id, step.status]));
  return model.events.filter(({ kind, severity, stepId, record: { at, agent = 'main' } }) => {
    const status = stepId === undefined ? ({ error: 'failed', denied: 'denied' } as const)[severity as 'error'] : statuses.get(stepId);
    return (!range || (at >= range.from && at <= range.to)) && (filter.kinds?.includes(kind) ?? true) && (filter.agents?.includes(agent) ?? true)
      && (!filter.statuses || filter.statuses.some((wanted) => wanted === status));
  }).map(({ id }) => id);
}

test('filter, range and search of a growing session are those of the whole session, whatever arrives when', async () => {
  const records = sampleSession();
  await fc.assert(fc.asyncProperty(filters, ranges, queries, fc.shuffledSubarray(records, { minLength: records.length }), fc.nat(1000), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }), fc.boolean(), async (filter, range, query, shuffled, late, sizes, inOrder) => {
    const all = inOrder ? records : shuffled;
    let time = 0;
    const chunks: SourceChunk[] = [];
    for (let start = 0, turn = 0; start < all.length; turn += 1) {
      const size = sizes[turn % sizes.length] ?? 1;
      chunks.push({ records: all.slice(start, start + size), upToDate: true });
      start += size;
    }
    const setAt = late % chunks.length;
    const replay: ReplayStore = createReplay({
      async *open() {
        for (const [index, chunk] of chunks.entries()) {
          yield chunk;
          if (index === setAt) { replay.setFilter(filter); if (range) replay.setRange(range); replay.setQuery(query); }
        }
      },
    }, { now: () => (time += 3), later: (callback) => { const handle = setImmediate(callback); return () => clearImmediate(handle); } });
    await vi.waitFor(() => expect(replay.getState()).toMatchObject({ status: 'ready', live: false }), { interval: 1 });
    const { model, timeMap } = replay.getState();
    const ats = model.events.map(({ record }) => record.at);
    const map = createTimeMap(ats, 'idle-capped');
    expect([ats.map((at) => timeMap.toVirtual(at)), timeMap.idle]).toEqual([ats.map((at) => map.toVirtual(at)), map.idle]);
    const left = expected(replay.getState(), filter, range);
    expect(shownIds(replay.getState())).toEqual(left);
    expect(replay.getState().shown.count).toBe(left.length);
    const found = search(replay.getState().model, query).filter((id) => left.includes(id));
    await vi.waitFor(() => expect([...replay.getState().hits]).toEqual(found), { interval: 1 });
    replay.close();
  }), { numRuns: 80 });
}, 300_000);

const targets = fc.constantFrom<StepTarget>('hit', 'moment', 'snapshot', 'turn', 'agent', 'frame', 'error');

test('from anywhere, the next hit is the nearest one that is shown', async () => {
  const replay = await opened();
  fc.assert(fc.property(filters, ranges, queries, fc.integer({ min: -1, max: 25 }), fc.constantFrom(1 as const, -1 as const), (filter, range, query, start, by) => {
    replay.setFilter(filter);
    replay.setRange(range);
    replay.setQuery(query);
    if (start < 0) replay.seek(0);
    else replay.select(`p1-${start}`);
    const { model: { events }, currentIndex, hits } = replay.getState();
    const sides = by > 0 ? events.slice(currentIndex + 1) : events.slice(0, Math.max(0, currentIndex)).reverse();
    const nearest = sides.find(({ id }) => hits.includes(id))?.id;
    expect(replay.stepTo('hit', by)).toBe(nearest !== undefined);
    if (nearest !== undefined) expect(currentId(replay)).toBe(nearest);
  }), { numRuns: 300 });
}, 300_000);

test('no step ever leaves what is shown', async () => {
  const replay = await opened();
  fc.assert(fc.property(filters, ranges, queries, fc.nat(25), fc.array(fc.tuple(fc.option(targets, { nil: undefined }), fc.constantFrom(1 as const, -1 as const)), { maxLength: 8 }), (filter, range, query, start, steps) => {
    replay.setFilter(filter);
    replay.setRange(range);
    replay.setQuery(query);
    replay.select(`p1-${start}`);
    for (const [target, by] of steps) {
      const before = currentId(replay);
      const moved = target === undefined ? undefined : replay.stepTo(target, by);
      if (target === undefined) replay.step(by);
      const { model, currentIndex, shown } = replay.getState();
      const event = model.events[currentIndex];
      if (moved === false) expect(currentId(replay)).toBe(before);
      if (currentId(replay) !== before) expect(event && shown.includes(event)).toBe(true);
    }
  }), { numRuns: 300 });
}, 300_000);
