import { PlayheadError } from '@playhead/protocol';
import { BlockCache } from './block-cache.ts';
import { WriteList } from './join-output.ts';
import { unpack } from './packed.ts';
import type { RecordedOutput } from './recorded-output.ts';
import { searchTape } from './search-tape.ts';
import type { Tape, TapeBlock } from './tape.ts';
import type { EmulatorClass, TerminalHead, TerminalHits, TerminalPiece, TerminalScreen, TerminalTrack } from './types.ts';

/** From when to when a log was read: microseconds since the Unix epoch. */
export interface LogSpan {
  from: number;
  to: number;
}

/** What a {@link TapeTrack} works with. */
export interface TapeTrackOptions {
  /** What the session tells of it, which may be more than was read. */
  readonly head: () => TerminalHead | undefined;
  /** The terminal as far as it was read; undefined before its beginning was. */
  readonly tape: () => Tape | undefined;
  readonly source: RecordedOutput;
  readonly make: EmulatorClass;
  /** Ends everything. */
  readonly closed: AbortSignal;
  readonly pause: () => Promise<void>;
  /** Whether all that there is was read. */
  readonly isWhole: () => boolean;
  /** The times in the log that were read so far. */
  readonly span: LogSpan;
  /** Resolves when more was read. */
  readonly nextNews: (signal: AbortSignal | undefined) => Promise<void>;
  readonly listeners: Set<() => void>;
}

/** Nobody gets a track of a terminal that is not there. */
const NO_HEAD: TerminalHead = { id: '', command: '', startedAt: 0, columns: 80, rows: 24, eventId: '' };

/** More is not said of what is not there yet. */
const NEARLY = 0.99;

/** One terminal through time, by its tape. */
export class TapeTrack implements TerminalTrack {
  readonly #options: TapeTrackOptions;
  readonly #cache: BlockCache;

  constructor(options: TapeTrackOptions) {
    this.#options = options;
    this.#cache = new BlockCache(options.source, options.closed);
  }

  get head(): TerminalHead { return this.#options.head() ?? this.#tape?.head ?? NO_HEAD; }
  get startedAt(): number { return this.head.startedAt; }
  get endedAt(): number { return Math.max(this.startedAt, this.#tape?.endedAt ?? 0, this.head.endedAt ?? 0); }
  get bytes(): number { return this.#tape?.bytes ?? 0; }
  get resizes(): TerminalTrack['resizes'] { return this.#tape?.resizes ?? []; }

  get #tape(): Tape | undefined { return this.#options.tape(); }

  readShare(at: number): number {
    if (this.#has(at)) return 1;
    const { from, to } = this.#options.span;
    const share = (to - from) / (Math.min(at, this.endedAt) - from);
    return share >= 0 ? Math.min(share, NEARLY) : 0;
  }

  heat(stretches: number): Float64Array {
    return this.#tape?.heat.over(stretches, this.endedAt) ?? new Float64Array(Math.max(1, Math.trunc(stretches) || 1));
  }

  async screenAt(at: number, options: { readonly scrollback?: boolean; readonly signal?: AbortSignal } = {}): Promise<TerminalScreen> {
    const { scrollback = false, signal } = options;
    const tape = await this.#reach(at, signal);
    const { columns, rows } = this.head;
    if (!tape) return { at, writes: [{ columns, rows, data: '' }] };
    const last = blocksOf(tape).findLastIndex(({ firstAt }) => firstAt <= at);
    const first = beginning(tape, last, scrollback);
    const block = blocksOf(tape)[first];
    const screen = (scrollback ? block?.keyframe?.history : undefined) ?? block?.keyframe?.screen;
    // All at once: each of them is waited for.
    const reading = Array.from({ length: last - first + 1 }, (_, index) => this.#cache.read(tape, first + index, signal));
    const [begin, ...parts] = await Promise.all([screen ? unpack(screen) : '', ...reading]);
    checkAborted(signal);
    const list = new WriteList(block ?? tape.head, begin);
    for (const pieces of parts) for (const piece of pieces) if (piece.at <= at) list.add(piece);
    this.#cache.readAhead(tape, last);
    return { at, writes: list.end() };
  }

  async *pieces(from: number, to: number, signal?: AbortSignal): AsyncGenerator<readonly TerminalPiece[]> {
    const tape = await this.#reach(to, signal);
    if (!tape) return;
    let index = Math.max(0, blocksOf(tape).findIndex(({ lastAt }) => lastAt > from));
    for (; index < blocksOf(tape).length; index += 1) {
      if ((blocksOf(tape)[index]?.firstAt ?? Infinity) > to) return;
      const pieces = await this.#cache.read(tape, index, signal);
      checkAborted(signal);
      yield pieces.filter(({ at }) => at > from && at <= to);
      this.#cache.readAhead(tape, index);
    }
  }

  async *search(query: string, signal?: AbortSignal): AsyncGenerator<TerminalHits> {
    const { make, pause } = this.#options;
    const tape = await this.#reach(Infinity, signal);
    if (tape) yield* searchTape({ query, size: tape.head, make, pause, blocks: () => blocksOf(tape).length, read: (index) => this.#cache.readOnce(tape, index, signal), check: () => checkAborted(signal) });
  }

  subscribe(listener: () => void): () => void {
    const { listeners } = this.#options;
    const heard = (): void => listener(); // the same one may listen twice
    listeners.add(heard);
    return () => void listeners.delete(heard);
  }

  /** Whether everything up to a time was read, or all that there is. */
  #has(at: number): boolean {
    const tape = this.#tape;
    return this.#options.isWhole() || tape?.over === true || (tape !== undefined && tape.endedAt > at);
  }

  /** Waits until everything up to a time was read, or all that there is. */
  async #reach(at: number, signal: AbortSignal | undefined): Promise<Tape | undefined> {
    for (;;) {
      checkAborted(signal);
      checkAborted(this.#options.closed);
      if (this.#has(at)) return this.#tape;
      await this.#options.nextNews(signal);
    }
  }
}

/** All blocks, the open one last. */
function blocksOf({ blocks, open }: Tape): readonly TapeBlock[] {
  return open ? [...blocks, open] : blocks;
}

/** With which block to begin so that a screen is right: one with a keyframe. What changes the size needs what scrolled out of sight. */
function beginning(tape: Tape, last: number, scrollback: boolean): number {
  const blocks = blocksOf(tape);
  for (let index = last; index > 0; index -= 1) {
    const keyframe = blocks[index]?.keyframe;
    if (keyframe && (!scrollback || keyframe.history)) return index;
  }
  return 0;
}

function checkAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new PlayheadError('aborted', 'Reading the terminal was stopped.');
}
