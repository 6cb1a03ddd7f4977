import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { compareRecords, createIdSource, errorDescriptions, isBlobRef, isPlayheadError, isUuid, PlayheadError, previewOf, producerKey } from '@playhead/protocol';
import { anyJson, anyText, recordWith } from './arbitraries.ts';

const place = fc.record({ at: fc.integer({ min: 0, max: 2 }), p: fc.constantFrom('a', 'b', 'B'), e: fc.nat(1), n: fc.nat(2) });

test('records sort by time, producer, epoch and number', () => {
  const sorted = [recordWith({ at: 1, p: 'b', n: 9 }), recordWith({ at: 2, p: 'a', e: 0, n: 5 }), recordWith({ at: 2, p: 'a', e: 1, n: 0 }), recordWith({ at: 2, p: 'a', e: 1, n: 1 }), recordWith({ at: 2, p: 'b' })];
  expect([...sorted].reverse().sort(compareRecords)).toEqual(sorted);
});

test('the order of records is total: equal only for the same producer, epoch and number', () => {
  fc.assert(fc.property(place, place, place, (x, y, z) => {
    const [a, b, c] = [recordWith(x), recordWith(y), recordWith(z)];
    expect(Math.sign(compareRecords(a, b)) + Math.sign(compareRecords(b, a))).toBe(0);
    if (compareRecords(a, b) <= 0 && compareRecords(b, c) <= 0) expect(compareRecords(a, c)).toBeLessThanOrEqual(0);
    expect(compareRecords(a, b) === 0).toBe(a.at === b.at && producerKey(a) === producerKey(b));
  }));
});

test('ids are uuids of version 7 and rise strictly', () => {
  const nextId = createIdSource();
  const ids = Array.from({ length: 20_000 }, nextId);
  expect(ids.every((id) => isUuid(id) && /^.{14}7.{4}[89ab]/.test(id))).toBe(true);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

test('ids rise also when the clock stands still or is set back', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 47 }), { minLength: 1, maxLength: 50 }), (times) => {
    let index = 0;
    const nextId = createIdSource({ now: () => times[index++ % times.length] ?? 0 });
    const ids = Array.from({ length: 5000 }, nextId);
    expect(ids.every((id, at) => at === 0 || id > (ids[at - 1] ?? ''))).toBe(true);
  }), { numRuns: 10 });
});

test.each(['', '../x', 'A1937D1E-0000-7000-8000-000000000000', '01937d1e-0000-7000-8000-000000000000\n', '01937d1e00007000800000000000000000'])('%j is no session id', (text) => {
  expect(isUuid(text)).toBe(false);
});

test('an error is known by its code, also to a second copy of the package', async () => {
  vi.resetModules();
  const copy = await import('@playhead/protocol');
  expect(copy.PlayheadError).not.toBe(PlayheadError);
  const error = new copy.PlayheadError('storage_full', 'The disk is full.', { cause: 'ENOSPC' });
  expect(error instanceof PlayheadError).toBe(false);
  expect(isPlayheadError(error)).toBe(true);
  expect(isPlayheadError(error, 'storage_full')).toBe(true);
  expect(isPlayheadError(error, 'aborted')).toBe(false);
  expect(error).toMatchObject({ name: 'PlayheadError', retryable: true, cause: 'ENOSPC' });
});

test('nothing that came out of JSON is an error of ours', () => {
  fc.assert(fc.property(anyJson, (value) => {
    expect(isPlayheadError(value)).toBe(false);
  }));
  for (const value of [undefined, null, new Error('x'), 'playhead.error', () => undefined]) expect(isPlayheadError(value)).toBe(false);
});

test('every code has a sentence and an HTTP status', () => {
  for (const { summary, status } of Object.values(errorDescriptions)) {
    expect(summary).toMatch(/^[A-Z].*\.$/);
    expect(status).toBeGreaterThanOrEqual(400);
  }
});

test('a preview is a text, whatever stands in its place', () => {
  fc.assert(fc.property(anyJson, (value) => {
    expect(typeof previewOf(value)).toBe('string');
    expect(typeof previewOf({ $blob: 'x', size: 1, preview: value })).toBe('string');
  }));
  fc.assert(fc.property(anyText, (preview) => {
    expect(previewOf({ $blob: 'sha256-0', size: 1, encoding: 'text', preview })).toBe(preview);
  }));
  expect(isBlobRef({ $blob: 'sha256-0' })).toBe(false);
});
