import { type BlobRef, isJsonObject, type JsonValue, PlayheadError, type SessionRecord } from '@playhead/protocol';
import { type PlaceInLog, nameOfPlace, placeOfName } from './log-place.ts';

/** Reads the text that a reference into the log stands for, out of the record that holds it. @throws PlayheadError `blob_not_found`. */
export function textInRecord({ pointer }: Pick<PlaceInLog, 'pointer'>, record: SessionRecord): string {
  if (pointer === '') return JSON.stringify(record);
  let value: JsonValue | undefined = record.data;
  for (const part of pointer.slice(1).split('/')) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    value = Array.isArray(value) ? (value as readonly JsonValue[])[Number(name)] : isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }
  if (value === undefined) throw lostText();
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Says that what a reference leads to is not there any more. */
export function lostText(): PlayheadError {
  return new PlayheadError('blob_not_found', 'The log of this session was changed since it was opened, so this text is not where it was. Open the session again.');
}

/**
 * A reference to the whole of a record that long texts were left out of; its text is the record as JSON.
 *
 * @returns undefined when the record is whole.
 *
 * @example
 * ```ts
 * const whole = wholeRecordOf(event.record);
 * const record = whole ? (JSON.parse(await replay.text(whole)) as SessionRecord) : event.record;
 * ```
 */
export function wholeRecordOf({ data }: Pick<SessionRecord, 'data'>): BlobRef | undefined {
  const found = referenceIn(data, 0);
  const place = found && placeOfName(found.$blob);
  return found && place && { $blob: nameOfPlace({ ...place, check: '', pointer: '' }), size: found.size, encoding: 'json' };
}

const DEEPEST = 34;

function referenceIn(value: JsonValue | undefined, depth: number): BlobRef | undefined {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return undefined;
  if (isReference(value)) return placeOfName(value.$blob) ? value : undefined;
  for (const inner of Object.values(value)) {
    const found = referenceIn(inner as JsonValue | undefined, depth + 1); // a part of JSON is JSON
    if (found) return found;
  }
  return undefined;
}

function isReference(value: JsonValue): value is JsonValue & BlobRef {
  return isJsonObject(value) && typeof value['$blob'] === 'string' && typeof value['size'] === 'number';
}
