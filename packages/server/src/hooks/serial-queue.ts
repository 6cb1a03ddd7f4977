/** Runs tasks one after the other, in the order they were given. */
export interface SerialQueue {
  /** Runs a task when those before it are done. A failing task does not stop the next. */
  run<Value>(task: () => Promise<Value>): Promise<Value>;
  /** How many tasks are waiting or running. */
  readonly size: number;
  /** Resolves when nothing is left to do. */
  idle(): Promise<void>;
}

/** Makes a queue that runs one task at a time. */
export function createSerialQueue(): SerialQueue {
  let tail: Promise<unknown> = Promise.resolve();
  let size = 0;
  return {
    run(task) {
      size += 1;
      const result = tail.then(task).finally(() => {
        size -= 1;
      });
      tail = result.catch(() => undefined);
      return result;
    },
    get size() {
      return size;
    },
    async idle() {
      await tail;
    },
  };
}
