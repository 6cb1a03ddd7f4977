import type { TextValue } from '@playhead/protocol';
import type { ByteRange, ReplayStore } from '@playhead/replay-core';
import { isLarge } from '../elements/text-value.ts';

/** A text of any size, as bytes that are read when they are needed. */
export interface TextBytes {
  /** Length in bytes. */
  readonly size: number;
  read(range: ByteRange): Promise<Uint8Array>;
}

/** So much is read at once, in bytes. */
const PAGE = 512 * 1024;
/** How many pages are kept. */
const KEPT = 8;

interface Piece {
  readonly start: number;
  readonly size: number;
  readonly read: (range: ByteRange) => Uint8Array | Promise<Uint8Array>;
}

/** Tells texts from others without reading them. */
export function keyOf(values: readonly TextValue[]): string {
  return values.map((value) => (isLarge(value) ? value.$blob : value.length)).join(' ');
}

/** Several texts one behind the other; large ones are read from beside the recording, a page at a time. */
export function bytesOf(store: Pick<ReplayStore, 'bytes'>, values: readonly TextValue[]): TextBytes {
  const pieces: Piece[] = [];
  let size = 0;
  for (const value of values) {
    const piece = isLarge(value) ? { size: value.size, read: (range: ByteRange) => store.bytes(value, range) } : inPlace(value);
    pieces.push({ start: size, ...piece });
    size += piece.size;
  }
  return inPages({
    size,
    async read({ start, end }) {
      const parts = await Promise.all(pieces.filter((piece) => piece.start < end && piece.start + piece.size > start).map((piece) => piece.read({ start: Math.max(0, start - piece.start), end: Math.min(piece.size, end - piece.start) })));
      return joined(parts);
    },
  });
}

function inPlace(text: string): Omit<Piece, 'start'> {
  const bytes = new TextEncoder().encode(text);
  return { size: bytes.length, read: ({ start, end }) => bytes.subarray(start, end) };
}

/** The same bytes, read by pages of which the last ones are kept. */
function inPages(bytes: TextBytes): TextBytes {
  const pages = new Map<number, Promise<Uint8Array>>();
  const page = (number: number): Promise<Uint8Array> => {
    const known = pages.get(number);
    const read = known ?? bytes.read({ start: number * PAGE, end: Math.min(bytes.size, (number + 1) * PAGE) });
    pages.delete(number);
    pages.set(number, read); // the last one that was asked for is the last to go
    if (!known) read.catch(() => pages.delete(number));
    for (const oldest of pages.keys()) {
      if (pages.size <= KEPT) break;
      pages.delete(oldest);
    }
    return read;
  };
  return {
    size: bytes.size,
    async read({ start, end }) {
      const parts: Uint8Array[] = [];
      for (let number = Math.floor(start / PAGE); number * PAGE < Math.min(end, bytes.size); number += 1) {
        parts.push((await page(number)).subarray(Math.max(0, start - number * PAGE), end - number * PAGE));
      }
      return joined(parts);
    },
  };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1 && parts[0]) return parts[0];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
