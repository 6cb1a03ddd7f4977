/**
 * Watches the page: it may be ended without a word once it is hidden, and is nearly always told when it is left.
 *
 * @param save - Called, synchronously, whenever the page is shown or hidden, and when it is left. It is told whether it is left; the page
 *   may still come back.
 * @returns Stops watching.
 */
export function observeExit(save: (final: boolean, leaving?: boolean) => void): () => void {
  const stop = new AbortController();
  for (const event of ['visibilitychange', 'pagehide']) globalThis.addEventListener?.(event, ({ type }) => save(false, type === 'pagehide'), stop); // a worker hears of neither
  return () => stop.abort();
}
