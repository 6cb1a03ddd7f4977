import type { PassedBytes } from '../stdio/pass-bytes.ts';
import { createRawSplitter, type RawPiece } from './split-raw-lines.ts';

/** One way of a guarded connection. */
export interface PassedLines extends Omit<PassedBytes, 'copy'> {
  /** Takes what came next. A promise: it is not done with yet. */
  readonly take: (piece: RawPiece) => Promise<void> | void;
}

/** The longest message that is decoded, as everywhere: see the recorder's limits. */
const MOST_BYTES = 32 * 1024 * 1024;
/** How many bytes may wait to be done with before nothing more is read. */
const MOST_PENDING = 1024 * 1024;

/**
 * Gives whole lines to somebody who hands them on, no faster than they are taken.
 *
 * @returns Settles once all that was read is done with.
 */
export function passLines({ from, to, take, onEnd, onRefused }: PassedLines): () => Promise<unknown> {
  const splitter = createRawSplitter(MOST_BYTES);
  const open = new Set<Promise<void>>();
  let pending = 0;
  const resume = (): void => {
    if (pending <= MOST_PENDING && !to.writableNeedDrain) from.resume();
  };
  const takeAll = (pieces: readonly RawPiece[]): void => {
    for (const piece of pieces) {
      const done = take(piece);
      if (!done) continue;
      const { length } = piece.bytes;
      pending += length;
      open.add(done);
      void done.finally(() => {
        pending -= length;
        open.delete(done);
        resume();
      });
    }
    if (pending > MOST_PENDING || to.writableNeedDrain) from.pause();
  };
  const end = async (): Promise<void> => {
    takeAll(splitter.flush());
    await Promise.all(open);
    onEnd();
  };
  from.on('data', (bytes: Buffer) => takeAll(splitter.push(bytes)));
  to.on('drain', resume);
  from.once('end', () => void end()).on('error', () => void end());
  to.on('error', onRefused).once('close', onRefused);
  return () => Promise.all(open);
}
