import { decodeRecord, isUuid, PlayheadError, type SessionRecord } from '@playhead/protocol';

/**
 * Refuses what is no session id before it can become a path or a key.
 *
 * @throws PlayheadError `invalid_session`.
 */
export function checkSessionId(sessionId: string): void {
  if (typeof sessionId === 'string' && isUuid(sessionId)) return;
  throw new PlayheadError('invalid_session', 'The session id is not a uuid in lower case, so nothing was read or written. Use an id that list or create gave.');
}

/**
 * Parses the lines of a batch, before anything of it is stored.
 *
 * @throws PlayheadError `invalid_event` when one is no record, or would be two lines in the log.
 */
export function checkLines(lines: readonly string[]): { line: string; record: SessionRecord }[] {
  return lines.map((line) => {
    const record = line.includes('\n') ? undefined : decodeRecord(line);
    if (record) return { line, record };
    throw new PlayheadError('invalid_event', 'A line of the batch is not a record on one line, so nothing of the batch was stored. Encode records with encodeRecord.');
  });
}

/**
 * Refuses names of derived values that could leave their folder.
 *
 * @throws PlayheadError `usage`.
 */
export function checkDerivedName(name: string, version: number): void {
  if (/^[a-z][a-z0-9-]{0,63}$/.test(name) && Number.isSafeInteger(version) && version >= 0) return;
  throw new PlayheadError('usage', 'A derived value needs a name of lower-case letters, digits and hyphens and a whole version from 0, so nothing was stored.');
}

/** Whether a text names a blob: `sha256-` and 64 hexadecimal digits. */
export function isBlobName(blob: string): boolean {
  return /^sha256-[0-9a-f]{64}$/.test(blob);
}
