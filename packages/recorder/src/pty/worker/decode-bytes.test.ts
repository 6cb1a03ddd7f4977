import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOfText, createByteDecoder, hasOtherBytes, withoutOtherBytes } from './decode-bytes.ts';

function decode(chunks: readonly Uint8Array[]): string {
  const decoder = createByteDecoder();
  return [...chunks.map((chunk) => decoder.push(chunk)), decoder.flush()].join('');
}

test('any bytes come back as they were, however they were read', () => {
  const bytes = fc.array(fc.oneof(fc.uint8Array({ maxLength: 8 }), fc.string({ unit: 'binary', maxLength: 5 }).map((text) => new TextEncoder().encode(text))), { maxLength: 20 });
  fc.assert(fc.property(bytes, (chunks) => {
    expect(bytesOfText(decode(chunks)).equals(Buffer.concat(chunks))).toBe(true);
  }), { numRuns: 500 });
});

test('text is the same text, wherever a character was parted', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, size) => {
    const bytes = Buffer.from(text);
    const step = 1 + (size % 3);
    const decoded = decode(Array.from({ length: Math.ceil(bytes.length / step) }, (_, index) => bytes.subarray(index * step, (index + 1) * step)));
    expect(decoded).toBe(text);
    expect(hasOtherBytes(decoded)).toBe(false);
  }));
});

test('bytes that are no UTF-8 can be made replacement characters', () => {
  const text = decode([Buffer.from([0x61, 0xff, 0x62]), Buffer.from([0xc3]), Buffer.from([0x28])]);
  expect(hasOtherBytes(text)).toBe(true);
  expect(withoutOtherBytes(text)).toBe('a\ufffdb\ufffd(');
});
