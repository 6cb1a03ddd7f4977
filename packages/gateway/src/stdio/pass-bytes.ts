import type { Readable, Writable } from 'node:stream';

/** One way of a connection. */
export interface PassedBytes {
  readonly from: Readable;
  readonly to: Writable;
  /** Told of every piece after it was handed on. Must not throw. */
  readonly copy: ((bytes: Buffer) => void) | undefined;
  /** Called once nothing more comes. */
  readonly onEnd: () => void;
  /** Called once nobody takes it any more. */
  readonly onRefused: () => void;
}

/** Hands bytes on as they come, no faster than they are taken, and copies them afterwards. */
export function passBytes({ from, to, copy, onEnd, onRefused }: PassedBytes): void {
  from.on('data', (bytes: Buffer) => {
    if (!to.write(bytes)) from.pause();
    copy?.(bytes);
  });
  to.on('drain', () => { from.resume(); });
  from.once('end', onEnd).on('error', onEnd);
  to.on('error', onRefused).once('close', onRefused);
}
