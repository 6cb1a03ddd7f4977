import type { SessionStorage } from '@playhead/protocol';

/** Lines that were moved from memory to the disk, together. */
export interface SpilledLines {
  readonly count: number;
  /** @returns The lines; none when another process has taken over to deliver them. @throws What the disk says. */
  read(): Promise<readonly string[]>;
  readSync(): readonly string[];
  /** The storage has them. */
  remove(): void;
}

/** Where one recorder keeps lines that memory has no room for. */
export interface Spill {
  /** Characters on the disk now. */
  readonly size: number;
  /** Lines on the disk now. */
  readonly records: number;
  /**
   * Writes lines of a session, which are redacted already, at once. Never throws.
   *
   * @param options.durable - Whether they must reach the disk, not only the kernel.
   * @param options.first - That they are delivered before all others: the start of a session. It does not count against the limit.
   * @param options.last - That they say what is missing, when the recorder ends: the disk is asked whatever happened before.
   * @returns undefined when the disk does not take them, or not so many.
   */
  write(sessionId: string, lines: readonly string[], options: { readonly durable: boolean; readonly first?: boolean; readonly last?: boolean }): SpilledLines | undefined;
  /** Asks the disk again after it failed; until then it is left alone. */
  retry(): void;
  /** Begins to bring what ended processes left to the storage they meant, in the background. */
  adopt(storage: SessionStorage): void;
  /** Leaves what is on the disk to whoever records next. */
  release(): void;
}

/** What a spill is made for. */
export interface SpillHost {
  /** The storage that the lines are for, if it is open already. */
  opened(): SessionStorage | undefined;
  failed(error: unknown): void;
}
