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
  once(event: 'drain', listener: () => void): unknown;
  off(event: 'drain', listener: () => void): unknown;
}

/**
 * Shows what a command prints. A terminal is written to without a stream between, as Node's own waits for it as well. What it does not take at
 * once, and everything for what is no terminal, goes through the stream.
 *
 * @param onBlocked - Told when more waits than should, and when it waits no longer.
 */
export function createOuterOutput(stdout: Shown, onBlocked: (blocked: boolean) => void): OuterOutput {
  let blocked = false;
  const onDrain = (): void => {
    blocked = false;
    onBlocked(false);
  };
  const queue = (bytes: Buffer): void => {
    if (bytes.length === 0 || stdout.write(Buffer.from(bytes)) || blocked) return;
    blocked = true;
    onBlocked(true);
    stdout.once('drain', onDrain);
  };
  return {
    write(bytes) {
      const { isTTY, fd, writableLength, destroyed } = stdout;
      const isOpen = isTTY && fd !== undefined && writableLength === 0 && !destroyed; // what waits comes first
      queue(isOpen ? bytes.subarray(writtenNow(fd, bytes)) : bytes);
    },
    end: () => { stdout.off('drain', onDrain); },
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
