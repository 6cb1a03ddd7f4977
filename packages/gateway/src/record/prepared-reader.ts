import type { RequestHead } from '../http/exchange.ts';
import type { TrafficReader } from './traffic-reader.ts';

/** Reads in the order in which it is told, and a request only after something was found out about it. */
export function createPreparedReader(reader: TrafficReader, prepare: (head: RequestHead) => Promise<void>): TrafficReader {
  let before: Promise<void> = Promise.resolve();
  const later = (work: () => void | Promise<void>): void => { before = before.then(work); };
  return {
    bytes: (piece, bytes) => later(() => reader.bytes(piece, bytes)),
    note: (note) => later(async () => {
      if (note.kind === 'request') await prepare(note.head);
      reader.note(note);
    }),
    gap: (gap) => later(() => reader.gap(gap)),
    async end(exit, at) {
      await before;
      await reader.end(exit, at);
    },
  };
}
