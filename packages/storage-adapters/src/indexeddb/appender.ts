import type { AppendDurability } from '@playhead/protocol';
import { addLines, writableLog, type NumberedLines } from './add-lines.ts';
import type { Database } from './database.ts';
import type { LogRow } from './schema.ts';

/** Appends lines to logs. */
export interface Appender {
  /** @throws PlayheadError `session_not_found`, `session_dropped`, and whatever the check throws. */
  append(sessionId: string, lines: NumberedLines, durability: AppendDurability): Promise<void>;
  /** Lets go of what is known of a session. */
  forget(sessionId: string): void;
}

/** Ends a transaction that began with what is no longer so. */
class Outdated extends Error {}

/**
 * Makes an appender. It remembers the row of each log it added to. With that, lines are on their way before the browser has told what
 * the log looks like now; where it looks otherwise, because another tab was there, nothing of it is kept and it is done again.
 *
 * @param check - Told of the log before lines are added to it; what it throws ends the append.
 */
export function createAppender(database: Database, storage: string, now: () => number, check: (log: LogRow) => void): Appender {
  const known = new Map<string, LogRow>();
  const append = async (sessionId: string, lines: NumberedLines, durability: AppendDurability, before: LogRow | undefined): Promise<void> => {
    const added = await database.write(['logs', 'segments'], async (tx) => {
      const reading = writableLog(tx, sessionId, storage);
      reading.catch(() => {}); // looked at below, unless adding fails first
      const guess = before && addLines(tx, before, lines, now());
      const log = await reading;
      check(log);
      if (guess && before && !isSame(log, before)) throw new Outdated();
      return guess ?? addLines(tx, log, lines, now());
    }, durability);
    known.set(sessionId, added);
  };
  return {
    async append(sessionId, lines, durability) {
      const before = known.get(sessionId);
      known.delete(sessionId); // of two appends at once only the first may guess
      try {
        await append(sessionId, lines, durability, before);
      } catch (error) {
        if (!(error instanceof Error && error.cause instanceof Outdated)) throw error;
        await append(sessionId, lines, durability, undefined);
      }
    },
    forget: (sessionId) => void known.delete(sessionId),
  };
}

/** Whether nobody has changed a log: every change but one of the numbers that are seen shows in one of these. */
function isSame(a: LogRow, b: LogRow): boolean {
  return a.createdAt === b.createdAt && a.segments === b.segments && a.revision === b.revision && a.changedAt === b.changedAt
    && a.bytes === b.bytes && a.heartbeatAt === b.heartbeatAt && a.tombstone === b.tombstone;
}
