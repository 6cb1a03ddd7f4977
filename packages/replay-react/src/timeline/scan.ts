/** Reads a growing list item by item, each item once. */
export interface Scan<Item, Found> {
  /** What was found in a list. The same object is filled further while the list only grows. */
  read(items: readonly Item[]): Found;
}

/**
 * Makes a scan: reading a list that goes on costs its new items only; any other list is read from its beginning.
 *
 * @param start - Makes an empty finding.
 * @param add - Adds an item to it.
 */
export function createScan<Item, Found>(start: () => Found, add: (found: Found, item: Item, index: number) => void): Scan<Item, Found> {
  let found = start();
  let known = 0;
  let last: Item | undefined;
  return {
    read: (items) => {
      const grown = known <= items.length && (known === 0 || items[known - 1] === last);
      if (!grown) {
        found = start();
        known = 0;
      }
      for (const [at, item] of items.slice(known).entries()) add(found, item, known + at); // a copy: of a long list, single items are slow to read
      known = items.length;
      last = items.at(-1);
      return found;
    },
  };
}
