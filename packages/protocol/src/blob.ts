import { isJsonObject, type JsonValue } from './json.ts';

/** Values whose JSON is longer than this many bytes are kept as blobs beside the log. */
export const BLOB_THRESHOLD_BYTES: number = 32 * 1024;

/** Stands in a record where a large value was. */
export interface BlobRef {
  /** `sha256-<hex>` of the bytes. */
  readonly $blob: string;
  /** Length of the value in bytes. */
  readonly size: number;
  /** How to read the bytes: text is UTF-8, JSON is a serialised value, bytes were base64 in the source. */
  readonly encoding: 'text' | 'json' | 'base64';
  /** The first characters, so that a list can show something without loading it. */
  readonly preview?: string;
}

/** Text in a record: in place, or as a blob when it is large. */
export type TextValue = string | BlobRef;

/** Whether a value stands for a blob. */
export function isBlobRef(value: unknown): value is BlobRef {
  return isJsonObject(value) && typeof value['$blob'] === 'string' && typeof value['size'] === 'number';
}

/** The part of a text value that is there without loading anything. */
export function previewOf(value: JsonValue | TextValue | undefined): string {
  if (typeof value === 'string') return value;
  const preview: unknown = isBlobRef(value) ? value.preview : ''; // a recording may hold anything there
  return typeof preview === 'string' ? preview : '';
}
