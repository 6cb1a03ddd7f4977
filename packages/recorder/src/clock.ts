/**
 * Makes a clock that counts microseconds since the Unix epoch and never goes back, also when the
 * system clock is set.
 *
 * @param options.wall - Milliseconds since the Unix epoch. Default `Date.now`.
 * @param options.elapsed - A monotonic clock in milliseconds. Default `performance.now`.
 */
export function createClock(options: { wall?: () => number; elapsed?: () => number } = {}): () => number {
  const { wall = Date.now, elapsed = () => performance.now() } = options;
  const start = wall() * 1000 - elapsed() * 1000;
  let last = 0;
  return () => {
    last = Math.max(last + 1, Math.round(start + elapsed() * 1000));
    return last;
  };
}
