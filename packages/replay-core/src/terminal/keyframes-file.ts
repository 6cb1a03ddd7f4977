import type { Cursor } from '@playhead/protocol';
import { pack, unpack } from './packed.ts';
import type { LogWitness } from './recorded-output.ts';
import { createTape, type Keyframe, type Tape, type TapeBlock } from './tape.ts';
import type { RecordNumber } from './types.ts';

/** The name that keyframes are kept by. */
export const KEYFRAMES = 'keyframes';
/** What is kept in another form has another number, and is made anew; so is what was wrong: 1 kept some screens whose look was half told. */
export const KEYFRAMES_VERSION = 2;
/** The two cannot be told apart by less. */
const HEAD_BYTES = 8;
const MAGIC = 0x504b4631;

/** The terminals of a session as they are kept beside it. */
export interface KeptTapes {
  readonly tapes: readonly Tape[];
  /** Where reading goes on: everything before it that is no more than begun is in a block. */
  readonly cursor: Cursor;
  /** Records that tell whether the log still is the one. */
  readonly witnesses: readonly LogWitness[];
}

type BlockRow = readonly [from: Cursor, to: Cursor, after: RecordNumber | null, firstAt: number, length: number, bytes: number, columns: number, rows: number, screen: number, history: number];
interface TapeRow extends Pick<Tape, 'head' | 'endedAt' | 'bytes' | 'resizes' | 'over'> {
  readonly last: RecordNumber | null;
  readonly heat: readonly [width: number, buckets: readonly number[]];
  readonly blocks: readonly BlockRow[];
}

/** Writes tapes down: what is in blocks. */
export async function encodeTapes({ tapes, cursor, witnesses }: KeptTapes): Promise<Uint8Array> {
  const frames: Uint8Array[] = [];
  const add = (bytes: Uint8Array | undefined): number => (bytes ? (frames.push(bytes), bytes.length) : 0);
  const rows = tapes.map(({ head: of, endedAt, bytes, heat, resizes, blocks, last, over }): TapeRow => ({
    head: of, endedAt, bytes, resizes, over, last: last ?? null, heat: [heat.width, heat.buckets],
    blocks: blocks.map(({ from, to, after, firstAt, lastAt, bytes: length, columns, rows: height, keyframe }) => [from, to, after ?? null, firstAt, lastAt - firstAt, length, columns, height, add(keyframe?.screen), add(keyframe?.history)]),
  }));
  const head = await pack(JSON.stringify({ cursor, witnesses, tapes: rows }));
  const all = new Uint8Array(HEAD_BYTES + head.length + frames.reduce((sum, { length }) => sum + length, 0));
  const view = new DataView(all.buffer);
  view.setUint32(0, MAGIC);
  view.setUint32(4, head.length);
  all.set(head, HEAD_BYTES);
  let at = HEAD_BYTES + head.length;
  for (const frame of frames) {
    all.set(frame, at);
    at += frame.length;
  }
  return all;
}

/** Reads what {@link encodeTapes} wrote; undefined for anything else. */
export async function decodeTapes(bytes: Uint8Array): Promise<KeptTapes | undefined> {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (view.getUint32(0) !== MAGIC) return undefined;
    let at = HEAD_BYTES + view.getUint32(4);
    const take = (length: number): Uint8Array | undefined => {
      if (length === 0) return undefined;
      at += length;
      if (at > bytes.length) throw new RangeError('It is cut off.');
      return bytes.subarray(at - length, at);
    };
    // What is kept is ours: it is written by whoever may change the log too. What does not fit fails below, and is made anew.
    const { cursor, witnesses, tapes } = JSON.parse(await unpack(bytes.subarray(HEAD_BYTES, at))) as { cursor: Cursor; witnesses: LogWitness[]; tapes: TapeRow[] };
    return { cursor, witnesses, tapes: tapes.map((row) => tapeOf(row, take)) };
  } catch {
    return undefined;
  }
}

function tapeOf({ head, endedAt, bytes, heat: [width, buckets], resizes, blocks, last, over }: TapeRow, take: (length: number) => Uint8Array | undefined): Tape {
  const tape = createTape(head);
  tape.heat.width = width;
  tape.heat.buckets = [...buckets];
  tape.resizes.push(...resizes);
  tape.blocks.push(...blocks.map((row) => blockOf(row, take)));
  return Object.assign(tape, { endedAt, bytes, last: last ?? undefined, over });
}

function blockOf([from, to, after, firstAt, length, bytes, columns, rows, screenLength, historyLength]: BlockRow, take: (length: number) => Uint8Array | undefined): TapeBlock {
  const screen = take(screenLength);
  const history = take(historyLength);
  const keyframe: Keyframe | undefined = screen && { screen, ...(history && { history }) };
  return { from, to, after: after ?? undefined, firstAt, lastAt: firstAt + length, bytes, columns, rows, ...(keyframe && { keyframe }) };
}
