import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createModel } from '../model/create-model.ts';
import { recordBuilder, sampleSession, START } from '../test-support/build-records.ts';
import { bucketise, type TimelineBucket } from './bucketise.ts';
import { createTimeMap } from './create-time-map.ts';
import type { IdleMode, TimeMap } from './time-map.ts';

const modes = fc.constantFrom<IdleMode>('wall', 'idle-capped', 'even');
const times = fc.array(fc.nat(10_000_000_000), { minLength: 1, maxLength: 50 }).map((ats) => ats.sort((a, b) => a - b).map((at) => START + at));

test('idle stretches are shortened and say how long they were', () => {
  const map = createTimeMap([0, 1, 721, 722].map((seconds) => START + seconds * 1_000_000), 'idle-capped');
  expect(map.durationMs).toBe(2400);
  expect(map.idle).toEqual([{ at: 1000, wallMs: 720_000 }]);
});

test('somebody else may say from when on nothing happens', () => {
  const ats = [0, 1, 4, 14, 15].map((seconds) => START + seconds * 1_000_000);
  const map = createTimeMap(ats, 'idle-capped', 5000);
  expect([map.durationMs, map.idle]).toEqual([5400, [{ at: 4000, wallMs: 10_000 }]]);
  expect([createTimeMap(ats.slice(0, 2), 'idle-capped', 5000).extend(ats.slice(2))?.durationMs, map.until(ats[2]!).durationMs]).toEqual([5400, 4000]);
  expect(createTimeMap(ats, 'idle-capped', 100).durationMs).toBe(400);
  expect(createTimeMap(ats, 'wall', 5000).durationMs).toBe(15_000);
});

test('later is never earlier in virtual time', () => {
  fc.assert(fc.property(times, modes, fc.nat(11_000_000_000), fc.nat(11_000_000_000), (ats, mode, a, b) => {
    const map = createTimeMap(ats, mode);
    const [early, late] = [Math.min(a, b), Math.max(a, b)];
    expect(map.toVirtual(START + early)).toBeLessThanOrEqual(map.toVirtual(START + late));
    expect(map.toVirtual(START + late)).toBeLessThanOrEqual(map.durationMs);
  }));
});

test('every event is found again at its virtual time', () => {
  fc.assert(fc.property(times, modes, (ats, mode) => {
    const map = createTimeMap(ats, mode);
    expect(ats.map((at) => map.toWall(map.toVirtual(at)))).toEqual(ats);
  }));
});

test('a map that grew is the map of all times, and the old one stays', () => {
  fc.assert(fc.property(times, modes, fc.nat(49), (ats, mode, cut) => {
    const begun = createTimeMap(ats.slice(0, cut), mode);
    const { durationMs } = begun;
    const grown = begun.extend(ats.slice(cut));
    const whole = createTimeMap(ats, mode);
    expect(ats.map((at) => grown?.toVirtual(at))).toEqual(ats.map((at) => whole.toVirtual(at)));
    expect(grown?.idle).toEqual(whole.idle);
    begun.extend(ats.slice(cut).map((at) => at + 5));
    expect(begun.durationMs).toBe(durationMs);
    expect(ats.map((at) => grown?.toVirtual(at))).toEqual(ats.map((at) => whole.toVirtual(at)));
  }));
});

test('a map of the times up to one is that of these times alone, also when it goes on', () => {
  fc.assert(fc.property(times, times, modes, fc.nat(49), (ats, more, mode, cut) => {
    const at = ats[cut] ?? ats.at(-1) ?? 0;
    const [kept, later] = [ats.filter((one) => one <= at), more.filter((one) => one >= at)];
    const whole = createTimeMap(ats, mode);
    const map = whole.until(at).extend(later);
    const expected = createTimeMap([...kept, ...later], mode);
    expect([...kept, ...later].map((one) => map?.toVirtual(one))).toEqual([...kept, ...later].map((one) => expected.toVirtual(one)));
    expect([map?.idle, map?.durationMs]).toEqual([expected.idle, expected.durationMs]);
    expect(ats.map((one) => whole.toWall(whole.toVirtual(one)))).toEqual(ats);
    expect(createTimeMap(ats, mode).until(-Infinity).durationMs).toBe(0);
  }));
});

test('timeline stretches count every event once and show the worst', () => {
  const { events } = createModel().add(sampleSession());
  const buckets = bucketise(events, 4, createTimeMap(events.map(({ record }) => record.at), 'wall'));
  expect(buckets.reduce((sum, { total }) => sum + total, 0)).toBe(events.length);
  expect(buckets[0]).toMatchObject({ severity: 'error', firstId: 'p1-0', startMs: 0 });
});

test('stretches that go on from earlier ones are those counted anew, however the session grew and whatever stretches there were', () => {
  const { events } = createModel().add(sampleSession());
  fc.assert(fc.property(modes, fc.array(fc.tuple(fc.nat(events.length), fc.integer({ min: 1, max: 12 })), { minLength: 1, maxLength: 6 }), (mode, steps) => {
    let buckets: readonly TimelineBucket[] | undefined;
    for (const [length, count] of steps) {
      const some = events.slice(0, length);
      const map = createTimeMap(some.map(({ record }) => record.at), mode);
      buckets = bucketise(some, count, map, buckets);
      expect(buckets).toEqual(bucketise(some, count, map));
    }
  }));
});

test('a session that grows is counted on by looking at few of its events', () => {
  const record = recordBuilder();
  const { events } = createModel().add(Array.from({ length: 5001 }, () => record('milestone', { title: 'x' })));
  const mapOf = (length: number): TimeMap => createTimeMap(events.slice(0, length).map((event) => event.record.at), 'wall');
  const first = bucketise(events.slice(0, 5000), 100, mapOf(5000));
  let reads = 0;
  const watched = new Proxy(events, { get: (target, key) => { if (/^\d/.test(String(key))) reads += 1; return Reflect.get(target, key) as unknown; } });
  expect(bucketise(watched, 100, mapOf(5001), first)).toEqual(bucketise(events, 100, mapOf(5001)));
  expect(reads).toBeLessThan(1500);
});
