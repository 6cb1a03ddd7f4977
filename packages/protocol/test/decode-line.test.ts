import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeLine, LINE_PREFIX } from '@playhead/protocol';
import { anyObject, anyText, lineWith, recordWith } from './arbitraries.ts';

const line = (n: number, data: Record<string, string> = { title: `record ${n}` }): string => lineWith({ n, data });
const numbers = (physicalLine: string): readonly number[] => decodeLine(physicalLine).records.map(({ record }) => record.n);

test('a whole line is one record without damage', () => {
  expect(decodeLine(line(0))).toEqual({ records: [{ line: line(0), record: recordWith({ data: { title: 'record 0' } }) }], damage: [] });
});

test('a torn line is damage', () => {
  const torn = line(0).slice(0, -5);
  expect(decodeLine(torn)).toEqual({ records: [], damage: [{ kind: 'torn', start: 0, end: torn.length }] });
});

test('what is no record at all is damage of its own kind', () => {
  expect(decodeLine('hello')).toEqual({ records: [], damage: [{ kind: 'invalid', start: 0, end: 5 }] });
});

test('a blank line and a run of NUL are nothing', () => {
  for (const nothing of ['', '   ', '\r', '\u0000'.repeat(4096)]) expect(decodeLine(nothing)).toEqual({ records: [], damage: [] });
});

test('a record survives being welded onto a line torn at any place', () => {
  const first = line(0, { text: 'a "quoted" {"$r":1 text' });
  for (let cut = 1; cut < first.length; cut += 1) {
    const torn = first.slice(0, cut);
    const { records, damage } = decodeLine(torn + line(1));
    expect(records.map((found) => found.line), torn).toEqual([line(1)]);
    expect(damage, torn).toEqual([{ kind: 'torn', start: 0, end: cut }]);
  }
});

test('a whole record survives when the torn one is welded behind it, and a third behind that', () => {
  for (let cut = 0; cut < line(1).length; cut += 1) {
    expect(numbers(line(0) + line(1).slice(0, cut) + line(2)), String(cut)).toEqual([0, 2]);
    expect(numbers(line(0) + line(1).slice(0, cut)), String(cut)).toEqual([0]);
  }
});

test('two and three whole records on one line are all read, and nothing is damaged', () => {
  expect(decodeLine(line(0) + line(1)).damage).toEqual([]);
  expect(numbers(line(0) + line(1))).toEqual([0, 1]);
  expect(numbers(line(0) + line(1) + line(2))).toEqual([0, 1, 2]);
});

test('hundreds of records welded onto one line are all read', () => {
  const all = Array.from({ length: 500 }, (_, n) => n);
  expect(numbers(all.map((n) => line(n)).join(''))).toEqual(all);
});

test('runs of NUL before, between and after records are passed over', () => {
  const nul = '\u0000'.repeat(512);
  const { records, damage } = decodeLine(nul + line(0) + nul + line(1) + nul);
  expect(records.map((found) => found.line)).toEqual([line(0), line(1)]);
  expect(damage).toEqual([]);
});

test('any records and torn stretches on one line: every whole record is read', () => {
  const piece = fc.record({ data: anyObject, key: fc.option(anyText, { nil: undefined }), torn: fc.option(fc.double({ min: 0, max: 0.99, noNaN: true }), { nil: undefined }) });
  fc.assert(fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
    const parts = pieces.map(({ data, key, torn }, n) => ({ text: lineWith({ n, data, ...(key !== undefined && { key }) }), torn }));
    const physical = parts.map(({ text, torn }) => (torn === undefined ? text : text.slice(0, Math.floor(torn * text.length)))).join('');
    expect(decodeLine(physical).records.map((found) => found.line)).toEqual(parts.filter(({ torn }) => torn === undefined).map(({ text }) => text));
  }), { numRuns: 500 });
});

test('records and damage cover a line without overlap', () => {
  fc.assert(fc.property(fc.array(fc.oneof(anyText, fc.nat(9).map((n) => line(n)), fc.constant(LINE_PREFIX)), { maxLength: 8 }), (pieces) => {
    const physical = pieces.join('').replaceAll('\n', '');
    const { damage, records } = decodeLine(physical);
    let end = 0;
    for (const range of damage) {
      expect(range.start).toBeGreaterThanOrEqual(end);
      expect(range.end).toBeGreaterThan(range.start);
      end = range.end;
    }
    expect(end).toBeLessThanOrEqual(physical.length);
    for (const found of records) expect(physical).toContain(found.line);
  }), { numRuns: 500 });
});

test('an object of a foreign writer that looks like a record inside another is not taken for one', () => {
  const outer = JSON.stringify({ ...recordWith(), data: { copy: recordWith({ n: 7 }) } });
  expect(numbers(outer)).toEqual([0]);
  expect(numbers(outer + line(1))).toEqual([0, 1]);
  expect(numbers(`${outer.slice(0, -1)}`)).toEqual([]);
});

test('a megabyte of prefixes costs little more than a megabyte of anything', () => {
  const size = 1_000_000;
  const hostile = [LINE_PREFIX.repeat(size / 6), `${LINE_PREFIX}1,"a":"}`.repeat(size / 14), line(0).slice(0, -1).repeat(size / 150), '\u0000'.repeat(size) + 'x', `${'\u0000'.repeat(size)}${LINE_PREFIX}`];
  for (const text of hostile) {
    const started = performance.now();
    expect(decodeLine(text).records).toEqual([]);
    expect(performance.now() - started).toBeLessThan(3000); // quadratic would be minutes
    expect(numbers(text + line(1))).toEqual([1]);
  }
});
