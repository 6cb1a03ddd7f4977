import { decodeRecord, type Chunk, type Damage, type ReadOptions, type StoredRecord } from '@playhead/protocol';
import { aborted, sessionNotFound } from '../common/failures.ts';
import { checkTombstone, tombstoneChunk, type Tombstone } from '../common/tombstone.ts';
import { byteLength } from '../common/line-records.ts';
import { comparePlaces, cursorOf, placeOf, type Place } from './cursor.ts';
import type { Database } from './database.ts';
import type { Notices } from './notices.ts';
import type { LogRow, SegmentRow } from './schema.ts';

const CHUNK_CHARACTERS = 1024 * 1024;
/** How many segments are asked for at a time; they may have half a million characters each. */
const MOST_SEGMENTS = 128;

/** How to read. */
export interface ChunkOptions extends ReadOptions {
  /** Whether to wait for more at the end. */
  readonly live: boolean;
}

/** Where a reader stands. */
interface Reader {
  place: Place;
  /** Segments that were read and not given out as a whole. */
  readonly waiting: SegmentRow[];
  /** Characters of a segment, as far as the reader can tell. */
  size: number;
}

/** Reads a log, and with `live` goes on until the signal. */
export async function* chunksOf(database: Database, notices: Notices, sessionId: string, options: ChunkOptions): AsyncGenerator<Chunk, void, undefined> {
  const { from = '', to, signal = new AbortController().signal, live } = options;
  const stopped = (): boolean => {
    if (!signal.aborted || live) return signal.aborted;
    throw aborted();
  };
  if (live && signal.aborted) return;
  const reader: Reader = { place: placeOf(from), waiting: [], size: CHUNK_CHARACTERS / 8 };
  const last = to === undefined ? undefined : placeOf(to);
  let end: Place | undefined;
  for (let first = true; ; first = false) {
    if (stopped()) return;
    if (!first && database.closed) return;
    const told = notices.count(sessionId);
    const { log, tombstone } = await stateOf(database, sessionId, reader);
    if (tombstone) {
      yield tombstoneChunk(tombstone, from);
      return;
    }
    end ??= first && !live ? { segment: log.segments, lines: 0 } : undefined;
    const until = smaller(end, last);
    const chunk = takeChunk(reader, log, until);
    if (first || chunk.records.length > 0 || chunk.damage.length > 0) yield chunk;
    if (live) {
      if (chunk.upToDate) await notices.next(sessionId, told, signal);
    } else if (chunk.upToDate || isBehind(reader, until)) return;
  }
}

async function stateOf(database: Database, sessionId: string, reader: Reader): Promise<{ log: LogRow; tombstone?: Tombstone }> {
  return database.read(['logs', 'segments'], async (tx) => {
    const log = await tx.objectStore('logs').get(sessionId);
    if (!log) throw sessionNotFound(sessionId, 'indexeddb');
    if (log.tombstone !== undefined) return { log, tombstone: checkTombstone(log.tombstone) };
    if (reader.waiting.length === 0 && reader.place.segment < log.segments) {
      const count = Math.min(MOST_SEGMENTS, Math.max(1, Math.ceil(CHUNK_CHARACTERS / reader.size)));
      reader.waiting.push(...(await tx.objectStore('segments').getAll(IDBKeyRange.bound([sessionId, reader.place.segment], [sessionId, log.segments], false, true), count)));
      const characters = reader.waiting.reduce((sum, { text }) => sum + text.length, 0);
      reader.size = Math.max(1, characters / Math.max(1, reader.waiting.length));
    }
    return { log };
  });
}

/** Takes records of at most about 1 MiB from what was read. */
function takeChunk(reader: Reader, log: LogRow, until: Place | undefined): Chunk {
  const records: StoredRecord[] = [];
  const damage: Damage[] = [];
  let size = 0;
  while (reader.waiting.length > 0) {
    const [row] = reader.waiting;
    if (!row) break;
    const lines = row.text.split('\n');
    let index = row.number === reader.place.segment ? reader.place.lines : 0;
    for (; index < lines.length; index += 1) {
      const line = lines[index] ?? '';
      const behind = { segment: row.number, lines: index + 1 };
      if ((size > 0 && size + line.length > CHUNK_CHARACTERS) || (until && comparePlaces(behind, until) > 0)) return chunkAt(reader, log, records, damage);
      size += line.length;
      const cursor = cursorOf(behind);
      const record = decodeRecord(line);
      if (record) records.push({ cursor, line, record });
      else damage.push({ kind: 'invalid', cursor: cursorOf(reader.place), bytes: byteLength(line), message: 'These bytes are not a record. The records around them were read.' });
      reader.place = behind;
    }
    reader.waiting.shift();
    reader.place = { segment: row.number + 1, lines: 0 };
  }
  return chunkAt(reader, log, records, damage);
}

/** Whether nothing that waits comes before a place. */
function isBehind({ place }: Reader, until: Place | undefined): boolean {
  return until !== undefined && comparePlaces({ segment: place.segment, lines: place.lines + 1 }, until) > 0;
}

function chunkAt({ place, waiting }: Reader, log: LogRow, records: readonly StoredRecord[], damage: readonly Damage[]): Chunk {
  return { records, damage, next: cursorOf(place), upToDate: waiting.length === 0 && place.segment >= log.segments };
}

function smaller(a: Place | undefined, b: Place | undefined): Place | undefined {
  if (!a || !b) return a ?? b;
  return comparePlaces(a, b) < 0 ? a : b;
}
