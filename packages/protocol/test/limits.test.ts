import { expect, test } from 'vitest';
import { defaultLimits, limitFault } from '@playhead/protocol';

const nested = (levels: number): unknown => {
  let value: unknown = 'deep';
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? { value } : [value];
  return value;
};

test('what stands 64 deep is recorded, what stands deeper is not', () => {
  expect(limitFault(nested(64), defaultLimits)).toBeUndefined();
  expect(limitFault(nested(65), defaultLimits)).toBe('depth');
  expect(limitFault(nested(1_000_000), defaultLimits)).toBe('depth');
});

test('keys and items count together', () => {
  expect(limitFault({ a: [1, 2], b: { c: 1 } }, { depth: 64, keys: 5 })).toBeUndefined();
  expect(limitFault({ a: [1, 2], b: { c: 1 } }, { depth: 64, keys: 4 })).toBe('keys');
  expect(limitFault(Array.from({ length: 200_001 }, () => 0), defaultLimits)).toBe('keys');
});

test('a cycle ends', () => {
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  expect(limitFault(cycle, defaultLimits)).toBe('depth');
});

test('what is no object has no depth', () => {
  for (const value of [null, undefined, 1, 'x'.repeat(1e6), true]) expect(limitFault(value, defaultLimits)).toBeUndefined();
});

test('what says itself what it is in JSON cannot be looked into', () => {
  expect(limitFault({ deep: [new Date(0)] }, defaultLimits)).toBe('opaque');
  expect(limitFault({ toJSON: 'a text' }, defaultLimits)).toBeUndefined();
});

test('keys that could reach a prototype are keys like others', () => {
  expect(limitFault(JSON.parse('{"__proto__":{"x":1},"constructor":{"prototype":{"y":2}}}'), { depth: 3, keys: 5 })).toBeUndefined();
});
