/** A recorded terminal, as the session tells of it. */
export interface TerminalHead {
  /** The `call` of its records. */
  readonly id: string;
  /** The command that it was opened for. */
  readonly command: string;
  /** Microseconds since the Unix epoch. */
  readonly startedAt: number;
  /** Microseconds since the Unix epoch; absent while it runs. */
  readonly endedAt?: number;
  /** Width in cells, when it was opened. */
  readonly columns: number;
  /** Height in cells, when it was opened. */
  readonly rows: number;
  /** What kind of terminal it says it is: `TERM`. */
  readonly term?: string;
  /** The exit code; 128 and the number of the signal where one ended the command. */
  readonly exitCode?: number;
  /** The signal that ended the command, such as `SIGTERM`. */
  readonly signal?: string;
  /** The event that it was opened with. */
  readonly eventId: string;
  /** The step it belongs to, when it belongs to one. */
  readonly stepId?: string;
}

/** What happened in a terminal. Times are integer microseconds since the Unix epoch. */
export type TerminalPiece =
  | { readonly kind: 'output'; readonly at: number; readonly data: string | Uint8Array }
  | { readonly kind: 'input'; readonly at: number; readonly data: string | Uint8Array; readonly redacted: boolean }
  | { readonly kind: 'resize'; readonly at: number; readonly columns: number; readonly rows: number }
  | { readonly kind: 'exit'; readonly at: number; readonly exitCode?: number; readonly signal?: string };

/** What tells the records of a session apart: their producer, its epoch, and their number. */
export interface RecordNumber {
  readonly p: string;
  readonly e: number;
  readonly n: number;
}

/** What to do to a reset emulator so that it shows the screen of a moment: sizes, each with ONE write. Usually one. */
export interface TerminalScreen {
  /** Microseconds since the Unix epoch. */
  readonly at: number;
  /** In order: give it the size, then write. */
  readonly writes: readonly { readonly columns: number; readonly rows: number; readonly data: string | Uint8Array }[];
}

/** Lines that a search through time found. */
export interface TerminalHits {
  /** In time order. */
  readonly hits: readonly { readonly at: number; readonly line: string }[];
  /** Up to when was searched: microseconds since the Unix epoch. */
  readonly searchedTo: number;
}

/** A recorded terminal through time: what its screen showed at any moment. */
export interface TerminalTrack {
  readonly head: TerminalHead;
  /** Microseconds since the Unix epoch. */
  readonly startedAt: number;
  /** The last piece known: microseconds since the Unix epoch. */
  readonly endedAt: number;
  /** How much was printed, in bytes of UTF-8. */
  readonly bytes: number;
  /** The sizes it had, the first one left out. */
  readonly resizes: readonly { readonly at: number; readonly columns: number; readonly rows: number }[];
  /**
   * How much was read, about, of what has to be read before the screen of a moment is known: 0 to 1. What {@link subscribe} tells makes it grow.
   *
   * @param at - Microseconds since the Unix epoch.
   */
  readShare(at: number): number;
  /** Bytes of output per stretch of equal time, for a heat strip. */
  heat(stretches: number): Float64Array;
  /**
   * The screen at a moment: everything printed at or before it.
   *
   * @param at - Microseconds since the Unix epoch.
   * @param options.scrollback - With what scrolled out of sight. Default false.
   * @throws PlayheadError `aborted`, and whatever the source reports.
   */
  screenAt(at: number, options?: { readonly scrollback?: boolean; readonly signal?: AbortSignal }): Promise<TerminalScreen>;
  /**
   * Pieces with `from` < `at` ≤ `to`, in order, to play on.
   *
   * @throws PlayheadError `aborted`, and whatever the source reports.
   */
  pieces(from: number, to: number, signal?: AbortSignal): AsyncIterable<readonly TerminalPiece[]>;
  /**
   * Searches through time: lines that a screen showed. Each line is found when it first appeared, and again when it appears anew.
   *
   * @param query - Part of a line, whatever its case. A blank one finds nothing.
   */
  search(query: string, signal?: AbortSignal): AsyncIterable<TerminalHits>;
  /** Hears that pieces came. @returns Stops it. */
  subscribe(listener: () => void): () => void;
}

/** What keyframes need of an emulator: a `Terminal` of `@xterm/headless`, or one of `@xterm/xterm` that is not opened, 6.0.0 each. */
export interface Emulator {
  readonly cols: number;
  readonly rows: number;
  write(data: string | Uint8Array, callback?: () => void): void;
  resize(columns: number, rows: number): void;
  reset(): void;
  dispose(): void;
  readonly parser: { registerCsiHandler(id: { final: string }, callback: (parameters: (number | number[])[]) => boolean): unknown };
}

/** Makes emulators: the class `Terminal` of `@xterm/headless` or `@xterm/xterm`. */
export type EmulatorClass = new (options: { cols?: number; rows?: number; scrollback?: number; allowProposedApi?: boolean; logLevel?: 'off' }) => Emulator;
