import { searchable } from '@playhead/protocol';
import type { IndexFile } from './index-file.ts';

/** What a search needs to know of the rows. */
export interface SearchedRows {
  readonly index: Pick<IndexFile<object>, 'search'>;
  /** Sessions whose rows are in memory alone. */
  readonly held: readonly string[];
  /** Where the row that counts stands, and where its texts begin; undefined for an unknown session. */
  readonly placeOf: (sessionId: string) => { readonly offset: number; readonly texts: number } | undefined;
  readonly textsOf: (sessionId: string) => readonly string[];
}

/** The sessions whose texts hold what is searched for. Looks at the bytes of the index, which is many times faster than reading its rows. */
export function searchIndex(search: string, { index, held, placeOf, textsOf }: SearchedRows): ReadonlySet<string> {
  const wanted = searchable(search);
  const inJson = JSON.stringify(wanted).slice(1, -1);
  const mayBeApart = inJson !== wanted; // what stands for a quote could be the end of one text and no part of any
  const found = new Set<string>();
  const holds = (sessionId: string): boolean => textsOf(sessionId).some((text) => text.includes(wanted));
  index.search(Buffer.from(inJson), (sessionId, offset, at) => {
    const place = placeOf(sessionId);
    if (place?.offset !== offset) return true;
    if (at < place.texts) return false;
    if (!mayBeApart || holds(sessionId)) found.add(sessionId);
    return true;
  });
  for (const sessionId of held) if (holds(sessionId)) found.add(sessionId);
  return found;
}
