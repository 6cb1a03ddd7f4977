import { writeSync } from 'node:fs';

/** Where what a command prints is shown. */
export interface OuterOutput {
  /** Shows bytes, which their caller may use again when it returns. */
  write(bytes: Buffer): void;
  /** Waits for nothing any more. */
  end(): void;
}

/** What of a stream is used; a terminal has a descriptor. */
interface Shown {
  readonly isTTY?: boolean;
  readonly fd?: number;
  readonly writableLength: number;
  readonly destroyed: boolean;
  write(bytes: Buffer): boolean;
  on(event: 'drain' | 'close', listener: () => void): this;
  off(event: 'drain' | 'close', listener: () => void): this;
}

/**
 * Shows what a command prints. A terminal is written to without a stream between, as Node's own waits for it as well. What it does not take at
 * once, and everything for what is no terminal, goes through the stream.
 *
 * @param onBlocked - Told when more waits than should, and when it waits no longer.
 */
export function createOuterOutput(stdout: Shown, onBlocked: (blocked: boolean) => void): OuterOutput {
  let blocked = false;
  const goOn = (): void => {
    stopWaiting();
    blocked = false;
    onBlocked(false);
  };
  const stopWaiting = (): void => { stdout.off('drain', goOn).off('close', goOn); };
  const queue = (bytes: Buffer): void => {
    if (bytes.length === 0 || stdout.destroyed || stdout.write(Buffer.from(bytes)) || blocked) return;
    blocked = true;
    onBlocked(true);
    stdout.on('drain', goOn).on('close', goOn); // a terminal that is gone takes nothing any more: the command must not wait for it
  };
  return {
    write(bytes) {
      const { isTTY, fd, writableLength, destroyed } = stdout;
      const isOpen = isTTY && fd !== undefined && writableLength === 0 && !destroyed; // what waits comes first
      queue(isOpen ? bytes.subarray(writtenNow(fd, bytes)) : bytes);
    },
    end: stopWaiting,
  };
}

/** Writes bytes until a terminal takes no more. @returns How many it took. */
function writtenNow(fd: number, bytes: Buffer): number {
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(fd, bytes, written);
  } catch {
    // EAGAIN: somebody else made it one that does not wait; for all else the stream finds out itself
  }
  return written;
}
