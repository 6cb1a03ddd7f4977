import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHash, type ReplayLocation, toHash } from './location.ts';

const text = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' });
const milliseconds = fc.nat(10_000_000_000);
const locations: fc.Arbitrary<ReplayLocation> = fc.record({
  e: text, t: milliseconds, tab: text, q: text,
  r: fc.tuple(milliseconds, milliseconds).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
}, { requiredKeys: [] });

test('a link leads back to the place it was copied at', () => {
  fc.assert(fc.property(locations, (location) => { expect(fromHash(toHash(location))).toEqual(location); }));
});

test('a link is short and readable, and nowhere is no hash', () => {
  expect(toHash({ e: 'r12', tab: 'diff', q: 'npm test', r: [1000.4, 2000.6] })).toBe('#e=r12&tab=diff&q=npm+test&r=1000-2001');
  expect(toHash({})).toBe('');
  expect(toHash({ q: '' })).toBe('');
});

test.each([
  ['#', {}], ['#e=', {}], ['t=12', { t: 12 }], ['#t=-1', {}], ['#t=1e9', {}], ['#t=NaN', {}], ['#t=99999999999999999999', {}],
  ['#r=5-2', {}], ['#r=1-2-3', {}], ['#r=1', {}], ['#r=a-b', {}], ['#e=a&e=b', { e: 'a' }], ['#%E0%A4%A', {}], ['#unknown=1&tab=diff', { tab: 'diff' }],
  ['#__proto__=1&constructor=2', {}],
] as const)('of the hash %s what fits is read', (hash, location) => {
  expect(fromHash(hash)).toEqual(location);
});

test('any hash at all is read without an error, into values of bounded length', () => {
  fc.assert(fc.property(fc.string({ maxLength: 300 }), fc.constantFrom('', '#', '#e=', '#r=', '#t=', '#q='), (hostile, start) => {
    const { e = '', q = '', tab = '', r = [0, 0], t = 0 } = fromHash(start + hostile);
    expect([e, q, tab].every((value) => value.length <= 500) && r[0] <= r[1] && t >= 0).toBe(true);
  }));
  expect(fromHash(`#q=${'x'.repeat(1_000_000)}`).q).toHaveLength(500);
});
