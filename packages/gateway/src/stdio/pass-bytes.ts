import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { createReadRoom, readInPlaceOf } from './read-in-place.ts';
import { earlyWriterOf } from './write-early.ts';

/** One way of a connection. */
export interface PassedBytes {
  readonly from: Readable;
  readonly to: Writable;
  /** Whether nobody else reads `from`, nor has. Default false. */
  readonly isOurs?: boolean;
  /** Told of every piece after it was handed on, whose memory may be used again once this returns. Must not throw. */
  readonly copy: ((bytes: Buffer) => void) | undefined;
  /** Called once nothing more comes. */
  readonly onEnd: () => void;
  /** Called once nobody takes it any more. */
  readonly onRefused: () => void;
}

/** So many bytes may wait for who takes them: a stream calls a single large piece too much, also one that is gone at once. */
const MOST_WAITING = 256 * 1024;

/** Hands bytes on as they come, no faster than they are taken, and copies them afterwards. */
export function passBytes({ from, to, isOurs = false, copy, onEnd, onRefused }: PassedBytes): void {
  const room = isOurs ? createReadRoom() : undefined;
  const write = earlyWriterOf(to, room?.keep);
  const handOn = (bytes: Buffer): void => {
    if (!write(bytes) && to.writableLength >= MOST_WAITING) source.pause();
    copy?.(bytes);
  };
  const source = (room && readInPlaceOf(from, room, handOn)) ?? from;
  if (source === from) {
    from.on('data', handOn);
    takeEarly(from, handOn);
  }
  to.on('drain', () => { source.resume(); });
  source.once('end', onEnd).on('error', onEnd);
  to.on('error', onRefused).once('close', onRefused);
}

/**
 * Takes what a socket or a body over HTTP reads before it goes through its stream, which is most of what a tap costs those who wait for each
 * other. While the stream holds something or is paused, all comes as data. Other streams read on only when a piece was pushed: theirs always does.
 */
function takeEarly(from: Readable, take: (bytes: Buffer) => void): void {
  if (!(from instanceof Socket || from instanceof IncomingMessage)) return;
  const push = from.push.bind(from);
  from.push = (chunk: unknown, encoding?: BufferEncoding): boolean => {
    if (!Buffer.isBuffer(chunk) || from.readableLength > 0 || from.readableFlowing !== true) return push(chunk, encoding);
    take(chunk);
    return true; // where this paused the stream, what comes next fills it, and that says when to read no more
  };
}
