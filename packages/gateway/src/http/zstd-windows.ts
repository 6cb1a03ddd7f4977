const MAGIC = 0xFD2FB528;
const SKIPPABLE = 0x184D2A50;

/**
 * How much memory unpacking needs at once: the largest window of the frames, in bytes. Reads lengths only, so that a body which asks for gigabytes is known before it gets them.
 *
 * @returns Infinity where it is no Zstandard.
 */
export function largestZstdWindow(body: Buffer): number {
  let largest = 0;
  let at = 0;
  try {
    while (at < body.length) {
      const magic = body.readUInt32LE(at);
      if ((magic & 0xFFFFFFF0) >>> 0 === SKIPPABLE) {
        at += 8 + body.readUInt32LE(at + 4);
        continue;
      }
      if (magic !== MAGIC) return Infinity;
      const frame = readFrame(body, at + 4);
      largest = Math.max(largest, frame.window);
      at = frame.end;
    }
    return largest;
  } catch {
    return Infinity; // it ends before it should
  }
}

/** RFC 8878, 3.1.1: the header of a frame, and the headers of its blocks up to the last. */
function readFrame(body: Buffer, start: number): { window: number; end: number } {
  const descriptor = body.readUInt8(start);
  const isSingle = (descriptor & 0x20) !== 0;
  const contentBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const contentAt = start + 1 + (isSingle ? 0 : 1) + dictionaryBytes;
  const window = isSingle ? readLength(body, contentAt, contentBytes) : windowOf(body.readUInt8(start + 1));
  let at = contentAt + contentBytes;
  for (let isLast = false; !isLast;) {
    const header = body.readUIntLE(at, 3);
    isLast = (header & 1) === 1;
    at += 3 + (((header >> 1) & 3) === 1 ? 1 : header >> 3);
  }
  return { window, end: at + ((descriptor & 4) === 0 ? 0 : 4) };
}

function readLength(body: Buffer, at: number, bytes: number): number {
  if (bytes === 8) return Number(body.readBigUInt64LE(at));
  return body.readUIntLE(at, bytes) + (bytes === 2 ? 256 : 0);
}

function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}
