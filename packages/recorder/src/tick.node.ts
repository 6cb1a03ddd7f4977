/** Runs a function once the present turn of the event loop is over. */
export function afterTick(run: () => void): void {
  setImmediate(run);
}

/**
 * Runs a function later, without keeping the process alive for it.
 *
 * @param milliseconds - How long to wait.
 * @returns Cancels it.
 */
export function later(milliseconds: number, run: () => void): () => void {
  const timer = setTimeout(run, milliseconds);
  timer.unref();
  return () => clearTimeout(timer);
}
