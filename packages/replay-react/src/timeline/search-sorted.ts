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
