import { encodeRecord } from '@playhead/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryLog, storedRecords } from '../test-support/arbitrary-log.ts';
import { recordBuilder } from '../test-support/build-records.ts';
import { createSharedTexts } from './shared-texts.ts';

test('records that share their texts say what they said, byte for byte', () => {
  fc.assert(fc.property(arbitraryLog, fc.array(fc.jsonValue({ maxDepth: 12 }), { minLength: 1, maxLength: 5 }), (log, values) => {
    const texts = createSharedTexts();
    const lines = storedRecords(log).map(({ record }, index) => encodeRecord({ ...record, data: { ...record.data, extra: { value: values[index % values.length] ?? null } } }));
    expect(lines.map((line) => JSON.stringify(texts.share(JSON.parse(line))))).toEqual(lines);
  }), { numRuns: 100 });
});

test('a record that must not change stays as it is', () => {
  const { share } = createSharedTexts();
  const record = recordBuilder()('assistant_text', { text: 'Hello' });
  const frozen = Object.freeze({ ...record, data: Object.freeze({ text: 'Hello', inner: Object.freeze({ name: 'x' }) }) });
  expect(share(frozen)).toBe(frozen);
  expect(share({ ...record, data: frozen.data }).data).toBe(frozen.data);
});

test('values within values end somewhere, whatever a recording holds', () => {
  let deep: object = {};
  for (let depth = 0; depth < 100_000; depth += 1) deep = { deep };
  const record = { ...recordBuilder()('assistant_text', { text: '' }), data: { deep } as never }; // deeper than any event, as a hostile line is
  expect(createSharedTexts().share(record)).toBe(record);
});
