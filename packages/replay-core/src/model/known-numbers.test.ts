import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKnownNumbers } from './known-numbers.ts';

test('a number is new once, whatever came before it', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.nat(30), fc.nat(1_000_000)), { maxLength: 200 }), (numbers) => {
    const [isNew, plain] = [createKnownNumbers(), new Set<number>()];
    for (const number of numbers) {
      expect(isNew(number)).toBe(!plain.has(number));
      plain.add(number);
    }
  }));
});
