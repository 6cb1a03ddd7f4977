import type { BlobRef, SessionRecord } from '@playhead/protocol';
import { piecesOfName } from './joined-texts.ts';
import { placeOfName, type LogPlace } from './log-place.ts';
import { lostText, textInRecord } from './text-in-record.ts';

/** So many characters of records are kept, the last used ones. */
const KEPT_CHARACTERS = 8 * 1024 * 1024;
/** So many records are kept, however short they are. */
const KEPT_RECORDS = 512;

/** Reads records back that long texts were left out of, and keeps the last ones: one that is looked at is mostly looked at again. */
export interface RecordCache {
  /** The text of a reference into the log; undefined when the reference is none into the log. */
  text(blob: Pick<BlobRef, '$blob'>, signal?: AbortSignal): Promise<string> | undefined;
}

/**
 * Makes an empty cache.
 *
 * @param read - Reads the records between two cursors of the log.
 */
export function createRecordCache(read: (place: LogPlace, signal: AbortSignal | undefined) => AsyncIterable<readonly SessionRecord[]>): RecordCache {
  const kept = new Map<string, { readonly record: SessionRecord; readonly characters: number }>();
  let characters = 0;
  const keep = (key: string, record: SessionRecord): void => {
    const size = JSON.stringify(record.data).length;
    kept.set(key, { record, characters: size });
    characters += size;
    for (const [oldest, entry] of kept) {
      if (kept.size === 1 || (characters <= KEPT_CHARACTERS && kept.size <= KEPT_RECORDS)) break;
      kept.delete(oldest);
      characters -= entry.characters;
    }
  };
  const recordAt = async (key: string, place: LogPlace, signal: AbortSignal | undefined): Promise<SessionRecord> => {
    for await (const records of read(place, signal)) {
      const record = records.find(({ n }) => n === place.n);
      if (!record) continue;
      if (!kept.has(key)) keep(key, record);
      return record;
    }
    throw lostText();
  };
  const cache: RecordCache = {
    text(blob, signal) {
      const pieces = piecesOfName(blob.$blob);
      if (pieces) return Promise.all(pieces.map((piece) => (typeof piece === 'string' ? piece : cache.text(piece, signal) ?? Promise.reject(lostText())))).then((texts) => texts.join(''));
      const place = placeOfName(blob.$blob);
      if (!place) return undefined;
      const key = `${place.from}:${place.to}`;
      const known = kept.get(key);
      if (!known) return recordAt(key, place, signal).then((record) => textInRecord(place, record));
      kept.delete(key);
      kept.set(key, known);
      return Promise.resolve().then(() => textInRecord(place, known.record));
    },
  };
  return cache;
}
