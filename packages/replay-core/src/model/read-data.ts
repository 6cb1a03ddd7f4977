import { isBlobRef, isJsonObject, type BlobRef, type JsonObject, type JsonValue, type SessionRecord, type TextValue } from '@playhead/protocol';
import { joinedTexts } from '../brief/joined-texts.ts';

/** The data of a record, whatever it holds. Recordings are untrusted: nothing below assumes that data fits its type. */
export function dataOf(record: Pick<SessionRecord<unknown>, 'data'>): JsonObject {
  return isJsonObject(record.data as JsonValue) ? (record.data as JsonObject) : {}; // what stands here was parsed from JSON
}

/** A string, or undefined when it is none. */
export function stringIn(data: JsonObject, name: string): string | undefined {
  const value = data[name];
  return typeof value === 'string' ? value : undefined;
}

/** A finite number, or undefined when it is none. */
export function numberIn(data: JsonObject, name: string): number | undefined {
  const value = data[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A text in place or as a blob, or undefined when it is neither. */
export function textIn(data: JsonObject, name: string): TextValue | undefined {
  const value = data[name];
  return typeof value === 'string' || isBlobRef(value) ? value : undefined;
}

/** One of some words, or undefined when it is none of them. */
export function wordIn<Word extends string>(data: JsonObject, name: string, words: readonly Word[]): Word | undefined {
  return words.find((word) => word === data[name]);
}

/** A JSON value or blob, or undefined where there is none. */
export function valueIn(data: JsonObject, name: string): JsonValue | BlobRef | undefined {
  return data[name];
}

/** How much text a value stands for: characters, or bytes of a blob. */
export function lengthOf(text: TextValue | undefined): number {
  if (text === undefined) return 0;
  return typeof text === 'string' ? text.length : text.size;
}

/** Joins pieces of text; those left in the log by name. Blobs beside it cannot be joined without loading them: then the largest piece stands for all. */
export function joinText(pieces: readonly TextValue[]): TextValue | undefined {
  if (pieces.every((piece) => typeof piece === 'string')) return pieces.length > 0 ? pieces.join('') : undefined;
  return joinedTexts(pieces) ?? pieces.reduce((largest, piece) => (lengthOf(piece) > lengthOf(largest) ? piece : largest));
}
