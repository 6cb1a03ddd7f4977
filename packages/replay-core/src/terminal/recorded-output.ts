import type { BlobRef, Cursor, SessionRecord } from '@playhead/protocol';
import { measureLine } from '../session-index/bounded-text.ts';
import type { ReplaySource, TerminalRange } from '../source/source.ts';
import { piecesOf } from './read-pieces.ts';
import { isAfter, type TapeBlock } from './tape.ts';
import type { RecordNumber, TerminalPiece } from './types.ts';

/** Where the records of terminals come from. */
export interface RecordedOutput extends Required<Pick<ReplaySource, 'read'>>, Pick<ReplaySource, 'derived' | 'pieces'> {
  /** Loads a large value. */
  readonly text: (blob: BlobRef) => Promise<string>;
}

/** A record that tells whether a log is the one that something was made of. */
export interface LogWitness {
  readonly from: Cursor;
  readonly to: Cursor;
  readonly check: number;
}

/** What tells a record from what it was before its log was rewritten. */
export function checkOf(record: SessionRecord): number {
  return measureLine(JSON.stringify(record)).hash;
}

/** Whether the record still stands where it stood. */
export async function stands({ from, to, check }: LogWitness, { read }: Pick<RecordedOutput, 'read'>, signal: AbortSignal): Promise<boolean> {
  for await (const { records } of read({ ...(from !== '' && { from }), to, signal })) {
    if (records.some(({ record, cursor }) => cursor === to && checkOf(record) === check)) return true;
  }
  return false;
}

/** Reads a block of a terminal back. */
export async function readBlock(call: string, { from, to, after }: Pick<TapeBlock, 'from' | 'to' | 'after'>, source: RecordedOutput, signal?: AbortSignal): Promise<readonly TerminalPiece[]> {
  const range = { call, from, to, ...(after && { after }), ...(signal && { signal }) };
  const told = await source.pieces?.(range);
  if (told) return told;
  const pieces: TerminalPiece[] = [];
  for await (const part of partsOf(range, source)) pieces.push(...part.pieces);
  return pieces;
}

/** What one terminal did in a part of a log, as far as it was read. */
export interface TerminalPart {
  readonly pieces: readonly TerminalPiece[];
  /** Where to go on. */
  readonly next: Cursor;
  /** The last record that told something. */
  readonly last: RecordNumber | undefined;
}

/** Reads what one terminal did in a part of a log, chunk by chunk. */
export async function* partsOf({ call, from = '', to, after, signal }: TerminalRange, { read, text }: Pick<RecordedOutput, 'read' | 'text'>): AsyncGenerator<TerminalPart, void, undefined> {
  let last: RecordNumber | undefined = after;
  let at = 0;
  for await (const { records, next } of read({ ...(from !== '' && { from }), ...(to !== undefined && { to }), ...(signal && { signal }) })) {
    const pieces: TerminalPiece[] = [];
    for (const { record } of records) {
      if (record.call !== call || !isAfter(last, record)) continue;
      const { p, e, n } = record;
      const found = await piecesOf(record, text);
      if (found.length > 0) last = { p, e, n };
      pieces.push(...inOrder(found, at));
      at = pieces.at(-1)?.at ?? at;
    }
    yield { pieces, next, last };
  }
}

/** Pieces whose time does not run backwards. */
export function inOrder(pieces: readonly TerminalPiece[], least: number): TerminalPiece[] {
  return pieces.map((piece) => (piece.at < least ? { ...piece, at: least } : piece));
}
