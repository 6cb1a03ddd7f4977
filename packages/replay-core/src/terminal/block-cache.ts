import { readBlock, type RecordedOutput } from './recorded-output.ts';
import type { Tape } from './tape.ts';
import type { TerminalPiece } from './types.ts';

/** So many blocks of at most about 256 KiB are at hand. */
const MOST_BLOCKS = 8;
/** So long after a block was read those beside it are: its screen is drawn first, and who jumps on at once does not need them. In milliseconds. */
const AHEAD_AFTER_MS = 100;

/** Reads the blocks of one tape, and keeps the last ones: who looks at a moment mostly looks at one beside it next. */
export class BlockCache {
  readonly #source: RecordedOutput;
  readonly #closed: AbortSignal;
  readonly #kept: Map<number, Promise<readonly TerminalPiece[]>> = new Map();
  #ahead: ReturnType<typeof setTimeout> | undefined;

  /** @param closed - Ends reading ahead. */
  constructor(source: RecordedOutput, closed: AbortSignal) {
    [this.#source, this.#closed] = [source, closed];
  }

  /** The pieces of a block; a number behind the last block is the open one. */
  async read(tape: Tape, index: number, signal: AbortSignal | undefined): Promise<readonly TerminalPiece[]> {
    const known = this.#kept.get(index);
    if (known) {
      this.#kept.delete(index);
      this.#kept.set(index, known);
      return known;
    }
    if (!tape.blocks[index]) return tape.open?.pieces ?? [];
    signal?.throwIfAborted();
    const reading = this.readOnce(tape, index, this.#closed);
    this.#kept.set(index, reading);
    reading.catch(() => this.#kept.delete(index)); // it is read anew by who needs it
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST_BLOCKS) break;
      this.#kept.delete(oldest);
    }
    return reading;
  }

  /** The same, without keeping it. */
  async readOnce(tape: Tape, index: number, signal: AbortSignal | undefined): Promise<readonly TerminalPiece[]> {
    const block = tape.blocks[index];
    return block ? readBlock(tape.id, block, this.#source, signal) : (tape.open?.pieces ?? []);
  }

  /** Reads the blocks beside the last one that was asked for, a moment later. Nobody waits for it. */
  readAhead(tape: Tape, index: number): void {
    clearTimeout(this.#ahead);
    this.#ahead = setTimeout(() => {
      for (const beside of this.#closed.aborted ? [] : [index + 1, index - 1]) {
        if (tape.blocks[beside] && !this.#kept.has(beside)) void this.read(tape, beside, undefined).catch(() => undefined);
      }
    }, AHEAD_AFTER_MS);
  }
}
