import { isAscii, isUtf8 } from 'node:buffer';

/**
 * Bytes of a terminal as text, across the borders of what was read. A byte that is no UTF-8 becomes a lone half of a character, U+DC00 and
 * the byte, which no decoder gives: {@link bytesOfText} makes it the same byte again.
 */
export interface ByteDecoder {
  /** Takes what was read next. A character whose end is missing waits for it. */
  push(bytes: Uint8Array): string;
  /** Whether a part of a character waits. */
  readonly waiting: boolean;
  /** Gives what waits. */
  flush(): string;
}

/** Makes a decoder. */
export function createByteDecoder(): ByteDecoder {
  let rest: Buffer = Buffer.alloc(0);
  return {
    push(bytes) {
      const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const all = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const end = all.length - unfinished(all);
      if (rest.length > 0 || end < all.length) rest = Buffer.from(all.subarray(end));
      return decode(all.subarray(0, end));
    },
    get waiting() { return rest.length > 0; },
    flush() {
      const text = decode(rest);
      rest = Buffer.alloc(0);
      return text;
    },
  };
}

const LONE = /(?<![\ud800-\udbff])[\udc80-\udcff]/;
const EVERY_LONE = new RegExp(LONE.source, 'g');

/** Whether a text of {@link createByteDecoder} stands for bytes that are no UTF-8. */
export function hasOtherBytes(text: string): boolean {
  return LONE.test(text);
}

/** A text of {@link createByteDecoder} with a replacement character for each byte that is no UTF-8. */
export function withoutOtherBytes(text: string): string {
  return hasOtherBytes(text) ? text.replaceAll(EVERY_LONE, '\ufffd') : text;
}

/** The very bytes that a text of {@link createByteDecoder} stands for. */
export function bytesOfText(text: string): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  for (const { index } of text.matchAll(EVERY_LONE)) {
    parts.push(Buffer.from(text.slice(from, index)), Buffer.from([text.charCodeAt(index) - 0xdc00]));
    from = index + 1;
  }
  parts.push(Buffer.from(text.slice(from)));
  return Buffer.concat(parts);
}

function decode(bytes: Buffer): string {
  if (isAscii(bytes)) return bytes.toString('latin1'); // the same, and copies it as it is
  if (isUtf8(bytes)) return bytes.toString();
  let text = '';
  let from = 0;
  for (let at = 0; at < bytes.length;) {
    const length = lengthOf(bytes, at);
    if (length > 0) { at += length; continue; }
    text += `${bytes.toString('utf8', from, at)}${String.fromCharCode(0xdc00 + (bytes[at] ?? 0))}`;
    at += 1;
    from = at;
  }
  return text + bytes.toString('utf8', from);
}

/** How many bytes the character there has; 0 where there is none. */
function lengthOf(bytes: Buffer, at: number): number {
  const wanted = wantedBytes(bytes[at] ?? 0);
  return wanted > 0 && at + wanted <= bytes.length && isUtf8(bytes.subarray(at, at + wanted)) ? wanted : 0;
}

function wantedBytes(first: number): number {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

/** How many bytes at the end begin a character whose end is not there. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return wantedBytes(byte) > back ? back : 0;
  }
  return 0;
}
