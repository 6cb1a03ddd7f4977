import type { BlobRef, Cursor, Damage, SessionRecord } from '@playhead/protocol';
import type { RecordNumber, TerminalPiece } from '../terminal/types.ts';

/** A piece of a recording on its way into a replay. */
export interface SourceChunk {
  readonly records: readonly SessionRecord[];
  readonly damage?: readonly Damage[];
  /** Whether everything recorded so far has now been handed over. */
  readonly upToDate: boolean;
  /** Whether the source can be reached; `lost` while it is tried again. Default as before, `open` at first. */
  readonly connection?: 'open' | 'lost';
  /** How much of what there is has been read; for sources that know. */
  readonly progress?: SourceProgress;
}

/** A piece of what a source found in its log. */
export interface SourceHits {
  /** Ids of the records that have the text; may be none. */
  readonly ids: readonly string[];
  /** How much of the log has been searched; for sources that know. */
  readonly progress?: SourceProgress;
  /** Where the log was searched up to, for a log that may grow: a search of the rest begins there. */
  readonly next?: Cursor;
}

/** How much of a source has been read. */
export interface SourceProgress {
  readonly readBytes: number;
  readonly totalBytes: number;
}

/** Records as they stand in a log, with the cursor just after each. */
export interface PlacedRecords {
  readonly records: readonly { readonly record: SessionRecord; readonly cursor: Cursor }[];
  /** Where to go on. */
  readonly next: Cursor;
}

/** Which part of a source is read. */
export interface SourceRange {
  /** Begin behind this cursor. Default the beginning. */
  readonly from?: Cursor;
  /** End with the record of this cursor. Default the present end. */
  readonly to?: Cursor;
  readonly signal?: AbortSignal;
}

/** Which part of what a terminal did is read. */
export interface TerminalRange extends SourceRange {
  /** The terminal: the `call` of its records. */
  readonly call: string;
  /** Leaves out what this record of the same producer told, and those before it. */
  readonly after?: RecordNumber;
}

/**
 * Where a replay gets its records from: an array, a storage, a server, a file.
 * A live source goes on after `upToDate`; a closed one ends.
 */
export interface ReplaySource {
  /** Hands the recording over, in any order, until it ends or is aborted. */
  open(signal: AbortSignal): AsyncIterable<SourceChunk>;
  /**
   * Loads the text of a large value.
   * @throws PlayheadError `blob_not_found`.
   */
  text?(blob: BlobRef, signal?: AbortSignal): Promise<string>;
  /**
   * Searches the log itself, for sources that leave long texts in it.
   *
   * @param from - Begin behind this cursor: `next` of a search before. Default the beginning.
   * @returns What has the text, some at a time, in any order.
   */
  search?(query: string, signal: AbortSignal, from?: Cursor): AsyncIterable<SourceHits>;
  /**
   * Reads a part of the log as it is, once, in its own order: what terminals showed is read like this when somebody looks at them.
   * Cursors are those of this source. Without it terminals cannot be shown.
   */
  read?(range: SourceRange): AsyncIterable<PlacedRecords>;
  /**
   * Reads what one terminal did in a part of the log, in order, without all else that its records say: what `read` reads, for sources that have it shorter.
   * Undefined where they have not.
   */
  pieces?(range: TerminalRange): Promise<readonly TerminalPiece[] | undefined>;
  /** Reads a value that was derived from the log and kept with it; undefined where there is none. */
  derived?(name: string, version: number, signal?: AbortSignal): Promise<Uint8Array | undefined>;
  /** Whether long texts were left in the log so far, so that `search` finds more than there is in the records. Default always. */
  inBrief?(): boolean;
  /**
   * Loads some bytes of a large value as it is stored. Without it views load the whole.
   * @throws PlayheadError `blob_not_found`.
   */
  bytes?(blob: BlobRef, range: ByteRange, signal?: AbortSignal): Promise<Uint8Array>;
}

/** A stretch of bytes. */
export interface ByteRange {
  /** First byte, from 0. */
  readonly start: number;
  /** Byte behind the last one; what is beyond the end is left out. */
  readonly end: number;
}
