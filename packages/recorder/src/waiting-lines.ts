/** Lines that are sent together. */
export interface WaitingBatch {
  readonly lines: readonly string[];
  /** The place in the queue of the last one, from 1. */
  readonly end: number;
  /** Whether one of them must reach the disk, not only the kernel. */
  readonly durable: boolean;
}

/** The lines of one session that the storage has not taken, in order. */
export interface WaitingLines {
  readonly count: number;
  /** Their characters: about how much memory they take, without counting their UTF-8. */
  readonly size: number;
  /** The place of the last line that was added, from 1. */
  readonly added: number;
  /** The place of the last line that no longer waits. */
  readonly settled: number;
  add(line: string, durable: boolean): void;
  /** The first lines, which go on waiting. */
  batch(most: number): WaitingBatch;
  /** Lets go of the lines up to a place. @returns Those that waited until now. */
  settle(upTo: number): readonly string[];
  /** Gives every line another text. */
  change(change: (line: string) => string): void;
}

/**
 * Makes an empty queue of lines. It holds texts and nothing beside them: an object for each would be most of what recording costs.
 *
 * @param host.queuedBytes - Kept up to date: what waits in all queues.
 */
export function createWaitingLines(host: { queuedBytes: number }): WaitingLines {
  let lines: string[] = [];
  let size = 0;
  let settled = 0;
  let lastDurable = 0;

  const resize = (by: number): void => {
    size += by;
    host.queuedBytes += by;
  };

  return {
    get count() { return lines.length; },
    get size() { return size; },
    get added() { return settled + lines.length; },
    get settled() { return settled; },
    add(line, durable) {
      lines.push(line);
      resize(line.length);
      if (durable) lastDurable = settled + lines.length;
    },
    batch(most) {
      const first = lines.slice(0, most);
      return { lines: first, end: settled + first.length, durable: lastDurable > settled };
    },
    settle(upTo) {
      if (upTo <= settled) return [];
      const done = lines.splice(0, upTo - settled);
      settled += done.length;
      resize(-lengthOf(done));
      return done;
    },
    change(change) {
      lines = lines.map(change);
      resize(lengthOf(lines) - size);
    },
  };
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, { length }) => sum + length, 0);
}
