import { decodeRecord, PlayheadError, producerKey, type Annotation, type StoredRecord } from '@playhead/protocol';

/** Gives a record its new line; undefined leaves it as it is. */
export type ChangeLine = (record: StoredRecord) => Promise<string | undefined> | string | undefined;

/**
 * The line that takes the place of a record's line.
 *
 * @throws PlayheadError `invalid_event` when it is no record, or another one.
 */
export async function rewrittenLine(stored: StoredRecord, change: ChangeLine): Promise<string> {
  const line = await change(stored);
  if (line === undefined || line === stored.line) return stored.line;
  const record = line.includes('\n') ? undefined : decodeRecord(line);
  if (record && producerKey(record) === producerKey(stored.record)) return line;
  throw new PlayheadError('invalid_event', 'A rewritten line is not the same record on one line, so the session was left as it was. Keep p, e and n, and encode it with encodeRecord.');
}

/**
 * What takes the place of an annotation.
 *
 * @throws PlayheadError `usage` when its id is another one.
 */
export async function rewrittenAnnotation(annotation: Annotation, change: (annotation: Annotation) => Annotation | Promise<Annotation>): Promise<Annotation> {
  const changed = await change(annotation);
  if (changed.id === annotation.id) return changed;
  throw new PlayheadError('usage', 'A rewritten annotation has another id, so the session was left as it was. Keep the id.');
}

/** Notes the blobs that a line names. */
export function noteBlobs(line: string, into: Set<string>): void {
  for (const [, blob = ''] of line.matchAll(/"\$blob"\s{0,8}:\s{0,8}"(sha256-[0-9a-f]{64})"/g)) into.add(blob);
}
