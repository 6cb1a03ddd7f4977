import { decodeLine, type SessionRecord } from '@playhead/protocol';
import type { SeenNumbers } from './seen-numbers.ts';

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

/** Reads the records of a physical line that were not seen before, and what is damaged on it. */
export function recordsOf(physicalLine: string, seen: SeenNumbers): LineRecords {
  const { records, damage } = decodeLine(physicalLine);
  let searched = 0;
  const placed = records.map(({ line, record }, index): PlacedRecord => {
    if (index === records.length - 1) return { line, record, end: undefined };
    searched = physicalLine.indexOf(line, searched) + line.length;
    return { line, record, end: byteLength(physicalLine.slice(0, searched)) };
  });
  return {
    records: placed.filter(({ record }) => seen.add(record)),
    damage: damage.map(({ kind, start, end }) => ({
      kind,
      start: byteLength(physicalLine.slice(0, start)),
      bytes: byteLength(physicalLine.slice(start, end)),
      message: MESSAGES[kind],
    })),
  };
}

/** The length of a text in UTF-8. */
export function byteLength(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
