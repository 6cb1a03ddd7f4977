import type { SessionRecord } from '@playhead/protocol';
import { dataOf } from '../model/read-data.ts';

/** Whether a record is a piece of what a terminal showed or was typed into it: there are a million of those, and none is an event. What says how a command ended is one. */
export function isTerminalPiece(record: SessionRecord): boolean {
  if (record.type === 'terminal_input') return true;
  if (record.type !== 'terminal_output') return false;
  const { stream, exitCode } = dataOf(record);
  return stream === 'pty' && typeof exitCode !== 'number';
}

/** Sizes are recorded by whoever; larger ones would fill the memory. */
const MOST_COLUMNS = 1000;
const MOST_ROWS = 500;

/** A recorded size as one that a terminal can have; undefined for none. */
export function terminalSize(columns: unknown, rows: unknown): { columns: number; rows: number } | undefined {
  if (!isCount(columns) || !isCount(rows)) return undefined;
  return { columns: Math.min(Math.max(columns, 2), MOST_COLUMNS), rows: Math.min(rows, MOST_ROWS) };
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1; // an integer by the words before
}
