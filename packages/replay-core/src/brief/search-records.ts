import type { SessionRecord } from '@playhead/protocol';
import { recordMatcher } from '../search.ts';

/** Searches pieces of a log. @returns Ids of the records that have the text, per piece with any. */
export async function* searchRecords(query: string, pieces: AsyncIterable<readonly SessionRecord[]>, signal: AbortSignal): AsyncGenerator<readonly string[]> {
  const matches = recordMatcher(query);
  if (!matches) return;
  for await (const records of pieces) {
    if (signal.aborted) return;
    const found = records.filter(matches).map(({ id }) => id);
    if (found.length > 0) yield found;
  }
}
