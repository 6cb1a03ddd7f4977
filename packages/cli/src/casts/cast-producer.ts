import { createIdSource, encodeRecord, FORMAT_VERSION, isUuid, type SessionRecord } from '@playhead/protocol';
import type { Producer, RecordInput } from '@playhead/recorder';
import type { CastRecord } from '@playhead/replay-core/cast';

/**
 * Numbers what is imported from a file. The same file gives the same numbers, so that storages see each record once, however often it is
 * imported.
 *
 * @param id - The producer's, made of the file's digest.
 */
export function createCastProducer(id: string): Producer {
  const nextId = createIdSource();
  let n = 0;
  return {
    id,
    produce(input: RecordInput & Partial<Pick<CastRecord, 'id' | 'via'>>, change) {
      const { type, data, at = Date.now() * 1000, key, turn, call, agent, via = 'import', id: own } = input;
      const made: SessionRecord = {
        $r: FORMAT_VERSION, id: own !== undefined && isUuid(own) ? own : nextId(), p: id, e: 0, n, at, type, via, data,
        ...(key !== undefined && { key }), ...(turn !== undefined && { turn }), ...(call !== undefined && { call }), ...(agent !== undefined && { agent }),
      };
      const record = change ? change(made) : made;
      n += 1;
      return { record, line: encodeRecord(record) };
    },
  };
}
