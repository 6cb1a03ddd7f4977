import { isJsonObject, type JsonObject, type JsonValue } from '@playhead/protocol';

/** A text field of a row that is not empty. */
export function textIn(source: JsonValue | undefined, name: string): string | undefined {
  const value = isJsonObject(source) ? source[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A number field of a row. */
export function numberIn(source: JsonValue | undefined, name: string): number | undefined {
  const value = isJsonObject(source) ? source[name] : undefined;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** When a row was written: microseconds since the Unix epoch. Undefined for rows that do not say. */
export function timeOf(row: JsonObject): number | undefined {
  const time = Date.parse(textIn(row, 'timestamp') ?? '');
  return Number.isFinite(time) ? time * 1000 : undefined;
}

/** The blocks of a message; a text alone is one block. */
export function blocksOf(row: JsonObject): readonly JsonObject[] {
  const message = row['message'];
  const content = isJsonObject(message) ? message['content'] : undefined;
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return Array.isArray(content) ? content.filter(isJsonObject) : [];
}

/** The text of blocks, what is no text left out. */
export function textOfBlocks(blocks: readonly JsonObject[]): string {
  return blocks.flatMap((block) => (block['type'] === 'text' && typeof block['text'] === 'string' ? [block['text']] : [])).join('\n');
}

/** What stands between two tags. */
export function tagged(text: string, tag: string): string | undefined {
  const start = text.indexOf(`<${tag}>`);
  if (start < 0) return undefined;
  const end = text.indexOf(`</${tag}>`, start);
  return end < 0 ? undefined : text.slice(start + tag.length + 2, end);
}
