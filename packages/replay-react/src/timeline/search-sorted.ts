/** The first index of an ascending list whose value is at least `wanted`; the length when there is none. */
export function firstAtLeast<Item>(items: readonly Item[], valueOf: (item: Item) => number, wanted: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && valueOf(item) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The first index from `start` on of ascending numbers that is at least `wanted`; the length when there is none. Cheap when it
 * is near `start`.
 */
export function firstNumberAtLeast(numbers: readonly number[], wanted: number, start = 0): number {
  let low = start;
  let step = 1;
  while (low + step < numbers.length && (numbers[low + step] ?? 0) < wanted) {
    low += step;
    step *= 2;
  }
  let high = Math.min(numbers.length, low + step + 1);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
