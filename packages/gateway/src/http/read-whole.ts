import type { Readable } from 'node:stream';
import { createBodyUnpacker } from './unpack-body.ts';

/** A body that was read whole, or the pieces of one that goes on. */
export type WholeBody = { readonly bytes: Buffer } | { readonly pieces: readonly Buffer[]; readonly rest: AsyncIterable<Buffer> };

/** As long as a message over standard input and output. */
export const MOST_BODY_BYTES: number = 32 * 1024 * 1024;

/** Reads a body up to the longest that is decoded. @throws where it is cut. */
export async function readWhole(from: Readable): Promise<WholeBody> {
  const iterator = (from as AsyncIterable<Buffer>)[Symbol.asyncIterator](); // without an encoding it gives bytes
  const pieces: Buffer[] = [];
  let size = 0;
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    pieces.push(next.value);
    size += next.value.length;
    if (size > MOST_BODY_BYTES) return { pieces, rest: { [Symbol.asyncIterator]: () => iterator } };
  }
  return { bytes: Buffer.concat(pieces, size) };
}

/** Takes the content encoding off a body. @throws Error where that cannot be done. */
export async function unpacked(bytes: Buffer, encoding: string | undefined): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  let problem: string | undefined;
  const unpacker = createBodyUnpacker(encoding, {
    onBytes: (piece) => {
      size += piece.length;
      if (size > MOST_BODY_BYTES) problem ??= 'it is too long when it is unpacked';
      else pieces.push(Buffer.from(piece));
    },
    onProblem: (reason) => { problem ??= reason; },
  });
  if (!unpacker) {
    if (problem !== undefined) throw new Error(problem);
    return bytes;
  }
  await unpacker.push(bytes);
  await unpacker.end();
  if (problem !== undefined) throw new Error(problem);
  return Buffer.concat(pieces);
}
