import { Socket, type ConnectOpts, type SocketConstructorOpts } from 'node:net';
import type { Readable } from 'node:stream';

/** What Node reads at once. */
const ROOM_BYTES = 64 * 1024;

/** Memory that is read into again and again. */
export interface ReadRoom {
  /** Where to read to. */
  readonly memory: () => Buffer;
  /** Gives bytes that were read as they stay: a few as a copy of them, many with the memory that they are in. */
  readonly keep: (bytes: Buffer) => Buffer;
}

/** Makes one. */
export function createReadRoom(): ReadRoom {
  let memory = Buffer.allocUnsafeSlow(ROOM_BYTES);
  return {
    memory: () => memory,
    keep(bytes) {
      if (bytes.length < ROOM_BYTES / 2) return Buffer.from(bytes);
      memory = Buffer.allocUnsafeSlow(ROOM_BYTES);
      return bytes;
    },
  };
}

/**
 * Reads in the place of a stream that nobody has read from: without what a stream does for each piece, and into the same memory, so that whoever waits has
 * it earlier. What is taken is overwritten by what comes next, unless the room keeps it. Both are closed with each other. Gives what ends and can be paused; undefined where that cannot be had, and the stream is as it was.
 */
export function readInPlaceOf(stream: Readable, room: ReadRoom, take: (bytes: Buffer) => void): Readable | undefined {
  // One of a terminal or of TLS does more than hand on, and what was read already would be lost.
  if (!(stream instanceof Socket) || stream.constructor !== Socket || stream.readableFlowing !== null || stream.readableLength > 0) return undefined;
  // Node opens the output of a process, and standard input, without asking how it is to be read: `onread` is for whoever opens a socket. So its handle moves to one that is opened
  // that way, as Node's own parts do by this option. Where there is no descriptor, it may be something else.
  const owner = stream as unknown as { _handle?: { readonly fd?: number } | null };
  const { _handle: handle } = owner;
  if (!handle || (handle.fd ?? -1) < 0) return undefined;
  owner._handle = null;
  const options: SocketConstructorOpts & ConnectOpts & { readonly handle: unknown } = {
    handle, writable: false,
    onread: {
      buffer: room.memory,
      callback(length) {
        take(room.memory().subarray(0, length));
        return true;
      },
    },
  };
  const reader = new Socket(options);
  reader.once('close', () => stream.destroy());
  stream.once('close', () => reader.destroy());
  return reader;
}
