import type { BlobRef, Cursor, SessionRecord } from '@playhead/protocol';
import { measureLine } from '../session-index/bounded-text.ts';
import type { PlacedRecords, ReplaySource } from '../source/source.ts';
import { piecesOf } from './read-pieces.ts';
import { isAfter, type RecordNumber, type TapeBlock } from './tape.ts';
import type { TerminalPiece } from './types.ts';

/** Where the records of terminals come from. */
export interface RecordedOutput extends Required<Pick<ReplaySource, 'read'>>, Pick<ReplaySource, 'derived'> {
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
export async function readBlock(id: string, { from, to, after }: Pick<TapeBlock, 'from' | 'to' | 'after'>, { read, text }: RecordedOutput, signal?: AbortSignal): Promise<readonly TerminalPiece[]> {
  const pieces: TerminalPiece[] = [];
  let last: RecordNumber | undefined = after;
  for await (const { records } of read({ ...(from !== '' && { from }), to, ...(signal && { signal }) }) as AsyncIterable<PlacedRecords>) {
    for (const { record } of records) {
      if (record.call !== id || !isAfter(last, record)) continue;
      const { p, e, n } = record;
      const found = await piecesOf(record, text);
      if (found.length > 0) last = { p, e, n };
      pieces.push(...inOrder(found, pieces.at(-1)?.at ?? 0));
    }
  }
  return pieces;
}

/** Pieces whose time does not run backwards. */
export function inOrder(pieces: readonly TerminalPiece[], least: number): TerminalPiece[] {
  return pieces.map((piece) => (piece.at < least ? { ...piece, at: least } : piece));
}
