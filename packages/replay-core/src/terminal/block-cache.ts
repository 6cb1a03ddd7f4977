import { readBlock, type RecordedOutput } from './recorded-output.ts';
import type { Tape } from './tape.ts';
import type { TerminalPiece } from './types.ts';

/** So much output is at hand, in bytes, in so many blocks at least. */
const MOST_BYTES = 2 * 1024 * 1024;
const LEAST_BLOCKS = 4;
/** So long after a block was read those beside it are: its screen is drawn first, and who jumps on at once does not need them. In milliseconds. */
const AHEAD_AFTER_MS = 100;

/** A block that was read, or is being. */
interface KeptBlock {
  readonly pieces: Promise<readonly TerminalPiece[]>;
  readonly bytes: number;
  /** Ends reading it, as long as nobody asked for it. */
  ahead?: AbortController | undefined;
}

/** Reads the blocks of one tape, and keeps the last ones: who looks at a moment mostly looks at one beside it next. */
export class BlockCache {
  readonly #source: RecordedOutput;
  readonly #closed: AbortSignal;
  readonly #kept: Map<number, KeptBlock> = new Map();
  #tape: Tape | undefined;
  #later: ReturnType<typeof setTimeout> | undefined;

  /** @param closed - Ends reading ahead. */
  constructor(source: RecordedOutput, closed: AbortSignal) {
    [this.#source, this.#closed] = [source, closed];
  }

  /** The pieces of a block; a number behind the last block is the open one. */
  async read(tape: Tape, index: number, signal: AbortSignal | undefined): Promise<readonly TerminalPiece[]> {
    this.#of(tape);
    const known = this.#kept.get(index);
    if (known) {
      known.ahead = undefined;
      this.#kept.delete(index);
      this.#kept.set(index, known);
      return known.pieces;
    }
    if (!tape.blocks[index]) return tape.open?.pieces ?? [];
    signal?.throwIfAborted();
    for (const { ahead } of this.#kept.values()) ahead?.abort(); // they would hold up what is waited for
    return this.#begin(tape, index);
  }

  /** The same, without keeping it. */
  async readOnce(tape: Tape, index: number, signal: AbortSignal | undefined): Promise<readonly TerminalPiece[]> {
    const block = tape.blocks[index];
    return block ? readBlock(tape.id, block, this.#source, signal) : (tape.open?.pieces ?? []);
  }

  /** Reads the blocks beside the last one that was asked for, a moment later. Nobody waits for it. */
  readAhead(tape: Tape, index: number): void {
    clearTimeout(this.#later);
    this.#later = setTimeout(() => {
      for (const beside of this.#closed.aborted || tape !== this.#tape ? [] : [index + 1, index - 1]) {
        if (tape.blocks[beside] && !this.#kept.has(beside)) this.#begin(tape, beside, new AbortController());
      }
    }, AHEAD_AFTER_MS);
  }

  /** Forgets the blocks of another tape: what was kept meanwhile is divided in its own way. */
  #of(tape: Tape): void {
    if (tape !== this.#tape) this.#kept.clear();
    this.#tape = tape;
  }

  #begin(tape: Tape, index: number, ahead?: AbortController): Promise<readonly TerminalPiece[]> {
    const signal = ahead ? AbortSignal.any([ahead.signal, this.#closed]) : this.#closed;
    const block: KeptBlock = { pieces: this.readOnce(tape, index, signal), bytes: tape.blocks[index]?.bytes ?? 0, ahead };
    this.#kept.set(index, block);
    const forget = (): void => {
      if (this.#kept.get(index) === block) this.#kept.delete(index);
    };
    ahead?.signal.addEventListener('abort', forget);
    block.pieces.then(() => { block.ahead = undefined; }, forget); // what failed is read anew by who needs it
    let bytes = 0;
    for (const { bytes: of } of this.#kept.values()) bytes += of;
    for (const [oldest, { bytes: of }] of this.#kept) {
      if (bytes <= MOST_BYTES || this.#kept.size <= LEAST_BLOCKS) break;
      this.#kept.delete(oldest);
      bytes -= of;
    }
    return block.pieces;
  }
}
