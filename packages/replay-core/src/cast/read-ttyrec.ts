import { PlayheadError } from '@playhead/protocol';
import type { CastItem } from './types.ts';
import { createUtf8Pieces } from './utf8-pieces.ts';

/** Seconds, microseconds and length, four bytes each, the lowest first. */
const HEADER_BYTES = 12;
const LONGEST = 64 * 1024 * 1024;

/**
 * Reads a recording of `ttyrec`, which knows neither the size of the terminal nor how it ended.
 *
 * @param bytes - The file.
 * @returns A header, then what was printed.
 * @throws PlayheadError `not_a_recording` when it is none.
 *
 * @example
 * ```ts
 * const session = await readCastSession(readTtyrec(castBytes), { terminalId, startedAt });
 * ```
 */
export async function* readTtyrec(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<CastItem, void, void> {
  const pieces = createUtf8Pieces();
  let held: Uint8Array = new Uint8Array(0);
  let startedAt: number | undefined;
  let at = 0;
  for await (const piece of bytes) {
    held = joined(held, piece);
    let place = 0;
    for (; place + HEADER_BYTES <= held.length;) {
      const view = new DataView(held.buffer, held.byteOffset + place, HEADER_BYTES);
      const [seconds, micro, length] = [view.getUint32(0, true), view.getUint32(4, true), view.getUint32(8, true)];
      if (micro >= 1e6 || length > LONGEST) {
        if (startedAt === undefined) throw new PlayheadError('not_a_recording', 'This is no ttyrec recording: its first bytes are no time and length. Check the file.');
        yield { kind: 'damage', message: 'The file is spoiled from here on, so the rest was left out.' };
        return;
      }
      if (place + HEADER_BYTES + length > held.length) break;
      const time = seconds * 1e6 + micro;
      if (startedAt === undefined) {
        startedAt = time;
        yield { kind: 'header', format: 'ttyrec', columns: 80, rows: 24, source: {}, ...(time > 0 && { startedAt: time }) };
      }
      at = time - startedAt;
      const data = pieces.push(held.slice(place + HEADER_BYTES, place + HEADER_BYTES + length));
      if (data.length > 0) yield { kind: 'event', at, code: 'o', data };
      place += HEADER_BYTES + length;
    }
    held = held.slice(place);
  }
  const last = pieces.end();
  if (last.length > 0) yield { kind: 'event', at, code: 'o', data: last };
  if (startedAt === undefined) throw new PlayheadError('not_a_recording', 'This is no ttyrec recording: it ends before its first output. Check the file.');
  if (held.length > 0) yield { kind: 'damage', message: 'The file ends in the middle of a piece, so the last one is missing.' };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
