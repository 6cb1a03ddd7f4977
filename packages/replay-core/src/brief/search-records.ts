import type { SessionRecord } from '@playhead/protocol';
import { recordMatcher } from '../search.ts';
import type { SourceHits } from '../source/source.ts';

/** A piece of a log to search, with what is told once it was searched. */
export interface SearchedPiece extends Omit<SourceHits, 'ids'> {
  readonly records: readonly SessionRecord[];
}

/** Searches pieces of a log. @returns Which records have the text, per piece. */
export async function* searchRecords(query: string, pieces: AsyncIterable<SearchedPiece>, signal: AbortSignal): AsyncGenerator<SourceHits> {
  const matches = recordMatcher(query);
  if (!matches) return;
  for await (const { records, ...reached } of pieces) {
    if (signal.aborted) return;
    yield { ids: records.filter(matches).map(({ id }) => id), ...reached };
  }
}
