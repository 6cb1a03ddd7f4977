import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFormatters } from './formatters.ts';

test.each(['en', 'de-CH'])('writes numbers as %s does', (locale) => {
  const { number } = createFormatters(locale);
  const expected = new Intl.NumberFormat(locale);
  fc.assert(fc.property(fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -2000, max: 2000 }), fc.integer({ min: -2_000_000, max: 2_000_000 }).map((thousandths) => thousandths / 1000), fc.double()), (value) => {
    expect(number(value)).toBe(expected.format(value));
  }));
});
