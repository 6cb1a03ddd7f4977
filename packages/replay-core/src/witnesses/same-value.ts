import { isBlobRef, isJsonObject, type JsonValue, type TextValue } from '@playhead/protocol';
import { isSameText } from './same-text.ts';

/** Names that redaction gives to what it takes out. */
const MARK = /\[\[[A-Z0-9_]{1,64}:[0-9a-f~:]{1,32}\]\]/;
/** Deeper values are not looked at, and so not the same: no record keeps any. */
const DEEPEST = 64;

/** Whether two values say the same, apart from space around texts and from what was taken out of one of them only. */
export function isSameValue(a: JsonValue | undefined, b: JsonValue | undefined, depth = 0): boolean {
  if (depth > DEEPEST) return false;
  if (typeof a === 'string' && typeof b === 'string') return a.trim() === b.trim() || isSameAround(a, b);
  if (isText(a) && isText(b)) return isSameText(a, b);
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((value: JsonValue, index) => isSameValue(value, b[index], depth + 1));
  if (!isJsonObject(a) || !isJsonObject(b)) return (a ?? null) === (b ?? null);
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => isSameValue(a[key], b[key], depth + 1));
}

function isText(value: unknown): value is TextValue {
  return typeof value === 'string' || isBlobRef(value);
}

/** Whether two texts are the same around what was taken out of the one or the other. */
function isSameAround(a: string, b: string): boolean {
  return fits(a, b) || fits(b, a);
}

function fits(marked: string, plain: string): boolean {
  const [first = '', ...rest] = marked.trim().split(new RegExp(MARK, 'g'));
  const last = rest.pop();
  const text = plain.trim();
  if (last === undefined || !text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let from = first.length;
  for (const piece of rest) {
    const place = text.indexOf(piece, from);
    if (place < 0) return false;
    from = place + piece.length;
  }
  return from <= text.length - last.length;
}
