import type { Cursor, SessionRecord } from '@playhead/protocol';
import { isTerminalPiece } from '../terminal/terminal-piece.ts';
import { briefRecord } from './brief-record.ts';
import { isDigestQuick } from './text-digest.ts';

/** Logs that are longer than this are read in brief, in bytes: a shorter one fits any memory as it is. */
export const BRIEF_FROM_BYTES: number = 16 * 1024 * 1024;

/** Decides which records of a log are read in brief: all of one that is known to be long, and what comes after the first 16 MiB of any. */
export interface Briefing {
  /**
   * Takes the next record of the log.
   *
   * @param to - The cursor just after it.
   * @param length - How long its line is.
   */
  take(record: SessionRecord, to: Cursor, length: number): SessionRecord;
  /** Goes on at a cursor: what lies between has no record. */
  skip(to: Cursor): void;
  /** Whether texts may have been left in the log. */
  readonly brief: boolean;
}

/**
 * Begins to read a log.
 *
 * @param options.from - Where reading begins.
 * @param options.bytes - How long the log is, where that is known.
 */
export function createBriefing({ from = '', bytes = 0 }: { from?: Cursor | undefined; bytes?: number | undefined }): Briefing {
  let before = from;
  let read = bytes >= BRIEF_FROM_BYTES ? BRIEF_FROM_BYTES : 0;
  // Who opens a large file of an agent alone does not wait for digests that nothing is compared by.
  let isCompared = isDigestQuick;
  return {
    get brief() { return read >= BRIEF_FROM_BYTES; },
    skip(to) { before = to; },
    take(record, to, length) {
      read += length;
      isCompared ||= record.via === 'gateway';
      const taken = read < BRIEF_FROM_BYTES ? record : isTerminalPiece(record) ? withoutOutput(record) : briefRecord(record, { from: before, to, n: record.n }, isCompared);
      before = to;
      return taken;
    },
  };
}

/** A piece of a terminal that only says that there was one: what it shows is read when somebody looks at the terminal. */
function withoutOutput(record: SessionRecord): SessionRecord {
  return { ...record, data: record.type === 'terminal_input' ? { text: '' } : { stream: 'pty', text: '' } };
}

/** Reads every record as a whole. */
export const WHOLE: Briefing = { brief: false, skip: () => undefined, take: (record) => record };
