import { createSeenNumbers } from '@playhead/protocol';
import { recordsOf } from '../common/line-records.ts';
import { noteBlobs, rewrittenLine, type ChangeLine } from '../common/rewritten.ts';
import { cursorOf } from './cursor.ts';
import type { WholeLog } from './whole-log.ts';
import { readLines } from './read-lines.ts';

const BATCH_CHARACTERS = 1024 * 1024;

/** Changes the lines of a session's logs, each record once. */
export interface LineChanger {
  /** The blobs that the lines named. */
  readonly before: ReadonlySet<string>;
  /** The blobs that the changed lines name. */
  readonly after: ReadonlySet<string>;
  /**
   * Hands over, changed, the complete lines that a file holds from an offset to its present end, and moves the offset there.
   *
   * @returns Whether there were any.
   */
  copy(source: Pick<WholeLog, 'read' | 'size'>, place: { offset: number }, write: (lines: readonly string[]) => Promise<void>): Promise<boolean>;
}

/** Makes a changer that has seen nothing. Bytes that are no record are left out: nobody could say what they hold. */
export function createLineChanger(change: ChangeLine): LineChanger {
  const seen = createSeenNumbers();
  const before = new Set<string>();
  const after = new Set<string>();
  return {
    before,
    after,
    async copy(source, place, write) {
      const start = place.offset;
      let batch: string[] = [];
      let size = 0;
      const flush = async (): Promise<void> => {
        if (batch.length > 0) await write(batch);
        batch = [];
        size = 0;
      };
      for await (const { end, text } of readLines(source, start, await source.size())) {
        place.offset = end;
        for (const { line, record } of text === undefined ? [] : recordsOf(text, seen).records) {
          const next = await rewrittenLine({ cursor: cursorOf([end]), line, record }, change);
          noteBlobs(line, before);
          noteBlobs(next, after);
          batch.push(next);
          size += next.length;
        }
        if (size > BATCH_CHARACTERS) await flush();
      }
      await flush();
      return place.offset > start;
    },
  };
}
