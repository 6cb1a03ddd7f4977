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
  /** Lets go of all lines. @param keep - That those on the disk stay there for another recorder. */
  clear(keep?: boolean): void;
  /** Gives every line another text. */
  change(change: (line: string) => string): void;
  /** Moves lines to the disk: the first that are not sent, or in the end all. @returns Whether the disk took them. */
  spill(all?: boolean): boolean;
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
