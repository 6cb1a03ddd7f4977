/** Does at once what several callers ask for within one turn of the event loop. */
export interface Batch<Item> {
  /** Resolves once the item was dealt with; rejects with what dealing with its batch failed of. */
  add(item: Item): Promise<void>;
}

/**
 * Makes one.
 *
 * @param run - Deals with the items.
 * @param most - How many are dealt with at once.
 */
export function createBatch<Item>(run: (items: readonly Item[]) => void, most: number): Batch<Item> {
  let items: Item[] = [];
  let turn: Promise<void> | undefined;
  return {
    add(item) {
      items.push(item);
      turn ??= new Promise((resolve, reject) => {
        setImmediate(() => {
          const own = items;
          items = [];
          turn = undefined;
          try {
            for (let start = 0; start < own.length; start += most) run(own.slice(start, start + most));
            resolve();
          } catch (error) {
            reject(error as Error); // of the file system
          }
        });
      });
      return turn;
    },
  };
}
