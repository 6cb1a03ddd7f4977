import type { JsonObject } from '@playhead/protocol';
import { parseLine } from './parse-line.ts';
import { readLines } from './read-lines.ts';

/** No more of a file is looked at for its first row of some kind. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * The first row of a transcript that is as wanted; undefined when its beginning has none.
 *
 * @throws What the file system says of a file that cannot be read.
 */
export async function readFirstRow(path: string, wanted: (row: JsonObject) => boolean): Promise<JsonObject | undefined> {
  for await (const lines of readLines(path)) {
    for (const { bytes, offset } of lines) {
      const row = bytes && parseLine(bytes.toString('utf8')).rows.find(wanted);
      if (row) return row;
      if (offset > MOST_BYTES) return undefined;
    }
  }
  return undefined;
}
