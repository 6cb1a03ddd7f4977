/** Runs a function once the present turn of the event loop is over. */
export function afterTick(run: () => void): void {
  setTimeout(run, 0);
}

/**
 * Runs a function later.
 *
 * @param milliseconds - How long to wait.
 * @returns Cancels it.
 */
export function later(milliseconds: number, run: () => void): () => void {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
}
