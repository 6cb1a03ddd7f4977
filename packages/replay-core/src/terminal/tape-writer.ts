import type { Cursor } from '@playhead/protocol';
import { Keyframer } from './keyframer.ts';
import { unpack } from './packed.ts';
import { inOrder, readBlock, type RecordedOutput } from './recorded-output.ts';
import { sizeOf } from './read-pieces.ts';
import type { Keyframe, OpenBlock, Tape } from './tape.ts';
import type { EmulatorClass, RecordNumber, TerminalPiece } from './types.ts';

/** A keyframe is kept after so much output … */
const BLOCK_BYTES = 64 * 1024;
/** … or after so many pieces, which cost more to read than what they tell … */
const BLOCK_PIECES = 256;
const LEAST_OF_PIECES = 16 * 1024;
/** … or after so long in which something went on, and a little output. In microseconds. */
const BLOCK_US = 5_000_000;
const LEAST_BYTES = 4 * 1024;
/** A pause counts no longer than this, in microseconds. */
const PAUSE_US = 1_000_000;
/** What scrolled out of sight comes with the first keyframe after so much output, or after so many keyframes. */
const HISTORY_BYTES = 2 * 1024 * 1024;
const HISTORY_BLOCKS = 128;
/** After a keyframe could not be kept, it is tried again so many bytes later. */
const RETRY_BYTES = 16 * 1024;
/** So many changes of the size have a keyframe of their own; whoever drags a window makes some hundred. */
const MOST_RESIZES = 4096;

/** Appends to a tape, and keeps keyframes. */
export class TapeWriter {
  readonly tape: Tape;
  readonly #make: EmulatorClass;
  readonly #source: RecordedOutput;
  readonly #pause: () => Promise<void>;
  #keyframer: Keyframer | undefined;
  /** The keyframe that the open block begins with. */
  #next: Keyframe | undefined;

  constructor(tape: Tape, { make, source, pause }: { readonly make: EmulatorClass; readonly source: RecordedOutput; readonly pause: () => Promise<void> }) {
    [this.tape, this.#make, this.#source, this.#pause] = [tape, make, source, pause];
  }

  /** Whether it holds an emulator. */
  get awake(): boolean {
    return this.#keyframer !== undefined;
  }

  /**
   * Appends what a record tells.
   *
   * @param place - The cursors before and after the record.
   */
  async append(found: readonly TerminalPiece[], record: RecordNumber, place: { readonly from: Cursor; readonly to: Cursor }, signal: AbortSignal): Promise<void> {
    const { tape } = this;
    for (const piece of inOrder(found, tape.endedAt)) {
      const open = (tape.open ??= this.#begin(piece, place.from));
      await this.#keyframer?.feed(piece, this.#pause);
      this.#count(piece, open);
    }
    const { open } = tape;
    tape.last = { p: record.p, e: record.e, n: record.n };
    if (!open) return;
    open.to = place.to;
    if (tape.over) {
      this.#end(open); // nothing follows that a screen would be kept for
      this.sleep();
    } else if (this.#wants(open)) await this.#close(open, (this.#keyframer ??= await this.#wake(signal)));
  }

  /** Lets the emulator go: what comes next wakes another one. */
  sleep(): void {
    this.#keyframer?.close();
    this.#keyframer = undefined;
  }

  #begin(piece: TerminalPiece, from: Cursor): OpenBlock {
    const { endedAt, last, head, resizes } = this.tape;
    const { columns, rows } = resizes.at(-1) ?? head;
    const keyframe = this.#next;
    this.#next = undefined;
    return { from, to: from, after: last, columns, rows, firstAt: Math.max(piece.at, this.tape.blocks.length > 0 ? endedAt : 0), lastAt: piece.at, bytes: 0, active: 0, tryFrom: 0, wanted: false, pieces: [], ...(keyframe && { keyframe }) };
  }

  #count(piece: TerminalPiece, open: OpenBlock): void {
    const { tape } = this;
    open.active += Math.min(PAUSE_US, Math.max(0, piece.at - open.lastAt));
    open.lastAt = tape.endedAt = piece.at;
    open.pieces.push(piece);
    if (piece.kind === 'output') {
      const bytes = sizeOf(piece.data);
      open.bytes += bytes;
      tape.bytes += bytes;
      tape.heat.add(piece.at, bytes);
    } else if (piece.kind === 'resize') {
      tape.resizes.push({ at: piece.at, columns: piece.columns, rows: piece.rows });
      open.wanted ||= tape.blocks.length < MOST_RESIZES;
    } else if (piece.kind === 'exit') tape.over = true;
  }

  #wants({ wanted, bytes, active, tryFrom, pieces }: OpenBlock): boolean {
    return bytes >= tryFrom && (wanted || bytes >= BLOCK_BYTES || (pieces.length >= BLOCK_PIECES && bytes >= LEAST_OF_PIECES) || (active >= BLOCK_US && bytes >= LEAST_BYTES));
  }

  /** Ends the open block, once its last screen can be kept; until then it goes on. */
  async #close(open: OpenBlock, keyframer: Keyframer): Promise<void> {
    if (!keyframer.atGround) return;
    const keyframe = await keyframer.keep(this.#wantsHistory(open.bytes));
    if (keyframe) this.#end(open, keyframe);
    else open.tryFrom = open.bytes + RETRY_BYTES;
  }

  #end({ active: _active, tryFrom: _try, wanted: _wanted, pieces: _pieces, ...block }: OpenBlock, next?: Keyframe): void {
    this.tape.blocks.push(block);
    this.tape.open = undefined;
    this.#next = next;
  }

  #wantsHistory(bytes: number): boolean {
    const { blocks } = this.tape;
    const since = blocks.length - 1 - blocks.findLastIndex(({ keyframe }) => keyframe?.history !== undefined);
    return since >= HISTORY_BLOCKS || blocks.slice(blocks.length - since).reduce((sum, block) => sum + block.bytes, bytes) >= HISTORY_BYTES;
  }

  /**
   * Shows what there is so far, from the last keyframe with all that scrolled: megabytes are read for that. It is not done before a keyframe is to be made, which
   * of what ended is never.
   */
  async #wake(signal: AbortSignal): Promise<Keyframer> {
    const { blocks, head, open } = this.tape;
    const from = Math.max(0, blocks.findLastIndex(({ keyframe }) => keyframe?.history !== undefined));
    const first = blocks[from];
    const keyframer = new Keyframer(this.#make, first ?? head);
    if (first?.keyframe) keyframer.restore(await unpack(first.keyframe.history ?? first.keyframe.screen));
    for (const block of blocks.slice(from)) for (const piece of await readBlock(this.tape.id, block, this.#source, signal)) await keyframer.feed(piece, this.#pause);
    const beginning = open && !open.keyframe && blocks.length > 0 ? await keyframer.keep(false) : undefined;
    if (open && beginning) open.keyframe = beginning;
    for (const piece of open?.pieces ?? []) await keyframer.feed(piece, this.#pause);
    return keyframer;
  }
}
