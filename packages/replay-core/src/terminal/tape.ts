import type { Cursor } from '@playhead/protocol';
import { HeatMap } from './heat-map.ts';
import { sizeOf } from './read-pieces.ts';
import type { RecordNumber, TerminalHead, TerminalPiece } from './types.ts';

/** A size in cells. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** A screen as it was before a block, packed. */
export interface Keyframe {
  /** What is in sight. */
  readonly screen: Uint8Array;
  /** With what scrolled out of sight, now and then. */
  readonly history?: Uint8Array;
}

/** A stretch of what a terminal did, between two keyframes. */
export interface TapeBlock extends Size {
  /** Where in the log it is. */
  readonly from: Cursor;
  readonly to: Cursor;
  /** Up to which record of its producer everything is in the blocks before. */
  readonly after: RecordNumber | undefined;
  /** Microseconds since the Unix epoch. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** Bytes of output. */
  readonly bytes: number;
  /** Absent before the first block: the screen is blank. */
  readonly keyframe?: Keyframe;
}

/** The block that a terminal is in: nothing was kept behind it yet. */
export interface OpenBlock extends Omit<TapeBlock, 'to' | 'lastAt' | 'bytes' | 'firstAt' | 'keyframe'> {
  to: Cursor;
  firstAt: number;
  lastAt: number;
  bytes: number;
  /** Absent also before somebody made it. */
  keyframe?: Keyframe;
  /** How long something went on in it, in microseconds. */
  active: number;
  /** So many bytes have to be there before a keyframe is tried again. */
  tryFrom: number;
  /** Whether a keyframe is wanted as soon as there can be one. */
  wanted: boolean;
  readonly pieces: TerminalPiece[];
}

/** What is known of one terminal through time. */
export interface Tape {
  readonly id: string;
  /** What its records say of it; the size is the one it began with. */
  head: TerminalHead;
  endedAt: number;
  bytes: number;
  readonly heat: HeatMap;
  readonly resizes: { readonly at: number; readonly columns: number; readonly rows: number }[];
  readonly blocks: TapeBlock[];
  open: OpenBlock | undefined;
  /** The last record that is in it. */
  last: RecordNumber | undefined;
  /** Whether its command ended. */
  over: boolean;
}

/** A terminal of which nothing is known but that it is there. */
export function createTape(head: TerminalHead): Tape {
  return { id: head.id, head, endedAt: head.startedAt, bytes: 0, heat: new HeatMap(head.startedAt), resizes: [], blocks: [], open: undefined, last: undefined, over: false };
}

/** The same tape without its open block, whose beginning is where reading it goes on. */
export function closedPart(tape: Tape): Tape {
  const { open, blocks, head, resizes } = tape;
  if (!open) return tape;
  const heat = new HeatMap(head.startedAt);
  heat.width = tape.heat.width;
  heat.buckets = [...tape.heat.buckets];
  for (const piece of open.pieces) if (piece.kind === 'output') heat.add(piece.at, -sizeOf(piece.data));
  const resized = open.pieces.filter(({ kind }) => kind === 'resize').length;
  return { ...tape, heat, open: undefined, last: open.after, bytes: tape.bytes - open.bytes, endedAt: blocks.at(-1)?.lastAt ?? head.startedAt, resizes: resizes.slice(0, resizes.length - resized) };
}

/** Whether a record comes after all that a tape holds of its producer. */
export function isAfter(last: RecordNumber | undefined, { p, e, n }: RecordNumber): boolean {
  return last?.p !== p || last.e < e || (last.e === e && last.n < n);
}
