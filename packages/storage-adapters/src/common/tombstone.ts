import { decodeRecord, emptySessionInfo, foldSessionInfo, PlayheadError, type Chunk, type Cursor, type SessionInfo, type SessionRecord } from '@playhead/protocol';

/** The one record that is left of a session whose content was removed. */
export interface Tombstone {
  readonly line: string;
  readonly record: SessionRecord;
}

/** Sorts after every cursor that the session's log gave out, whatever their number of parts. */
const AFTER: Cursor = '8999999999999999';

/**
 * Reads the line that a session is to be replaced by.
 *
 * @throws PlayheadError `invalid_event` when it is none.
 */
export function checkTombstone(line: string): Tombstone {
  const record = line.includes('\n') ? undefined : decodeRecord(line);
  if (record?.type === 'session_dropped') return { line, record };
  throw new PlayheadError('invalid_event', 'The line is not a session_dropped record, so nothing was removed. Encode one with encodeRecord.');
}

/** The log of a dropped session. A reader that stands anywhere in what was there before gets the one record too. */
export function tombstoneChunk({ line, record }: Tombstone, from: Cursor): Chunk {
  return { records: from === AFTER ? [] : [{ cursor: AFTER, line, record }], damage: [], next: AFTER, upToDate: true };
}

/** How a dropped session is shown. */
export function infoOfTombstone(sessionId: string, { record }: Tombstone): SessionInfo {
  return foldSessionInfo(emptySessionInfo(sessionId), record);
}
