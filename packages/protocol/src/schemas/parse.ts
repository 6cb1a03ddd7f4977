import { decodeRecord } from '../decode.ts';
import { PlayheadError, type ErrorCode } from '../errors.ts';
import type { EventDataByType, EventType } from '../events/index.ts';
import type { JsonObject } from '../json.ts';
import type { SessionRecord } from '../record.ts';
import type { SessionHeader } from '../session.ts';
import type { Annotation } from '../storage.ts';
import type { ReviewDocument } from '../review.ts';
import { annotationSchema } from './annotation.ts';
import { reviewDocumentSchema } from './review.ts';
import { eventSchemas } from './event-schemas.ts';
import { explain } from './explain.ts';
import type { Schema } from './object-schema.ts';
import { recordSchema } from './record.ts';
import { sessionHeaderSchema } from './session-header.ts';
import { jsonObject } from './values.ts';

/** What {@link parseEventData} gives: the type's own data, or any object for a type that is not known. */
export type ParsedEventData<Type extends string> = Type extends EventType ? EventDataByType[Type] : JsonObject;

/**
 * Checks the data of an event that comes from outside. Keys that no schema knows pass, and so do types
 * that this version does not know. Returns the same object, untouched.
 *
 * @param type - The event's type, such as `terminal_command`.
 * @param data - Its data, as JSON gave it.
 * @throws {@link PlayheadError} `invalid_event`, naming the field; never showing its value.
 *
 * @example
 * ```ts
 * const { command } = parseEventData('terminal_command', JSON.parse(body));
 * ```
 */
export function parseEventData<Type extends string>(type: Type, data: unknown): ParsedEventData<Type> {
  const checked = check<JsonObject>(schemaOf(type), data, 'invalid_event', `the data of ${JSON.stringify(type.slice(0, 64))}`);
  return checked as ParsedEventData<Type>; // the schema of that type accepted it
}

/**
 * Checks a line that comes from outside: the record and the data of its type.
 *
 * @param line - The line, without line feed.
 * @throws {@link PlayheadError} `invalid_event`.
 */
export function parseRecord(line: string): SessionRecord {
  const record = decodeRecord(line);
  if (!record) {
    throw new PlayheadError('invalid_event', 'A line is no record, so nothing of it is kept. Write lines with encodeRecord, one record each.');
  }
  check(recordSchema, record, 'invalid_event', 'a record');
  parseEventData(record.type, record.data);
  return record;
}

/**
 * Checks a session header that comes from outside.
 *
 * @throws {@link PlayheadError} `invalid_session`, naming the field.
 */
export function parseSessionHeader(value: unknown): SessionHeader {
  return check(sessionHeaderSchema, value, 'invalid_session', 'a session header');
}

/**
 * Checks an annotation that comes from outside.
 *
 * @throws {@link PlayheadError} `invalid_payload`, naming the field.
 */
export function parseAnnotation(value: unknown): Annotation {
  return check(annotationSchema, value, 'invalid_payload', 'an annotation');
}

/**
 * Checks an exported review that comes from outside.
 *
 * @throws {@link PlayheadError} `invalid_payload`, naming the field.
 */
export function parseReviewDocument(value: unknown): ReviewDocument {
  return check(reviewDocumentSchema, value, 'invalid_payload', 'a review');
}

function schemaOf(type: string): Schema<JsonObject> {
  if (!Object.hasOwn(eventSchemas, type)) return jsonObject;
  // A key of the registry. The data of every type is an object out of JSON.
  return eventSchemas[type as EventType] as Schema<unknown> as Schema<JsonObject>;
}

function check<Value>(schema: Schema<Value>, value: unknown, code: ErrorCode, what: string): Value {
  const result = schema.safeParse(value);
  if (result.success) return value as Value; // accepted just now; the input itself keeps its bytes and the order of its keys
  throw new PlayheadError(code, `Playhead does not keep ${what}: ${explain(result.error.issues[0])}. Correct the field, or leave it out where it is optional.`);
}
