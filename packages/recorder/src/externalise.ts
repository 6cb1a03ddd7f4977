import { defaultLimits, isBlobRef, isJsonObject, type BlobRef, type BlobStorage, type JsonObject, type JsonValue, type OversizeData, type RecordLimits } from '@playhead/protocol';
import { digestOf } from './digest.ts';
import { bytesOf, largeSize, previewText } from './large-text.ts';

/** A record's data without its large values. */
export interface ExternalisedData {
  /** The data; a large value is a `BlobRef`. The same object when nothing was large. */
  readonly data: JsonObject;
  /** Values over the limit, of which `data` keeps only the first 2,000 characters: one `oversize` record each. */
  readonly oversize: readonly OversizeData[];
}

/** Deeper values stay in place: what is recorded is untrusted and must not exhaust the stack. */
const DEEPEST = 64;

/** Fields that a reader takes as a blob whatever they hold. */
const ANY_VALUE: ReadonlySet<string> = new Set(['input', 'output']);

/**
 * Moves large values out of a record's data into blobs.
 *
 * Every string of more than 32 KiB in UTF-8 becomes a blob, wherever it stands; base64 beside its
 * media type is kept as its bytes, unless they are a text: redaction saw only the base64. `input` and `output` become one JSON blob when they are
 * still too large after that.
 *
 * @param sessionId - The session the blobs belong to.
 * @param data - The data of a record.
 * @param blobs - Where the values go.
 * @param limits - How large a blob may be. Default: that of `defaultLimits`, 64 MiB.
 * @throws What `blobs.put` rejects with.
 *
 * @example
 * ```ts
 * const { data } = await externalise(sessionId, { path: 'big.txt', content }, storage.blobs);
 * isBlobRef(data['content']); // true
 * ```
 */
export async function externalise(sessionId: string, data: JsonObject, blobs: Pick<BlobStorage, 'put'>, limits: Pick<RecordLimits, 'blobBytes'> = defaultLimits): Promise<ExternalisedData> {
  const oversize: OversizeData[] = [];

  const store = async (text: string, size: number, isMedia: boolean, what: string): Promise<JsonValue> => {
    if (size > limits.blobBytes) {
      const digest = await digestOf(text);
      oversize.push({ what, bytes: size, ...(digest !== undefined && { digest }) });
      return previewText(text);
    }
    const { bytes, encoding, preview } = bytesOf(text, isMedia);
    return toJson({ $blob: await blobs.put(sessionId, bytes), size: bytes.length, encoding, ...(preview !== undefined && { preview }) });
  };

  const visit = async (value: JsonValue | undefined, what: string, depth: number, isMedia: boolean): Promise<JsonValue | undefined> => {
    if (typeof value === 'string') {
      const size = largeSize(value);
      return size === undefined ? value : store(value, size, isMedia, what);
    }
    if (typeof value !== 'object' || value === null || depth > DEEPEST || isBlobRef(value)) return value;
    if (!isJsonObject(value)) return visitList(value, what, depth);
    const media = isMediaObject(value);
    let copy: Record<string, JsonValue | undefined> | undefined;
    for (const [key, inner] of Object.entries(value)) {
      const path = what === '' ? key : `${what}.${key}`;
      let next = await visit(inner, path, depth + 1, media);
      if (depth === 0 && ANY_VALUE.has(key)) next = await whole(inner, next, path);
      if (next === inner) continue;
      copy ??= { ...value };
      copy[key] = next;
    }
    return copy ?? value;
  };

  const visitList = async (list: readonly JsonValue[], what: string, depth: number): Promise<JsonValue> => {
    let copy: JsonValue[] | undefined;
    for (const [index, inner] of list.entries()) {
      const next = await visit(inner, `${what}[${index}]`, depth + 1, false);
      if (next === inner || next === undefined) continue;
      copy ??= [...list];
      copy[index] = next;
    }
    return copy ?? list;
  };

  const whole = async (before: JsonValue | undefined, after: JsonValue | undefined, what: string): Promise<JsonValue | undefined> => {
    if (typeof after !== 'object' || after === null || isBlobRef(after) || largeSize(JSON.stringify(after)) === undefined) return after;
    const json = JSON.stringify(before);
    const size = largeSize(json) ?? json.length;
    if (size > limits.blobBytes) return store(json, size, false, what);
    const bytes = new TextEncoder().encode(json);
    return toJson({ $blob: await blobs.put(sessionId, bytes), size: bytes.length, encoding: 'json', preview: previewText(json) });
  };

  const result = await visit(data, '', 0, false);
  return { data: isJsonObject(result) ? result : data, oversize };
}

const MEDIA_TYPES = ['mediaType', 'media_type', 'mimeType'];
const TEXT_TYPE = /^text\/|^application\/(?:json|xml|yaml|x-yaml|toml|javascript|x-sh)\b|\+(?:json|xml)\b/i;

/** Whether the strings of an object may be base64 of bytes: it says so, or names a media type. Not that of a text, which nobody looked through for secrets. */
function isMediaObject(value: JsonObject): boolean {
  const types = MEDIA_TYPES.map((key) => value[key]).filter((type) => typeof type === 'string');
  if (types.some((type) => TEXT_TYPE.test(type))) return false;
  return value['type'] === 'base64' || value['encoding'] === 'base64' || types.length > 0;
}

function toJson(reference: BlobRef): JsonValue {
  return { ...reference };
}
