import { isBlobRef, isJsonObject, type JsonValue, type TextValue } from '@playhead/protocol';
import { isSameText } from './same-text.ts';

/** Names that redaction gives to what it takes out. */
const MARK = /\[\[[A-Z0-9_]{1,64}:([0-9a-f~:]{1,32})\]\]/;
/** Deeper values are not looked at, and so not the same: no record keeps any. */
const DEEPEST = 64;

/** Whether an agent tells a value that passed, apart from space around texts and from what was taken out of what passed. */
export function isSameValue(a: JsonValue | undefined, b: JsonValue | undefined, depth = 0): boolean {
  if (depth > DEEPEST) return false;
  if (typeof a === 'string' && typeof b === 'string') return a.trim() === b.trim() || isSameAround(a, b);
  if (isText(a) && isText(b)) return isSameText(a, b);
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((value: JsonValue, index) => isSameValue(value, b[index], depth + 1));
  if (!isJsonObject(a) || !isJsonObject(b)) return (a ?? null) === (b ?? null);
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => isSameValue(a[key], b[key], depth + 1));
}

/** Whether a value was taken out whole: nothing is told then, and nothing untrue. */
export function isWithheld(value: unknown): boolean {
  return typeof value === 'string' && MARK.exec(value)?.[0] === value.trim();
}

function isText(value: unknown): value is TextValue {
  return typeof value === 'string' || isBlobRef(value);
}

/**
 * Whether two texts are the same around what was taken out of the one that passed. What an agent tells may hold such marks too, and anybody can write
 * one: it counts only where what passed has one, else it would stand for whatever there is to hide.
 */
function isSameAround(told: string, passed: string): boolean {
  const [first = '', ...rest] = passed.trim().split(MARK); // by turns what a mark says and what follows it
  const text = told.trim();
  if (rest.length === 0 || !text.startsWith(first) || !text.endsWith(rest.at(-1) ?? '')) return false;
  let from = first.length;
  for (let index = 0; index < rest.length; index += 2) {
    const [name = '', piece = ''] = [rest[index], rest[index + 1]];
    const place = index + 2 < rest.length ? text.indexOf(piece, from) : text.length - piece.length;
    if (place < from || !isNamed(text.slice(from, place), name)) return false;
    from = place + piece.length;
  }
  return true;
}

/** Whether a text may be what was taken out: no longer than its mark says, where that says it, and else no more than one line, but for keys. */
function isNamed(text: string, name: string): boolean {
  const length = /~(\d+)$/.exec(name)?.[1];
  return MARK.test(text) || (length === undefined ? !text.includes('\n') || text.startsWith('-----BEGIN ') : text.length <= Number(length));
}
