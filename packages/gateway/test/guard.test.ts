import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSpool } from '../src/guard/spool.ts';
import { createRawSplitter } from '../src/guard/split-raw-lines.ts';

test('whatever is cut into lines is the same, one after the other, however it was read', () => {
  const piece = fc.constantFrom('a', '\n', '\r\n', 'é', 'long-long-long');
  fc.assert(fc.property(fc.array(fc.array(piece).map((all) => Buffer.from(all.join('')))), fc.integer({ min: 1, max: 12 }), (chunks, mostBytes) => {
    const splitter = createRawSplitter(mostBytes);
    const found = [...chunks.flatMap((chunk) => splitter.push(Buffer.from(chunk))), ...splitter.flush()];
    const whole = Buffer.concat(chunks).toString();
    expect(Buffer.concat(found.map(({ bytes }) => bytes)).toString()).toBe(whole);
    const lines = whole.split(/(?<=\n)/).filter((line) => line !== '');
    expect(found.filter(({ kind }) => kind === 'line').map(({ bytes }) => bytes.toString())).toEqual(lines.filter((line) => Buffer.byteLength(line) <= mostBytes));
    expect(found.flatMap((one) => (one.kind === 'long' && one.whole ? [one.whole.bytes] : []))).toEqual(lines.map((line) => Buffer.byteLength(line)).filter((length) => length > mostBytes));
  }));
});

test('what waits on the disk comes back in its order, and what has no room is refused', () => {
  const spool = createSpool(10_000);
  const kept: unknown[] = [];
  try {
    fc.assert(fc.property(fc.array(fc.option(fc.record({ kind: fc.string(), bytes: fc.uint8Array({ maxLength: 500 }) }))), (steps) => {
      for (const value of steps) {
        if (value === null) expect(spool.shift()).toEqual(kept.shift());
        else if (spool.push(value)) kept.push(value);
        else expect(kept.length).toBeGreaterThan(5);
        expect(spool.length).toBe(kept.length);
      }
    }));
    while (kept.length > 0) expect(spool.shift()).toEqual(kept.shift());
    expect(spool.push({ bytes: new Uint8Array(20_000) })).toBe(false);
    expect(createSpool(0).push('x')).toBe(false);
  } finally {
    spool.close();
  }
});
