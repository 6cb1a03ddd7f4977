import { type Cursor, type Damage, decodeLine, PlayheadError, type SessionRecord } from '@playhead/protocol';
import { type Briefing, WHOLE } from '../brief/briefing.ts';
import { createThinning } from '../brief/thinning.ts';
import { createSharedTexts } from '../brief/shared-texts.ts';
import { LONGEST_LINE } from './log-format.ts';

/** What a piece of a file added. */
export interface FileLines {
  readonly records: SessionRecord[];
  readonly damage: Damage[];
}

/** Cuts the bytes of a file into lines and reads them as records. */
export interface FileLineReader {
  /** @throws PlayheadError `payload_too_large` when a line does not end. */
  push(bytes: Uint8Array): FileLines;
  /** Ends the line that is open: after it something is missing, or the file ends. */
  cut(lost?: number): FileLines;
  /** How many records there were. */
  readonly count: number;
  /** The first bytes of the file, as text. */
  readonly beginning: string;
  /** The first bytes of the line that is open, as text. */
  readonly open: string;
}

const BEGINNING = 512;
/** Cursors sort as strings. */
const CURSOR_DIGITS = 16;
const MESSAGE = 'A line of the recording could not be read. The records around it are complete.';

/**
 * Makes a reader for one file.
 *
 * @param briefing - Leaves long texts in the file.
 * @param cursorOf - Names a place in the file.
 */
export function createFileLineReader(name: string, briefing: Briefing = WHOLE, cursorOf: (offset: number) => Cursor = String): FileLineReader {
  let rest: Uint8Array[] = [];
  let restBytes = 0;
  let offset = 0;
  let count = 0;
  let beginning: string | undefined;
  const decoder = new TextDecoder();
  const texts = createSharedTexts();
  const stays = createThinning();

  const take = (line: Uint8Array, into: FileLines): void => {
    const text = decoder.decode(line);
    if (text.trim() !== '') {
      const { records, damage } = decodeLine(text);
      count += records.length;
      const end = cursorOf(offset + line.length);
      for (const { record, line: { length } } of records) {
        const taken = briefing.take(record, end, length + 1);
        if (taken !== record && !stays(taken, false)) continue;
        into.records.push(briefing.brief ? texts.share(taken) : taken);
      }
      briefing.skip(end);
      for (const { kind, start, end } of damage) addDamage(into.damage, kind, offset + bytesOf(text.slice(0, start)), bytesOf(text.slice(start, end)));
    }
    offset += line.length + 1;
  };
  const open = (): Uint8Array => {
    const only = rest.length === 1 ? rest[0] : undefined;
    if (only) return only;
    const line = new Uint8Array(restBytes);
    let at = 0;
    for (const piece of rest) {
      line.set(piece, at);
      at += piece.length;
    }
    return line;
  };
  const cut = (lost = 0): FileLines => {
    const found: FileLines = { records: [], damage: [] };
    if (restBytes > 0) take(open(), found);
    rest = [];
    restBytes = 0;
    if (lost > 0) addDamage(found.damage, 'torn', offset, lost);
    return found;
  };
  return {
    cut,
    get count() { return count; },
    get beginning() { return beginning ?? ''; },
    get open() { return decoder.decode(rest[0]?.subarray(0, BEGINNING) ?? new Uint8Array(0)); },
    push(bytes) {
      const found: FileLines = { records: [], damage: [] };
      if (bytes.length > 0) beginning ??= decoder.decode(bytes.subarray(0, BEGINNING));
      let start = 0;
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
        rest.push(bytes.subarray(start, end));
        restBytes += end - start;
        take(open(), found);
        rest = [];
        restBytes = 0;
        start = end + 1;
      }
      if (start < bytes.length) {
        rest.push(bytes.subarray(start));
        restBytes += bytes.length - start;
      }
      if (restBytes > LONGEST_LINE) throw new PlayheadError('payload_too_large', `${name} has a line of more than 64 MiB, which no recording has, so reading stopped. Check that it is a recording.`);
      return found;
    },
  };
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Adds a stretch, or lengthens the last one: a file of nothing but nonsense is one stretch. */
function addDamage(damage: Damage[], kind: Damage['kind'], offset: number, bytes: number): void {
  const last = damage.at(-1);
  if (last?.kind === kind && Number(last.cursor) + last.bytes >= offset - 1) damage[damage.length - 1] = { ...last, bytes: offset - Number(last.cursor) + bytes };
  else damage.push({ kind, cursor: String(offset).padStart(CURSOR_DIGITS, '0'), bytes, message: MESSAGE });
}
