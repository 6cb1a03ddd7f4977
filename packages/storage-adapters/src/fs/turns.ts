/**
 * Makes a gate that lets so many callers pass in a turn of the event loop, and the others in later ones, so that work of many small pieces
 * holds up nothing else of the process.
 */
export function createTurns(most: number): () => Promise<void> {
  let passed = 0;
  let next: Promise<void> | undefined;
  return async () => {
    for (;;) {
      next ??= new Promise((resolve) => {
        setImmediate(() => {
          passed = 0;
          next = undefined;
          resolve();
        });
      });
      if (passed < most) break;
      await next;
    }
    passed += 1;
  };
}
