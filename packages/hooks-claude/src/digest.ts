import { createHash } from 'node:crypto';
import { isJsonObject, type JsonValue } from '@playhead/protocol';

/** The SHA-256 of a text in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A digest that is the same for values that are deeply equal, whatever the order of their keys. */
export function valueDigest(value: JsonValue | undefined): string {
  return sha256(JSON.stringify(sorted(value)) ?? '').slice(0, 16);
}

function sorted(value: JsonValue | undefined): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  return Object.keys(value).sort().map((name) => [name, sorted(value[name])]);
}
