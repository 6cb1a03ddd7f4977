import { PlayheadError } from '@playhead/protocol';
import { readJson, readLines } from '../source/log-format.ts';
import { readEventLine } from './event-line.ts';
import { readHeader } from './header.ts';
import { createCastOneScanner } from './read-cast-one.ts';
import { createIntervals, type ExactTime } from './seconds.ts';
import { decodedTexts } from './decoded-texts.ts';
import type { CastHeader, CastItem } from './types.ts';

/** A header is not longer than this, in characters. */
const LONGEST_HEADER = 1024 * 1024;
const TOO_LONG = 'The file has a line of more than 64 MiB, which no recording has, so reading stopped. Check the file.';

/**
 * Reads an asciicast of version 1, 2 or 3 piece by piece, so that it may be of any size. What cannot be read of it, such as the last line
 * of a writer that was killed, is told as damage.
 *
 * @param bytes - The file.
 * @returns Its header, then everything else in its order.
 * @throws PlayheadError `not_a_recording` when it is no asciicast; `payload_too_large` for a line of more than 64 MiB.
 *
 * @example
 * ```ts
 * for await (const item of readCast(castBytes)) if (item.kind === 'event') console.log(item.data);
 * ```
 */
export async function* readCast(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<CastItem, void, void> {
  const texts = decodedTexts(bytes)[Symbol.asyncIterator]();
  let beginning = '';
  for (let next = await texts.next(); !next.done; next = await texts.next()) {
    beginning += next.value;
    if (firstLine(beginning) !== undefined || beginning.length > LONGEST_HEADER) break;
  }
  const all = (async function* () {
    yield beginning;
    for (let next = await texts.next(); !next.done; next = await texts.next()) yield next.value;
  })();
  const header = readHeader(readJson(firstLine(beginning) ?? beginning));
  yield* header && header.format !== 'asciicast-1' ? readInLines(all, header) : readObject(all);
}

/** The first line that is neither blank nor a comment; undefined while it has no end. */
function firstLine(text: string): string | undefined {
  return text.split('\n').slice(0, -1).find((line) => line.trim() !== '' && !line.startsWith('#'));
}

async function* readInLines(texts: AsyncIterable<string>, header: CastHeader): AsyncGenerator<CastItem> {
  const sum = createIntervals();
  const timeOf = header.format === 'asciicast-3' ? sum : ({ microseconds }: ExactTime): number => microseconds;
  const early: CastItem[] = [];
  let begun = false;
  let number = 0;
  for await (const lines of readLines(texts, TOO_LONG)) {
    for (const line of lines) {
      number += 1;
      const item: CastItem | undefined = line.trim() === '' ? undefined : line.startsWith('#') ? { kind: 'comment', text: line.slice(1).replace(/\r$/, '') }
        : begun ? (readEventLine(line, timeOf) ?? { kind: 'damage', message: `Line ${number} is no event, so it was left out.` }) : header;
      if (!item) continue;
      if (begun || item === header) yield item;
      else early.push(item);
      if (item === header) {
        begun = true;
        yield* early;
      }
    }
  }
}

async function* readObject(texts: AsyncIterable<string>): AsyncGenerator<CastItem> {
  const scanner = createCastOneScanner();
  const sum = createIntervals();
  let header: CastHeader | undefined;
  let seen = 0;
  for await (const text of texts) {
    seen += text.length;
    const piece = scanner.push(text);
    if (piece.header) header = readHeader({ version: 1, ...piece.header });
    if (header?.format !== 'asciicast-1' && (scanner.begun || seen > LONGEST_HEADER)) throw notACast();
    if (piece.header && header) yield header;
    for (const line of piece.events) yield readEventLine(line, sum, false) ?? { kind: 'damage', message: 'An event could not be read, so it was left out.' };
  }
  if (!header) throw notACast();
  const source = scanner.end();
  if (!source) yield { kind: 'damage', message: 'The file ends in the middle, so what came after is missing.' };
  else if (Object.keys(source).length > 0) yield { kind: 'trailer', source };
}

function notACast(): PlayheadError {
  return new PlayheadError('not_a_recording', 'This is no asciicast: it does not begin with a header of version 1, 2 or 3. Check the file.');
}
