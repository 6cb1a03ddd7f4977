/** Runs something later, without keeping a process alive for it. @returns Cancels it. */
export function later(milliseconds: number, run: () => void): () => void {
  const timer: unknown = setTimeout(run, Math.min(milliseconds, 2 ** 31 - 1));
  // A number in browsers, an object with `unref` in Node.
  (timer as { unref?: () => void }).unref?.();
  return () => clearTimeout(timer as Parameters<typeof clearTimeout>[0]); // what setTimeout gave
}

/** Keeps a process alive until it is called: sockets may not, and whoever waits for them must not be left behind. */
export function keepAlive(): () => void {
  const timer = setInterval(() => {}, 1000);
  return () => clearInterval(timer);
}
