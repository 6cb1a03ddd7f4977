import { encodeRecord, type Chunk, type Cursor, type SessionInfo } from '@playhead/protocol';
import { createBriefing, createThinning } from '@playhead/replay-core';
import { encodeEvents } from './event-stream.ts';

/**
 * Makes the chunks of one log into events without the long texts that readers load when they are looked at, once the log is long.
 *
 * @param from - Where reading begins.
 * @param whole - Makes a chunk of which nothing is left out into events.
 */
export function createBriefEvents({ bytes }: Pick<SessionInfo, 'bytes'>, from: Cursor, whole: (chunk: Chunk) => Uint8Array<ArrayBuffer>): (chunk: Chunk) => Uint8Array<ArrayBuffer> {
  const briefing = createBriefing({ from, bytes });
  const stays = createThinning();
  return (chunk) => {
    let left = false;
    const records = chunk.records.flatMap((stored, index) => {
      const { record, line, cursor } = stored;
      const brief = briefing.take(record, cursor, line.length + 1);
      if (brief === record) return [stored];
      left = true;
      if (!stays(brief, index === chunk.records.length - 1)) return [];
      return [{ record: brief, line: encodeRecord(brief), cursor }];
    });
    briefing.skip(chunk.next);
    return left ? encodeEvents({ ...chunk, records }) : whole(chunk);
  };
}
