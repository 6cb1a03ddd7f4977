import type { Chunk, Cursor, Damage, StoredRecord } from '@playhead/protocol';
import { byteLength } from '../common/line-records.ts';

/** Lines that are sent together. */
export interface LineBatch {
  readonly records: readonly StoredRecord[];
  /** Of the lines with their line feeds. */
  readonly bytes: number;
  readonly damage: readonly Damage[];
  /** Where the log goes on after them. */
  readonly next: Cursor;
}

/** At 256 lines the cost of a request is spread so thin that more lines gain little. */
const MOST_LINES = 256;
const MOST_BYTES = 256 * 1024;

/** Cuts a log into batches of at most 256 lines or 256 KiB; a longer line is a batch of its own. The last batch may be empty: it says where the log ends. */
export async function* lineBatches(chunks: AsyncIterable<Chunk>): AsyncGenerator<LineBatch> {
  let records: StoredRecord[] = [];
  let damage: Damage[] = [];
  let bytes = 0;
  let next: Cursor = '';
  const take = (): LineBatch => {
    const batch = { records, bytes, damage, next };
    [records, damage, bytes] = [[], [], 0];
    return batch;
  };
  for await (const chunk of chunks) {
    damage.push(...chunk.damage);
    for (const stored of chunk.records) {
      const size = byteLength(stored.line) + 1;
      if (records.length === MOST_LINES || (records.length > 0 && bytes + size > MOST_BYTES)) yield take();
      records.push(stored);
      bytes += size;
      next = stored.cursor;
    }
    next = chunk.next;
  }
  yield take();
}
