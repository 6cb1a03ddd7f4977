import * as z from 'zod/mini';
import type { BlobRef, TextValue } from '../blob.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { objectSchema, type Schema } from './object-schema.ts';

/** A value that came out of JSON, unread: what is inside needs no check to be shown as text. */
export const jsonValue: Schema<JsonValue> = z.custom<JsonValue>((value) => value !== undefined && typeof value !== 'function', 'must be a JSON value');

/** An object that came out of JSON, unread. */
export const jsonObject: Schema<JsonObject> = z.custom<JsonObject>(isJsonObject, 'must be an object');

/** What stands in a record for a large value. */
export const blobRef: Schema<BlobRef> = objectSchema<BlobRef>({
  $blob: z.string().check(z.regex(/^sha256-[0-9a-f]{64}$/, 'must be sha256-<hex>')),
  size: z.number(),
  encoding: z.enum(['text', 'json', 'base64']),
  preview: z.optional(z.string()),
});

/** Text in place, or as a blob. */
export const textValue: Schema<TextValue> = z.union([z.string(), blobRef]);

/** Any value in place, or as a blob. */
export const inputValue: Schema<JsonValue | BlobRef> = jsonValue;

/** A number that counts: an integer from 0. */
export const count: Schema<number> = z.int().check(z.gte(0, 'must not be negative'));

/** A text that names something: not empty, and bounded. */
export const nameText: Schema<string> = z.string().check(z.minLength(1, 'must not be empty'), z.maxLength(1024, 'must have at most 1024 characters'));
