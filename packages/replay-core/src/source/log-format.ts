import { type Damage, isJsonObject, type JsonValue, PlayheadError } from '@playhead/protocol';
import { numberIn, stringIn, wordIn } from '../model/read-data.ts';
import type { SourceProgress } from './source.ts';

/** Parses JSON that may be none. */
export function readJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue; // what JSON.parse gives is JSON
  } catch {
    return undefined;
  }
}

/** Reads the data of a `damage` message; gives nothing when it is none. */
export function parseDamage(text: string): readonly Damage[] {
  const value = readJson(text);
  if (!isJsonObject(value)) return [];
  const kind = wordIn(value, 'kind', ['torn', 'welded', 'invalid', 'missing']) ?? 'invalid';
  return [{ kind, cursor: stringIn(value, 'cursor') ?? '', bytes: numberIn(value, 'bytes') ?? 0, message: stringIn(value, 'message') ?? '' }];
}

/** Reads the data of a `progress` message; undefined when it is none. */
export function parseProgress(text: string): SourceProgress | undefined {
  const value = readJson(text);
  if (!isJsonObject(value)) return undefined;
  const [readBytes, totalBytes] = [numberIn(value, 'readBytes'), numberIn(value, 'totalBytes')];
  return readBytes !== undefined && totalBytes !== undefined && readBytes >= 0 && totalBytes > 0 ? { readBytes: Math.min(readBytes, totalBytes), totalBytes } : undefined;
}

/** Longer lines are no records: large values are kept beside the log. In characters. */
export const LONGEST_LINE: number = 64 * 1024 * 1024;

/** Refuses a line that does not end, before it fills the memory. */
export function checkLength(length: number, message: string = FROM_SERVER): void {
  if (length > LONGEST_LINE) throw new PlayheadError('payload_too_large', message);
}

const FROM_SERVER = 'The server sent a line of more than 64 MiB, which no recording has, so reading stopped. Check the address.';

/**
 * Cuts pieces of text into lines, the last one included.
 *
 * @param message - What is said of a line that does not end. Default: that a server sent it.
 */
export async function* readLines(pieces: AsyncIterable<string>, message?: string): AsyncGenerator<readonly string[]> {
  let rest: string[] = [];
  let length = 0;
  for await (const piece of pieces) {
    const lines = piece.split('\n');
    const last = lines.pop() ?? '';
    if (lines.length > 0) {
      lines[0] = rest.join('') + (lines[0] ?? '');
      rest = [];
      length = 0;
      yield lines;
    }
    if (last !== '') rest.push(last);
    checkLength(length += last.length, message);
  }
  if (rest.length > 0) yield [rest.join('')];
}
