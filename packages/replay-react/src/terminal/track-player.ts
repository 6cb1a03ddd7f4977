import type { TerminalPiece, TerminalScreen, TerminalTrack } from '@playhead/replay-core';

/** What a player draws on: a part of {@link RecordedScreen}. */
export interface PlayedScreen {
  /** What is written and not read yet, in characters. */
  readonly pending: number;
  restore(screen: TerminalScreen): Promise<void>;
  write(data: string | Uint8Array): void;
  resize(columns: number, rows: number): Promise<void>;
}

/** How far a player is. It waits for a moment that was not read yet. */
export type PlayerStatus = { readonly kind: 'opening' } | { readonly kind: 'waiting'; readonly to: number } | { readonly kind: 'shown'; readonly at: number } | { readonly kind: 'failed'; readonly error: unknown };

/** Keeps a screen at a wanted moment of a track. */
export interface TrackPlayer {
  /** Wants what was printed at or before a moment: integer microseconds since the Unix epoch. The latest wish wins; none is queued. */
  show(at: number): void;
  /** Shows the same moment anew with what stood above it. */
  withScrollback(): Promise<void>;
  /** Hears that there is more of the track. */
  grown(): void;
  /** Tries again after a failure. */
  retry(): void;
  close(): void;
}

/** How a player tells what it does. */
export interface TrackPlayerOptions {
  readonly onStatus?: (status: PlayerStatus) => void;
  /** Hears what was typed when the playhead passes it. */
  readonly onInput?: (piece: TypedPiece) => void;
  /** Hears what was typed right before a moment that was restored; nothing once the playhead is further from that. */
  readonly onTypedBefore?: (pieces: readonly TypedPiece[]) => void;
}

/** Something typed. */
export type TypedPiece = TerminalPiece & { readonly kind: 'input' };

type Size = TerminalPiece & { readonly kind: 'resize' };

/** More output than this between two moments is not played but skipped, in characters. */
const MOST_PLAYED = 256 * 1024;
/** Who goes further than this at once jumps, in microseconds. */
const JUMP_US = 30_000_000;
/** So much is read before the playhead comes to it, in characters. */
const AHEAD = 64 * 1024;
/** And of this time, in microseconds. */
const AHEAD_US = 2_000_000;
/** What was typed is of a moment for so long, in microseconds. */
const TYPED_US = 2_000_000;
/** What was typed before a restored moment is read so long after that, in milliseconds: the screen is painted first, and who jumps on does not need it. */
const TYPED_AFTER_MS = 150;

/**
 * Plays a track on a screen: what lies close ahead is written on as the playhead passes it, at once where it is known; any other moment is
 * restored in one write. It does one thing at a time, and always for the moment that is wanted last.
 */
export function createTrackPlayer(track: TerminalTrack, screen: PlayedScreen, options: TrackPlayerOptions = {}): TrackPlayer {
  return new Player(track, screen, options);
}

class Player implements TrackPlayer {
  readonly #track: TerminalTrack;
  readonly #screen: PlayedScreen;
  readonly #options: TrackPlayerOptions;
  readonly #closing: AbortController = new AbortController();
  #asked: number | undefined;
  /** Up to which moment everything is on the screen. */
  #shown: number | undefined;
  /** The pieces from `#next` on follow the screen: all of them up to `#known`. */
  #ahead: readonly TerminalPiece[] = [];
  #next = 0;
  #known = 0;
  /** A change of size that waits for what was written. */
  #size: Size | undefined;
  /** Where the track ended when the screen last stood at its end: from there on nothing is a jump. */
  #end: number | undefined;
  /** Up to which moment what was typed before a restored one is told. */
  #typedUntil: number | undefined;
  #typedLater: ReturnType<typeof setTimeout> | undefined;
  #above: (() => void)[] = [];
  /** A moment that is waited for until it is read, and what ends that. */
  #unread: { readonly to: number; readonly stop: AbortController } | undefined;
  #state: 'idle' | 'busy' | 'failed' | 'closed' = 'idle';

  constructor(track: TerminalTrack, screen: PlayedScreen, options: TrackPlayerOptions) {
    this.#track = track;
    this.#screen = screen;
    this.#options = options;
  }

  show(at: number): void {
    this.#asked = at;
    if (this.#state === 'busy') this.#turn();
    if (this.#state !== 'idle') return;
    const to = this.#wanted();
    if (this.#canPlay(to)) {
      this.#play(to); // what is known is written at once: a frame of playing costs no promise
      if (this.#isThere(to)) return this.#tell({ kind: 'shown', at: to });
    }
    void this.#run();
  }

  grown(): void {
    if (this.#asked !== undefined) this.show(this.#asked);
  }

  withScrollback(): Promise<void> {
    return new Promise((done) => {
      this.#above.push(done);
      if (this.#state === 'idle') void this.#run();
    });
  }

  retry(): void {
    if (this.#state !== 'failed') return;
    this.#tell({ kind: 'opening' });
    this.#state = 'idle';
    this.grown();
  }

  close(): void {
    this.#state = 'closed';
    this.#closing.abort();
    clearTimeout(this.#typedLater);
    for (const done of this.#above) done();
  }

  #wanted(): number {
    return Math.min(this.#asked ?? 0, this.#track.endedAt);
  }

  #isThere(to: number): boolean {
    return this.#shown === to && !this.#size && this.#above.length === 0;
  }

  #canPlay(to: number): boolean {
    return this.#shown !== undefined && to >= this.#shown && to <= this.#known && !this.#size && this.#above.length === 0 && this.#screen.pending <= MOST_PLAYED;
  }

  async #run(): Promise<void> {
    this.#state = 'busy';
    try {
      for (let to = this.#wanted(); this.#state === 'busy' && this.#asked !== undefined && !this.#isThere(to); to = this.#wanted()) await this.#goTo(to);
      if (this.#state === 'busy') this.#state = 'idle';
      if (this.#shown !== undefined) this.#tell({ kind: 'shown', at: this.#shown });
      if (this.#shown === this.#track.endedAt) this.#end = this.#shown;
    } catch (error) {
      this.#tell({ kind: 'failed', error });
      if (this.#state === 'busy') this.#state = 'failed';
      this.#shown = undefined;
    }
  }

  async #goTo(to: number): Promise<void> {
    if (this.#size) {
      await this.#screen.resize(this.#size.columns, this.#size.rows);
      this.#size = undefined;
    }
    this.#unread = undefined;
    if (this.#track.readShare(to) === 1) return this.#getTo(to, this.#closing.signal);
    const stop = new AbortController();
    this.#unread = { to, stop };
    this.#tell({ kind: 'waiting', to });
    await this.#getTo(to, AbortSignal.any([stop.signal, this.#closing.signal])).catch((error: unknown) => {
      if (!stop.signal.aborted) throw error;
    });
  }

  /** Waits no longer for what was not read, when another moment is wanted that was. */
  #turn(): void {
    const to = this.#wanted();
    if (this.#unread && to !== this.#unread.to && this.#track.readShare(to) === 1) this.#unread.stop.abort();
  }

  async #getTo(to: number, signal: AbortSignal): Promise<void> {
    const shown = this.#shown;
    const jumps = shown === undefined || to < shown || (to - shown > JUMP_US && to > this.#known && shown !== this.#end);
    if (jumps || this.#above.length > 0 || this.#screen.pending > MOST_PLAYED) return this.#restore(to, signal);
    if (to > this.#known && !(await this.#readTo(to, signal))) return this.#restore(to, signal);
    this.#play(to);
  }

  async #restore(to: number, signal: AbortSignal): Promise<void> {
    clearTimeout(this.#typedLater);
    const above = [...this.#above];
    const found = await this.#track.screenAt(to, { scrollback: above.length > 0, signal });
    this.#above = this.#above.slice(above.length);
    if (this.#state === 'closed') return;
    await this.#screen.restore(found);
    if (to !== this.#shown) this.#forgetTyped();
    [this.#shown, this.#known, this.#ahead, this.#next, this.#size] = [to, to, [], 0, undefined];
    for (const done of above) done();
    this.#typedLater = setTimeout(() => void this.#tellTyped(to).catch(() => undefined), TYPED_AFTER_MS); // the screen is there without
  }

  /** Tells what was typed right before a moment. Nobody waits for it. */
  async #tellTyped(to: number): Promise<void> {
    const { onTypedBefore } = this.#options;
    if (!onTypedBefore || this.#shown !== to) return;
    const typed: TypedPiece[] = [];
    for await (const batch of this.#track.pieces(to - TYPED_US, to, this.#closing.signal)) typed.push(...batch.filter((piece) => piece.kind === 'input'));
    if (this.#shown !== to || this.#state === 'closed') return;
    const last = typed.at(-1);
    this.#typedUntil = last && last.at + TYPED_US;
    onTypedBefore(typed);
  }

  /** Writes what is known up to a moment, as far as the next change of size. */
  #play(to: number): void {
    let text = '';
    const flush = (): void => {
      if (text !== '') this.#screen.write(text);
      text = '';
    };
    while (this.#next < this.#ahead.length && !this.#size) {
      const piece = this.#ahead[this.#next];
      if (!piece || piece.at > to) break;
      this.#next += 1;
      if (piece.kind === 'resize') this.#size = piece;
      else if (piece.kind === 'input') {
        this.#typedUntil = undefined;
        this.#options.onInput?.(piece);
      }
      else if (piece.kind === 'output' && typeof piece.data === 'string') text += piece.data;
      else if (piece.kind === 'output') {
        flush();
        this.#screen.write(piece.data);
      }
      this.#shown = Math.max(this.#shown ?? 0, piece.at);
    }
    flush();
    if (!this.#size) this.#shown = to;
  }

  /** Reads what follows. @returns Whether a moment is among it; where too much lies before that, it is better restored. */
  async #readTo(to: number, signal: AbortSignal): Promise<boolean> {
    // While the recording is still being read, nobody waits for its end.
    const end = [this.#track.endedAt, to + AHEAD_US].find((moment) => this.#track.readShare(moment) === 1) ?? to;
    const pieces = this.#ahead.slice(this.#next);
    let length = 0;
    let known = end;
    for await (const batch of this.#track.pieces(this.#known, end, signal)) {
      for (const piece of batch) {
        pieces.push(piece);
        if (piece.kind === 'output') length += piece.data.length;
      }
      // More of the same moment may come with the next batch.
      const whole = (batch.at(-1)?.at ?? 0) - 1;
      if (whole <= this.#known || length < AHEAD || (length < MOST_PLAYED && whole < to)) continue;
      known = whole;
      break;
    }
    while ((pieces.at(-1)?.at ?? 0) > known) pieces.pop();
    [this.#ahead, this.#next, this.#known] = [pieces, 0, known];
    return known >= to;
  }

  /** What was typed before a moment is told no longer. */
  #forgetTyped(): void {
    if (this.#typedUntil !== undefined) this.#options.onTypedBefore?.([]);
    this.#typedUntil = undefined;
  }

  #tell(status: PlayerStatus): void {
    if (status.kind === 'shown' && status.at > (this.#typedUntil ?? Infinity)) this.#forgetTyped();
    if (this.#state !== 'closed') this.#options.onStatus?.(status);
  }
}
