import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';

/** A longer piece goes on its way in parts anyhow. */
const MOST_BYTES = 32 * 1024;

/**
 * Gives what writes to a stream as its `write` does, but a short piece at once where a pipe has room for it, without what a stream does for each: whoever
 * waits for it goes on earlier. What the pipe does not take, and whatever is wrong with it, is the stream's, and so is all while that waits.
 *
 * @param keep - Makes what the stream is given of bytes whose memory is used again. Default: it is given them.
 */
export function earlyWriterOf(to: Writable, keep = (bytes: Buffer): Buffer => bytes): (bytes: Buffer) => boolean {
  // One of TLS would be given what it has to encrypt, one of a terminal may write elsewhere, and somebody may listen to what is written.
  if (!(to instanceof Socket) || to.constructor !== Socket || Object.hasOwn(to, 'write')) return (bytes) => to.write(keep(bytes));
  let known: unknown;
  let number = -1;
  return (bytes) => {
    // Node has no other word for the descriptor of a stream that it opened. Elsewhere than in POSIX systems it has none.
    const { _handle: handle } = to as { readonly _handle?: { readonly fd?: number } | null };
    if (handle !== known) {
      known = handle;
      number = handle?.fd ?? -1;
    }
    if (number < 0 || bytes.length > MOST_BYTES || to.writableLength > 0 || !to.writable) return to.write(keep(bytes));
    let written = 0;
    try {
      written = writeSync(number, bytes);
    } catch {
      // there is no room now, or nobody listens: the stream says which
    }
    return written === bytes.length || to.write(keep(bytes.subarray(written)));
  };
}
