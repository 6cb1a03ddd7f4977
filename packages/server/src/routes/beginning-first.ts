import type { Chunk } from '@playhead/protocol';

/** How long a reader has the beginning to himself, in milliseconds: about as long as a page takes until its first rows are seen. */
const ALONE_MS = 200;

/**
 * Gives the beginning of a log, and the rest a moment later: a page draws its first rows meanwhile, on a machine that may have no processor to
 * spare for reading what nobody can look at yet. A log that is no longer than its first chunk comes at once.
 *
 * @param signal - Aborts when the reader goes away.
 */
export async function* beginningFirst<Piece extends Chunk>(chunks: AsyncIterable<Piece>, signal: AbortSignal): AsyncGenerator<Piece, void, undefined> {
  let begun = false;
  for await (const chunk of chunks) {
    yield chunk;
    if (!begun && !chunk.upToDate) await moment(signal);
    begun = true;
  }
}

function moment(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ALONE_MS);
    signal.addEventListener('abort', end);
  });
}
