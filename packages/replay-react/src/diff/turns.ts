/** Lets one after the other do what takes a while, each in a task of its own, so that the page stays free in between. */
export interface Turns {
  /** @returns Gives the turn up. */
  wait(run: () => void): () => void;
}

/** Makes a queue of its own. Those who came first go first. */
export function createTurns(): Turns {
  const waiting = new Set<() => void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const next = (): void => {
    timer = undefined;
    const [run] = waiting;
    if (!run) return;
    waiting.delete(run);
    run();
    if (waiting.size > 0) timer = setTimeout(next);
  };
  return {
    wait: (run) => {
      const turn = (): void => run(); // two may wait with the same function
      waiting.add(turn);
      timer ??= setTimeout(next);
      return () => {
        waiting.delete(turn);
        if (waiting.size > 0 || timer === undefined) return;
        clearTimeout(timer);
        timer = undefined;
      };
    },
  };
}
