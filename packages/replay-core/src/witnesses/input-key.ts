import { isBlobRef, isJsonObject, type JsonValue } from '@playhead/protocol';
import { checkOfText, identityOf, placeOfName } from '../brief/log-place.ts';
import { measureLine } from '../session-index/bounded-text.ts';

/** Deeper values are all alike: what is recorded is untrusted and must not exhaust the stack. */
const DEEPEST = 32;
/** Longer texts count by their checksum: those that were left in the log have no more. */
const LONGEST = 320;

/**
 * What two calls share that were given the same, whatever order keys come in, and whether long texts are in place or were left in the log. Nothing and
 * an empty object are one. Short, as there are many; two that share it by chance or on purpose are compared all the same.
 */
export function inputKey(input: JsonValue | undefined): string {
  const key = keyOf(input ?? {}, 0);
  return `${measureLine(key).hash.toString(36)}.${key.length}`;
}

function keyOf(value: JsonValue, depth: number): string {
  if (typeof value === 'string') return value.length > LONGEST ? `#${checkOfText(value)}` : JSON.stringify(value.trim());
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (depth > DEEPEST) return '…';
  if (isBlobRef(value)) {
    const check = placeOfName(value.$blob)?.check.split('.')[0];
    return `#${check === undefined || check === '' ? identityOf(value) : check}`;
  }
  if (!isJsonObject(value)) return `[${value.map((inner) => keyOf(inner, depth + 1)).join()}]`;
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${keyOf(value[key] ?? null, depth + 1)}`).join()}}`;
}
