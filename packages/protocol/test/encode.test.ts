import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRecordEncoder, decodeRecord, encodeRecord, LINE_PREFIX } from '@playhead/protocol';
import { anyJson, anyObject, anyText, lineWith, recordWith } from './arbitraries.ts';

test('a record comes back as it was written, whatever its data holds', () => {
  fc.assert(fc.property(anyObject, (data) => {
    expect(decodeRecord(lineWith({ data }))).toEqual(recordWith({ data }));
  }), { numRuns: 1000 });
});

test('a record keeps its key, turn, call and agent', () => {
  fc.assert(fc.property(anyText, anyText, anyText, anyText, (key, turn, call, agent) => {
    const record = recordWith({ key, turn, call, agent });
    expect(decodeRecord(encodeRecord(record))).toEqual(record);
  }));
});

test('the encoder of a producer writes the very same lines, whatever comes after what', () => {
  const few = fc.oneof(fc.constantFrom(undefined, undefined, 'a', 'b'), anyText);
  const parts = fc.record({ type: fc.oneof(anyText, fc.constantFrom('moment', 'chapter')), data: anyObject, key: few, turn: few, call: few, agent: few });
  fc.assert(fc.property(anyText, fc.array(parts, { maxLength: 12 }), (p, all) => {
    const encode = createRecordEncoder({ p, e: 3, via: 'hook' });
    const records = all.map(({ key, turn, call, agent, ...rest }, n) => recordWith({
      ...rest, p, e: 3, via: 'hook', n, ...(key !== undefined && { key }), ...(turn !== undefined && { turn }), ...(call !== undefined && { call }), ...(agent !== undefined && { agent }),
    }));
    expect(records.map(encode)).toEqual(records.map(encodeRecord));
  }), { numRuns: 500 });
});

test('a line starts with the prefix and holds neither a second prefix nor a line feed', () => {
  fc.assert(fc.property(anyObject, anyText, (data, key) => {
    const line = lineWith({ data, key });
    expect(line.startsWith(LINE_PREFIX)).toBe(true);
    expect(line.lastIndexOf(LINE_PREFIX)).toBe(0);
    expect(line).not.toMatch(/[\n\r]/);
  }), { numRuns: 1000 });
});

test('keys that look like the prefix come back under their own names', () => {
  const data = { $r: 1, $$r: 2, deep: [{ $r: { $$$r: '$r' } }], text: '{"$r":1}' };
  expect(lineWith({ data })).toContain('"$$r":1');
  expect(decodeRecord(lineWith({ data }))?.data).toEqual(data);
});

test('an object key named __proto__ stays a key', () => {
  const data = JSON.parse('{"$r":1,"__proto__":{"polluted":true}}');
  const back = decodeRecord(lineWith({ data }))?.data ?? {};
  expect(Object.keys(back)).toEqual(['$r', '__proto__']);
  expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
});

test('the keys of a line stand in the order of the protocol', () => {
  expect(lineWith({ key: 'k', turn: 't', call: 'c', agent: 'a', data: { title: 'x' } })).toBe(
    '{"$r":1,"id":"01937d1e-0000-7000-8000-000000000000","p":"sdk-1","e":0,"n":0,"at":1763693890123456,"type":"moment","via":"sdk","key":"k","turn":"t","call":"c","agent":"a","data":{"title":"x"}}',
  );
});

test('keys that a later version adds to a record are kept on reading', () => {
  expect(decodeRecord(lineWith().replace('"data"', '"later":[1],"data"'))).toMatchObject({ later: [1] });
});

test.each([
  ['a version that is not known', { $r: 2 }], ['a version that is no number', { $r: '1' }], ['a broken version', { $r: 0.5 }], ['no id', { id: undefined }],
  ['a number that is negative', { n: -1 }], ['a time with a fraction', { at: 0.5 }], ['data that is an array', { data: [] }], ['a turn that is a number', { turn: 5 }],
])('a line with %s is no record', (_, parts) => {
  expect(decodeRecord(JSON.stringify({ ...recordWith(), ...parts }))).toBeUndefined();
});

test('reading never throws, whatever the line holds', () => {
  fc.assert(fc.property(fc.oneof(anyText, anyJson.map((value) => JSON.stringify(value)), anyText.map((text) => LINE_PREFIX + text)), (line) => {
    expect(() => decodeRecord(line)).not.toThrow();
  }), { numRuns: 1000 });
});
