import type { WaitingHost, WaitingLines } from './waiting-lines.ts';

/** Makes an empty queue of lines. A page keeps them in memory only. */
export function createWaitingLines(host: WaitingHost): WaitingLines {
  let lines: string[] = [];
  let size = 0;
  let settled = 0;
  let lastDurable = 0;

  const resize = (by: number): void => {
    size += by;
    host.queuedBytes += by;
  };
  const added = (): number => settled + lines.length;
  const settle = (upTo: number): readonly string[] => {
    const done = lines.splice(0, Math.max(0, upTo - settled));
    settled += done.length;
    resize(-lengthOf(done));
    return done;
  };

  return {
    get count() { return lines.length; },
    get size() { return size; },
    spilled: false,
    get added() { return added(); },
    get settled() { return settled; },
    add(line, durable) {
      lines.push(line);
      resize(line.length);
      if (durable) lastDurable = added();
    },
    batch(most) {
      const first = lines.slice(0, most);
      return { lines: first, end: settled + first.length, durable: lastDurable > settled };
    },
    settle,
    clear() { settle(added()); },
    change(change) {
      lines = lines.map(change);
      resize(lengthOf(lines) - size);
    },
    spill: () => false,
    save: () => settle(added()).length,
    load: async () => {},
    loadSync() {},
  };
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, { length }) => sum + length, 0);
}
