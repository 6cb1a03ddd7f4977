import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBodyUnpacker } from '../src/http/unpack-body.ts';
import { largestZstdWindow } from '../src/http/zstd-windows.ts';

/** `hello, hello, hello, hello!` times 200, as `zstd` packs it; Node 20 cannot. */
const ZSTD = Buffer.from('KLUv/WAYFLUAAEBoZWxsbywgIQQA4OSzA3DhZnKVFCM=', 'base64');
const packers = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };

async function unpack(encoding: string, packed: Buffer, places: readonly number[] = []): Promise<{ body: Buffer; problems: readonly string[] }> {
  const pieces: Buffer[] = [];
  const problems: string[] = [];
  const unpacker = createBodyUnpacker(encoding, { onBytes: (bytes) => pieces.push(bytes), onProblem: (problem) => problems.push(problem) });
  const ends = [...places.map((place) => place % (packed.length + 1)).toSorted((a, b) => a - b), packed.length];
  for (const [index, end] of ends.entries()) await unpacker?.push(packed.subarray(ends[index - 1] ?? 0, end));
  await unpacker?.end();
  return { body: Buffer.concat(pieces), problems };
}

test.each(Object.keys(packers) as (keyof typeof packers)[])('a body that was packed with %s is unpacked, however it is cut', async (name) => { // the keys of the line above
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), fc.array(fc.nat(), { maxLength: 10 }), async (bytes, places) => {
    const { body, problems } = await unpack(name, packers[name](bytes), places);
    expect([body.equals(Buffer.from(bytes)), problems]).toEqual([true, []]);
  }), { numRuns: 50 });
});

test('also with zstd', async () => {
  for (const places of [[], [1, 5, 9]]) expect((await unpack('zstd', ZSTD, places)).body.toString()).toBe('hello, hello, hello, hello!'.repeat(200));
});

test.each(['gzip', 'deflate', 'br', 'zstd'])('what is no %s, or only half of it, is said', async (name) => {
  expect((await unpack(name, Buffer.from('no such thing, for sure'))).problems).toEqual([expect.stringContaining('cannot be unpacked')]);
  const packed = name === 'zstd' ? ZSTD : packers[name as 'gzip'](Buffer.from('x'.repeat(99))); // one of the three
  expect((await unpack(name, packed.subarray(0, -4))).problems).toHaveLength(1);
});

test('an encoding that nobody here knows is said', async () => {
  expect((await unpack('pied-piper', Buffer.from('x'))).problems).toEqual([expect.stringContaining('pied-piper')]);
  expect(createBodyUnpacker('identity', { onBytes: () => {}, onProblem: () => {} })).toBeUndefined();
});

test.each(['gzip', 'deflate', 'br'] as const)('what would fill the memory is not unpacked any further: %s', async (name) => {
  const { body, problems } = await unpack(name, packers[name](Buffer.alloc(100_000_000)));
  expect(problems).toEqual([expect.stringContaining('times as large')]);
  expect(body.length).toBeLessThan(25_000_000);
});

test('a zstd body that asks for gigabytes of memory is not unpacked', async () => {
  const large = Buffer.from('28b52ffd00b0010000', 'hex'); // a window of 4 GiB, and an empty last block
  expect(largestZstdWindow(large)).toBe(2 ** 32);
  expect((await unpack('zstd', large)).problems).toEqual([expect.stringContaining('too much memory')]);
  expect((await unpack('zstd', Buffer.concat([ZSTD, large]))).problems).toHaveLength(1);
  expect(largestZstdWindow(Buffer.concat([Buffer.from('502a4d1803000000616263', 'hex'), ZSTD]))).toBeLessThan(10_000);
});
