import type { RpcDirection } from '../rpc/direction.ts';
import type { Note, Piece } from './messages.ts';

/** Copies of what passed, as they cross to the worker: blocks of memory, since objects would cost each message more than its copy does. */
export interface Batch {
  /** The bytes of its pieces, one after another. */
  readonly bytes: Uint8Array;
  /** {@link ROW} numbers of each piece: which way, when, how long, and its exchange or -1. Of a note the first alone counts. */
  readonly rows: Float64Array;
  readonly notes: readonly Note[];
}

/** Where copies are put until they are sent. */
export interface BatchRoom {
  /** What it holds counts for: bytes, and a kilobyte for each note. */
  readonly cost: number;
  readonly isFull: boolean;
  /** Takes as much as there is room for. Gives how much. */
  add(direction: RpcDirection, bytes: Uint8Array, at: number, exchange: number | undefined): number;
  note(note: Note): void;
  /** Gives what it holds, and is empty. */
  take(): Batch;
}

/** What a step without bytes counts for. */
export const NOTE_COST = 1024;

const MOST_BYTES = 64 * 1024;
const MOST_ROWS = 1024;
/** A batch up to this size is copied out of its room, which costs less than another room. */
const SMALL_BYTES = 16 * 1024;
const ROW = 4;
const TO_SERVER = 0;
const TO_CLIENT = 1;
const NOTE = 2;

/** Makes an empty one. */
export function createBatchRoom(): BatchRoom {
  const rows = new Float64Array(MOST_ROWS * ROW);
  let room = allocate();
  let filled = 0;
  let count = 0;
  let notes: Note[] = [];
  const addRow = (which: number, at: number, length: number, exchange: number): void => {
    const row = count * ROW;
    rows[row] = which;
    rows[row + 1] = at;
    rows[row + 2] = length;
    rows[row + 3] = exchange;
    count += 1;
  };
  return {
    get cost() { return filled + notes.length * NOTE_COST; },
    get isFull() { return filled === MOST_BYTES || count === MOST_ROWS || notes.length * NOTE_COST > MOST_BYTES; },
    add(direction, bytes, at, exchange = -1) {
      const length = Math.min(bytes.length, MOST_BYTES - filled);
      room.set(length === bytes.length ? bytes : bytes.subarray(0, length), filled);
      addRow(direction === 'to_server' ? TO_SERVER : TO_CLIENT, at, length, exchange);
      filled += length;
      return length;
    },
    note(note) {
      addRow(NOTE, 0, 0, -1);
      notes.push(note);
    },
    take() {
      const isSmall = filled <= SMALL_BYTES;
      const batch = { bytes: isSmall ? room.slice(0, filled) : room.subarray(0, filled), rows: rows.slice(0, count * ROW), notes };
      if (!isSmall) room = allocate();
      filled = 0;
      count = 0;
      notes = [];
      return batch;
    },
  };
}

/** Gives what a batch holds in its order. */
export function* readBatch({ bytes, rows, notes }: Batch): Generator<Note | { readonly piece: Piece; readonly bytes: Buffer }> {
  let from = 0;
  let note = 0;
  for (let row = 0; row < rows.length; row += ROW) {
    const [which, at = 0, length = 0, exchange = -1] = rows.subarray(row, row + ROW);
    if (which === NOTE) {
      const next = notes[note++];
      if (next) yield next;
      continue;
    }
    yield {
      piece: { direction: which === TO_SERVER ? 'to_server' : 'to_client', at, length, ...(exchange >= 0 && { exchange }) },
      bytes: Buffer.from(bytes.buffer, bytes.byteOffset + from, length),
    };
    from += length;
  }
}

/** A block of its own, which can be handed over, and is not filled with zeros first. */
function allocate(): Uint8Array {
  return new Uint8Array(Buffer.allocUnsafeSlow(MOST_BYTES).buffer);
}
