import type { Chunk } from '@playhead/protocol';

/**
 * Makes the line that tells after a piece of a log how far the search of it is. It is no record.
 *
 * @param totalBytes - How long the log is, where all of it is searched and that is known.
 */
export function searchProgress(totalBytes: number | undefined): (chunk: Chunk) => string {
  let readBytes = 0;
  return ({ records, next }) => {
    for (const { line } of records) readBytes += line.length + 1; // as characters: nearly the same, and it costs nothing
    return `${JSON.stringify({ searched: { next, ...(totalBytes !== undefined && { readBytes: Math.min(readBytes, totalBytes), totalBytes }) } })}\n`;
  };
}
