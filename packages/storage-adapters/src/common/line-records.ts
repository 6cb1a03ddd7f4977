import { decodeLine, type SessionRecord, type SeenNumbers } from '@playhead/protocol';

/** A record on a physical line. Positions are bytes from the start of the line. */
export interface PlacedRecord {
  readonly line: string;
  readonly record: SessionRecord;
  /** Just after the record; for the last record on the line undefined: the end of the line. */
  readonly end: number | undefined;
}

/** A stretch of a physical line that is no record. Positions are bytes from the start of the line. */
export interface PlacedDamage {
  readonly kind: 'torn' | 'welded' | 'invalid';
  readonly start: number;
  readonly bytes: number;
  readonly message: string;
}

/** What a physical line gives a reader. */
export interface LineRecords {
  readonly records: readonly PlacedRecord[];
  readonly damage: readonly PlacedDamage[];
}

const MESSAGES: Readonly<Record<PlacedDamage['kind'], string>> = {
  torn: 'A line was cut off while it was written, as when its process is killed. What it held was never acknowledged.',
  welded: 'Two lines were written on one. Both were read.',
  invalid: 'These bytes are not a record. The records around them were read.',
};

/**
 * Reads the records of a physical line that were not seen before, and what is damaged on it.
 *
 * @param bytes - What the text was decoded from, where that is not sure to be its UTF-8: a line cut within a character.
 */
export function recordsOf(physicalLine: string, seen: SeenNumbers, bytes?: Uint8Array): LineRecords {
  const { records, damage } = decodeLine(physicalLine);
  const place = (index: number): number => (bytes && index > 0 ? placeIn(bytes, physicalLine, index) : byteLength(physicalLine.slice(0, index)));
  let searched = 0;
  const placed = records.map(({ line, record }, index): PlacedRecord => {
    if (index === records.length - 1) return { line, record, end: undefined };
    searched = physicalLine.indexOf(line, searched) + line.length;
    return { line, record, end: place(searched) };
  });
  return {
    records: placed.filter(({ record }) => seen.add(record)),
    damage: damage.map(({ kind, start, end }) => ({
      kind,
      start: place(start),
      bytes: place(end) - place(start),
      message: MESSAGES[kind],
    })),
  };
}

/**
 * Where a place of a text lies in the bytes it was decoded from. What was no UTF-8 came out as another number of bytes, but every byte
 * below 128 is one character: those before the place are counted. Places are ends of records, beginnings of records, or the end.
 */
function placeIn(bytes: Uint8Array, text: string, index: number): number {
  if (index === text.length) return bytes.length;
  const afterPlain = text.charCodeAt(index - 1) <= MOST_PLAIN;
  let count = afterPlain ? 0 : 1;
  for (let at = 0; at < index; at += 1) if (text.charCodeAt(at) <= MOST_PLAIN) count += 1;
  const last = bytes.findIndex((byte) => byte <= MOST_PLAIN && (count -= 1) === 0);
  return last < 0 ? bytes.length : afterPlain ? last + 1 : last;
}

const MOST_PLAIN = 0x7f;
const BEYOND_ASCII = /[\u0080-\uffff]/;

/** The length of a text in UTF-8. */
export function byteLength(text: string): number {
  let bytes = text.length;
  if (!BEYOND_ASCII.test(text)) return bytes; // most text, and found out at seven times the speed
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
