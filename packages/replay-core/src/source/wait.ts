/** Resolves after a while, in milliseconds, or once the signal aborts. */
export async function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}

/** How long to wait before the given attempt, from 1, to ask a server again, in milliseconds: 0.25 s, doubling up to 10 s. */
export function usualDelayMs(attempt: number): number {
  return Math.min(10_000, 250 * 2 ** Math.min(attempt - 1, 10));
}
