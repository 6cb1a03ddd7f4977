import { type BlobRef, isBlobRef, type JsonValue, previewOf } from '@playhead/protocol';
import { isTooLongNote, SHORTEST_TOO_LONG } from '../brief/too-long-text.ts';

/** The beginning of a result, as a client quotes it. */
const QUOTE = /^<persisted-output>\n[^\n]+\n\nPreview \([^\n]+\):\n([^]+?)(?:\n\.\.\.)?\n<\/persisted-output>\s*$/;
const LENGTH = /^(?:Error: )?result \(([\d.,]+) characters[^)\n]{0,40}\) exceeds maximum allowed tokens\. (?:Output has been saved|Failed to save output)/;
/** What stands around the texts of a result where a client quotes its blocks. */
const [HEAD, BETWEEN] = ['[\n  {\n    "type": "text",\n    "text": "', '"\n  },\n  {\n    "type": "text",\n    "text": "'];
/** Blocks around a text, and a text as JSON, are longer than it, and a length may be one in bytes: so many times at most. */
const MOST_TIMES = 3;

/** Whether an agent has, in place of a result, what its client tells of one that is too long, and that is true of what passed: how it begins, or how long it is. */
export function isTrueOfLong(told: string, passed: JsonValue | BlobRef): boolean {
  const length = isBlobRef(passed) ? passed.size : textOf(passed).length;
  if (length < SHORTEST_TOO_LONG || !isTooLongNote(told)) return false;
  const quote = QUOTE.exec(told)?.[1];
  if (quote !== undefined) return isBeginning(quote, passed);
  const count = Number(LENGTH.exec(told)?.[1]?.replaceAll(/\D/g, '') ?? NaN);
  return count * MOST_TIMES >= length && count <= length * MOST_TIMES;
}

/** Of what is beside the log or was left in it as much is compared as is known: more than a client quotes. */
function isBeginning(quote: string, passed: JsonValue | BlobRef): boolean {
  const known = isBlobRef(passed) ? previewOf(passed) : textOf(passed);
  return [quote, unquoted(quote)].some((text) => text !== '' && known !== '' && (known.startsWith(text) || (isBlobRef(passed) && text.startsWith(known))));
}

/** The texts of quoted blocks; the last may be cut. */
function unquoted(quote: string): string {
  if (!quote.startsWith(HEAD)) return '';
  const pieces = quote.slice(HEAD.length).replace(/(?:\\u?[\da-f]{0,3}|"\s*[}\]]?\s*\]?)$/, '').split(BETWEEN);
  try {
    return pieces.map((piece) => String(JSON.parse(`"${piece}"`))).join('\n');
  } catch {
    return '';
  }
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
