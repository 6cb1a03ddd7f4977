import { isJsonObject, type JsonObject } from '@playhead/protocol';
import { checkLength, readJson } from '../source/log-format.ts';

/** What a file of the first version came to so far. */
export interface CastOnePiece {
  /** The fields before the events, once these begin. */
  readonly header?: JsonObject;
  /** Events, as they stand there. */
  readonly events: readonly string[];
}

/** Reads a file that is one JSON object, whose `stdout` is a list of events, without holding that list. */
export interface CastOneScanner {
  push(text: string): CastOnePiece;
  /** The fields behind the events. undefined where the file was cut off, or is something else. */
  end(): JsonObject | undefined;
  /** Whether the events began. */
  readonly begun: boolean;
}

/** Of a longer key no more is looked at. */
const LONGEST_KEY = 64;

/** Makes a scanner for one file. */
export function createCastOneScanner(): CastOneScanner {
  let before = '';
  let behind = '';
  let open: string[] = []; // the event that has begun
  let place: 'before' | 'events' | 'behind' = 'before';
  let depth = 0;
  let quoted = false;
  let escaped = false;
  let word = '';
  let key = '';

  /** Goes one character on. */
  const take = (character: string): void => {
    if (quoted) {
      if (depth === 1 && word.length < LONGEST_KEY) word += character;
      if (escaped) escaped = false;
      else if (character === '\\') escaped = true;
      else if (character === '"') quoted = false;
    } else if (character === '"') {
      quoted = true;
      word = character;
    } else if (character === ':' && depth === 1) key = word;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
  };

  const push = (text: string): CastOnePiece => {
    const events: string[] = [];
    let header: JsonObject | undefined;
    let from = 0; // where this text's part of the event begins
    for (let index = 0; index < text.length; index += 1) {
      const character = text[index] ?? '';
      const outer = depth;
      take(character);
      if (place === 'events') {
        if (outer === 2 && depth === 3) from = index;
        if (outer === 3 && depth === 2) {
          events.push(open.join('') + text.slice(from, index + 1));
          open = [];
        }
        if (depth === 1) place = 'behind';
      } else if (place === 'behind') behind += character;
      else {
        before += character;
        if (outer === 1 && depth === 2 && character === '[' && key === '"stdout"') {
          place = 'events';
          header = objectOf(`${before}]}`);
        }
      }
    }
    if (place === 'events' && depth >= 3) {
      open.push(text.slice(from));
      checkLength(open.reduce((sum, piece) => sum + piece.length, 0), 'The file has an event of more than 64 MiB, which no recording has, so reading stopped. Check the file.');
    }
    return { events, ...(header && { header }) };
  };
  return {
    push,
    end: () => (place === 'behind' ? objectOf(`{${behind.replace(/^\s*,/, '')}`) : undefined),
    get begun() { return place !== 'before'; },
  };
}

function objectOf(text: string): JsonObject | undefined {
  const value = readJson(text);
  if (!isJsonObject(value)) return undefined;
  const { stdout: _stdout, ...rest } = value;
  return rest;
}
