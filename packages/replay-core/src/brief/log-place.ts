import type { BlobRef, Cursor } from '@playhead/protocol';
import { measureLine } from '../session-index/bounded-text.ts';

/** Where a record stands in its log. */
export interface LogPlace {
  /** A cursor before the record, with nothing or little between them. */
  readonly from: Cursor;
  /** The cursor just after the record. */
  readonly to: Cursor;
  /** The number that its producer gave it. */
  readonly n: number;
}

/** What a reference into the log leads to. */
export interface PlaceInLog extends LogPlace {
  /**
   * A checksum of the value: the same of the same value, wherever it stands. Anybody can make a text of the same checksum, so where it may be compared with
   * what another witness tells, a point and `digestOfText` follow.
   */
  readonly check: string;
  /** The way into `data`, as in a JSON pointer; `''` is the record itself. */
  readonly pointer: string;
}

const SCHEME = 'log';

/** Names a value that stands in the log, as {@link BlobRef} names one that stands beside it. */
export function nameOfPlace({ from, to, n, check, pointer }: PlaceInLog): BlobRef['$blob'] {
  return [SCHEME, from, to, n, check, pointer].join(':');
}

/** Reads what {@link nameOfPlace} wrote; undefined for the name of a value beside the log. */
export function placeOfName(name: string): PlaceInLog | undefined {
  const match = /^log:([\w.+~-]*):([\w.+~-]+):(\d{1,16}):([\w.]{0,41}):(.*)$/s.exec(name);
  return match ? { from: match[1] ?? '', to: match[2] ?? '', n: Number(match[3]), check: match[4] ?? '', pointer: match[5] ?? '' } : undefined;
}

/** What tells one value from another: the checksum of one that stands in the log, the digest of one beside it. */
export function identityOf({ $blob, size }: BlobRef): string {
  const place = placeOfName($blob);
  return place ? `${place.check} ${size}` : $blob;
}

/** The checksum of a text, space around it left out: the same for one in place and one that was left in the log. */
export function checkOfText(text: string): string {
  return measureLine(text.trim()).hash.toString(16);
}
