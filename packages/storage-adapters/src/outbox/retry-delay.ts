const FIRST_MS = 200;
const LAST_MS = 30_000;

/**
 * How long to wait before a storage is asked again: anything up to a bound that doubles with each failure, so that many that failed
 * together do not come back together.
 *
 * @param failures - How often it failed in a row, from 1.
 * @param random - From 0 to below 1.
 * @returns Milliseconds, below 30,000.
 */
export function retryDelay(failures: number, random: () => number): number {
  return random() * Math.min(FIRST_MS * 2 ** (failures - 1), LAST_MS);
}
