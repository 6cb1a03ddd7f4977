import { createSeenNumbers, decodeRecord, PlayheadError, type SessionRecord } from '@playhead/protocol';
import { checkLines } from '../common/checks.ts';
import { sessionDropped, sessionNotFound } from '../common/failures.ts';
import { byteLength } from '../common/line-records.ts';
import type { LogRow, Reading, SegmentRow, Writing } from './schema.ts';

/** A segment holds about so many characters: readers take a few at a time. */
const SEGMENT_CHARACTERS = 512 * 1024;
const HEAD = /^(\{"\$r":\d+,"id":"[^"\\]*)","p":"([^"\\]*)","e":(\d+),"n":(\d+),/;
const ZERO = 48;
/** Numbers are read digit by digit as long as they stay whole. */
const MOST_NUMBER = 1e14;

/** A line, and what tells it from others. */
export interface NumberedLine extends Pick<SessionRecord, 'p' | 'e' | 'n'> {
  readonly line: string;
}

/** Lines that are appended at once. */
export interface NumberedLines {
  readonly lines: readonly NumberedLine[];
  /** All of them as they are stored. The browser puts what an encoder left in pieces together once, here. */
  readonly text: string;
}

/** Reads the numbers of lines: those that `encodeRecord` wrote begin with them. @throws PlayheadError `invalid_event`. */
export function numberedLines(lines: readonly string[], encoded: boolean): NumberedLines {
  const text = lines.join('\n');
  return { lines: encoded ? encodedLines(lines, text) : checkLines(lines).map(({ line, record: { p, e, n } }) => ({ line, p, e, n })), text };
}

function encodedLines(lines: readonly string[], text: string): readonly NumberedLine[] {
  let last: NumberedLine | undefined;
  let part = ''; // what stands before the number; lines of a batch mostly have it in common
  let start = 0;
  let next = 0;
  return lines.map((line) => {
    const place = next + start;
    next += line.length + 1;
    const n = last && text.startsWith(part, place) ? numberAt(text, place + part.length) : undefined;
    if (last && n !== undefined) return { line, p: last.p, e: last.e, n };
    const [head = '', before = '', p, e, number = ''] = HEAD.exec(line) ?? [];
    if (p === undefined) return decodedLine(line);
    part = head.slice(before.length, -number.length - 1);
    start = before.length;
    last = { line, p, e: Number(e), n: Number(number) };
    return last;
  });
}

/** The digits at a place of a text, up to a comma. */
function numberAt(text: string, place: number): number | undefined {
  let n = 0;
  for (let at = place; ; at += 1) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit >= 0 && digit <= 9 && n < MOST_NUMBER) n = n * 10 + digit;
    else return at > place && text[at] === ',' ? n : undefined;
  }
}

function decodedLine(line: string): NumberedLine {
  const record = decodeRecord(line);
  if (!record) throw new PlayheadError('invalid_event', 'A line of the batch is not a record on one line, so nothing of the batch was stored. Encode records with encodeRecord.');
  return { line, p: record.p, e: record.e, n: record.n };
}

/** The row of a log that may be added to. @throws PlayheadError `session_not_found`, `session_dropped`. */
export async function writableLog(tx: Reading, sessionId: string, storage: string): Promise<LogRow> {
  const log = await tx.objectStore('logs').get(sessionId);
  if (!log) throw sessionNotFound(sessionId, storage);
  if (log.tombstone !== undefined) throw sessionDropped(sessionId);
  return log;
}

/**
 * Adds lines to a log, but for those it has.
 *
 * @returns The log's new row; the same one when nothing was new.
 */
export function addLines(tx: Writing, log: LogRow, { lines, text: whole }: NumberedLines, now: number): LogRow {
  const seen = createSeenNumbers(log.seen);
  const added = lines.filter((line) => seen.add(line));
  const texts = added.length === lines.length && whole.length < SEGMENT_CHARACTERS && whole !== '' ? [whole] : segmentTexts(added.map(({ line }) => line));
  if (texts.length === 0) return log;
  let { bytes, segments } = log;
  for (const text of texts) {
    const row: SegmentRow = { sessionId: log.sessionId, number: segments, text };
    tx.objectStore('segments').put(row).catch(ignore);
    bytes += bytesOf(text);
    segments += 1;
  }
  const next: LogRow = { ...log, bytes, segments, seen: seen.runs(), changedAt: now };
  tx.objectStore('logs').put(next).catch(ignore);
  return next;
}

/** A change that fails ends its transaction, which says so. */
function ignore(): void {}

/** Bytes of a segment's lines with their line feeds. */
export function bytesOf(text: string): number {
  return byteLength(text) + 1;
}

function segmentTexts(lines: readonly string[]): readonly string[] {
  const texts: string[] = [];
  let first = 0;
  for (let index = 0, size = 0; index < lines.length; index += 1) {
    size += lines[index]?.length ?? 0;
    if (size < SEGMENT_CHARACTERS && index < lines.length - 1) continue;
    texts.push(lines.slice(first, index + 1).join('\n'));
    first = index + 1;
    size = 0;
  }
  return texts;
}
