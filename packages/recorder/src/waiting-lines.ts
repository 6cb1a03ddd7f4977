/** Lines that are sent together. */
export interface WaitingBatch {
  readonly lines: readonly string[];
  /** The place in the queue of the last one, from 1. */
  readonly end: number;
  /** Whether one of them must reach the disk, not only the kernel. */
  readonly durable: boolean;
}

/** The lines of one session that the storage has not taken, in order: those that are sent, then those on the disk, then the others. */
export interface WaitingLines {
  /** Lines in memory. */
  readonly count: number;
  /** Their characters: about how much memory they take, without counting their UTF-8. */
  readonly size: number;
  /** Whether some are on the disk. */
  readonly spilled: boolean;
  /** The place of the last line that was added, from 1. */
  readonly added: number;
  /** The place of the last line that no longer waits. */
  readonly settled: number;
  add(line: string, durable: boolean): void;
  /** The first lines, which go on waiting. */
  batch(most: number): WaitingBatch;
  /** Lets go of the lines up to a place. @returns Those that waited until now. */
  settle(upTo: number): readonly string[];
  /** Lets go of all lines. */
  clear(): void;
  /** Gives every line another text. */
  change(change: (line: string) => string): void;
  /** Moves the first lines that are not sent to the disk. @returns Whether the disk took them. */
  spill(): boolean;
  /**
   * Leaves all lines on the disk, for another recorder. Where it does not take all, it lets go of the others, and their number is left there.
   *
   * @param safe - That they may be put there.
   * @returns How many events were let go of.
   */
  save(safe: boolean): number;
  /** Takes the next lines back from the disk. @throws What the disk says. */
  load(): Promise<void>;
  loadSync(): void;
}

/** What the lines of all sessions have in common. */
export interface WaitingHost {
  readonly maxQueuedBytes: number;
  /** Characters of what waits in memory. */
  queuedBytes: number;
  /** Characters of what of that is sent at the moment, or is to be sent again. */
  sendingBytes: number;
}
