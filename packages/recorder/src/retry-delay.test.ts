import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { retryDelay } from './retry-delay.ts';

test('a storage that fails is asked ever more rarely, at the latest after half a minute', () => {
  const latest = [1, 2, 3, 9, 10, 100].map((failures) => retryDelay(failures, () => 0.999999));
  expect(latest.map(Math.round)).toEqual([100, 200, 400, 25_600, 30_000, 30_000]);
});

test('recorders that failed together do not come back together', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 50 }), fc.double({ min: 0, max: 0.999, noNaN: true }), fc.double({ min: 0, max: 0.999, noNaN: true }), (failures, one, other) => {
    fc.pre(Math.abs(one - other) > 0.01);
    expect(Math.abs(retryDelay(failures, () => one) - retryDelay(failures, () => other))).toBeGreaterThan(0.9);
  }));
});
