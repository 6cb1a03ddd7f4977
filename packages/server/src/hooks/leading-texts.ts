import type { JsonObject } from '@playhead/protocol';

/** No name is longer, quotes and escapes included. */
const LONGEST_TEXT = 4096;

/**
 * The short texts that stand directly in a JSON object, as far as a beginning of it shows: enough to
 * tell which session a payload belongs to that is too large to be read. Linear in the length.
 *
 * @param prefix - The beginning of the JSON text.
 */
export function leadingTexts(prefix: string): JsonObject {
  const texts: [string, string][] = [];
  const string = /"(?:[^"\\]|\\.)*"/y;
  let depth = 0;
  let key: string | undefined;
  for (let index = 0; index < prefix.length; index += 1) {
    const character = prefix[index];
    if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    else if (character === ',') key = undefined;
    if (character !== '"') continue;
    string.lastIndex = index;
    const found = string.exec(prefix)?.[0];
    if (found === undefined) break; // the beginning ends within a text
    index += found.length - 1;
    if (depth !== 1 || found.length > LONGEST_TEXT) continue;
    const text = textOf(found);
    if (key !== undefined && text !== undefined) texts.push([key, text]);
    key = key === undefined ? text : undefined;
  }
  return Object.fromEntries(texts);
}

function textOf(json: string): string | undefined {
  try {
    return String(JSON.parse(json));
  } catch {
    return undefined; // an escape that is none
  }
}
