import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Lane, type LaneCall } from './lane.ts';

const place = (at: number, name: string): LaneCall['start'] => ({ at: at * 1_000_000, p: name, e: 0, n: 1 });

/** Calls that are told, told otherwise and taken back, many of them alike, close together or an hour apart. */
const change = fc.record({
  id: fc.integer({ min: 0, max: 1500 }), side: fc.constantFrom('agent' as const, 'boundary' as const), at: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.constantFrom(4000, 8000)),
  took: fc.integer({ min: -2, max: 40 }), key: fc.integer({ min: 0, max: 3 }), server: fc.constantFrom('files', 'files', 'web'), isGone: fc.integer({ min: 0, max: 8 }).map((chance) => chance === 0),
});

type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

function pairsOf(calls: Iterable<LaneCall>): Map<string, string> {
  const lane = new Lane();
  const pairs = new Map<string, string>();
  for (const call of calls) lane.set(call.id, call);
  lane.settle(pairs, new Set());
  return pairs;
}

/** Tells a lane what changes, so many at once, and looks each time at what it found and what it says changed. */
function worksIn(changes: readonly Change[], sizes: readonly number[], lane: Lane): void {
  const calls = new Map<string, LaneCall>();
  const pairs = new Map<string, string>();
  for (let from = 0, turn = 0; from < changes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    const gone = new Set<string>();
    for (const { id: number, side, at, took, key, server, isGone } of changes.slice(from, from + size)) {
      const id = `${side}${number}`;
      const call: LaneCall = { id, side, start: place(at, id), server, tool: 'read', key: `${key}`, ...(took > 0 && { end: place(at + took, id) }) };
      lane.set(id, isGone ? undefined : call);
      if (isGone) {
        calls.delete(id);
        if (pairs.delete(id)) gone.add(id);
      } else calls.set(id, call);
    }
    from += size;
    const [before, changed] = [new Map(pairs), new Set<string>()];
    lane.settle(pairs, changed);
    expect(new Map([...pairs].sort())).toEqual(new Map([...pairsOf(calls.values())].sort()));
    const others = [...new Set([...before.keys(), ...pairs.keys()])].filter((id) => before.get(id) !== pairs.get(id));
    expect([...changed].filter((id) => !gone.has(id)).sort()).toEqual(others.filter((id) => !gone.has(id)).sort());
  }
}

test('calls find each other as if all had been known from the beginning, whatever is told, changed and taken back, and what changed is said', () => {
  fc.assert(fc.property(fc.array(change, { minLength: 1, maxLength: 1200, size: 'max' }), fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 8 }), (changes, sizes) => {
    worksIn(changes, sizes, new Lane());
  }), { numRuns: 60, endOnFailure: true });
});

/** Few calls that are told again and again at other places, so that each one moves over others and over what was walked. */
const retold = fc.record({
  id: fc.integer({ min: 0, max: 5 }), side: fc.constantFrom('agent' as const, 'boundary' as const), at: fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: 12 }) }, fc.constantFrom(40, 4000)),
  took: fc.integer({ min: -2, max: 8 }), key: fc.integer({ min: 0, max: 1 }), server: fc.constantFrom('files', 'files', 'web'), isGone: fc.integer({ min: 0, max: 5 }).map((chance) => chance === 0),
});

test('calls that move find each other as if they had never been told otherwise, wherever a state was kept', () => {
  fc.assert(fc.property(fc.array(retold, { minLength: 1, maxLength: 40, size: 'max' }), fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 }), fc.integer({ min: 0, max: 6 }), (changes, sizes, keptEvery) => {
    worksIn(changes, sizes, new Lane(keptEvery));
  }), { numRuns: 1000 });
});

test('a call that passed is nobody\'s where the agent takes back its own and it moves behind all that was known', () => {
  const lane = new Lane();
  const pairs = new Map<string, string>();
  const own: LaneCall = { id: 'own', side: 'agent', server: 'files', tool: 'write', key: 'a', start: place(2, 'own') };
  const passed: LaneCall = { id: 'passed', side: 'boundary', server: 'files', tool: 'write', key: 'a', start: place(4, 'passed') };
  for (const call of [own, passed]) lane.set(call.id, call);
  lane.settle(pairs, new Set());
  expect([...pairs]).toEqual([['passed', 'own']]);
  lane.set('passed', { ...passed, start: place(3, 'passed') });
  lane.set('own', undefined);
  const changed = new Set<string>();
  lane.settle(pairs, changed);
  expect([...pairs]).toEqual([]);
  expect([...changed]).toEqual(['passed']);
});

test('a call that is taken back right before a state that was kept is not found again', () => {
  const lane = new Lane(0);
  const pairs = new Map<string, string>();
  lane.set('own', { id: 'own', side: 'agent', server: 'files', tool: 'read', key: 'a', start: place(1, 'own') });
  lane.set('passed', { id: 'passed', side: 'boundary', server: 'files', tool: 'read', key: 'a', start: place(2, 'passed') });
  lane.settle(pairs, new Set());
  expect([...pairs]).toEqual([['passed', 'own']]);
  lane.set('own', undefined);
  lane.settle(pairs, new Set());
  expect([...pairs]).toEqual([]);
});

test('a call that comes late is worked in without walking all that came after it', () => {
  const lane = new Lane();
  let looked = 0;
  const count = 1500;
  const told = (index: number, side: LaneCall['side']): LaneCall => ({ id: `${side}${index}`, side, server: 'files', tool: 'read', start: place(index, `${side}${index}`), get key() { looked += 1; return `${index}`; } });
  const pairs = new Map<string, string>();
  for (let index = count; index > 0; index -= 1) {
    for (const side of ['agent', 'boundary'] as const) lane.set(`${side}${index}`, told(index, side));
    lane.settle(pairs, new Set());
  }
  expect(pairs.size).toBe(count);
  expect(looked).toBeLessThan(count * 500);
});

test('a call that passed is found also where it becomes known last when the agent began it', () => {
  const lane = new Lane();
  const pairs = new Map<string, string>();
  const own: LaneCall = { id: 'own', side: 'agent', server: 'files', tool: 'read', key: 'a', start: place(4, 'own'), end: place(5, 'own') };
  const passed: LaneCall = { id: 'passed', side: 'boundary', server: 'files', tool: 'read', key: 'b', start: place(3, 'passed') };
  for (const call of [own, passed, { ...own, start: place(2, 'own') }]) {
    lane.set(call.id, call);
    lane.settle(pairs, new Set());
  }
  expect([...pairs]).toEqual([['passed', 'own']]);
});
