/** One that is on its way. */
export interface Coming<Item> {
  /** Resolves once the item was dealt with; rejects with what dealing with it failed of. */
  add(item: Item): Promise<void>;
  /** Says that it does not come any more. */
  never(): void;
}

/** Does at once what callers need that are on their way together. */
export interface Gathering<Item> {
  /** Says that an item will come: the others wait for it. */
  coming(): Coming<Item>;
}

/**
 * Makes one. Items wait until nobody is on his way any more.
 *
 * @param run - Deals with the items.
 * @param most - So many do not wait any longer.
 */
export function createGathering<Item>(run: (items: readonly Item[]) => void, most: number): Gathering<Item> {
  let waiting: { readonly item: Item; readonly resolve: () => void; readonly reject: (error: unknown) => void }[] = [];
  let onTheirWay = 0;
  /** In a later turn of the event loop: others may say in this one that they come. */
  const look = (): void => {
    if (waiting.length === 0 || (onTheirWay > 0 && waiting.length < most)) return;
    const own = waiting;
    waiting = [];
    try {
      run(own.map(({ item }) => item));
      for (const { resolve } of own) resolve();
    } catch (error) {
      for (const { reject } of own) reject(error);
    }
  };
  return {
    coming() {
      let arrived = false;
      onTheirWay += 1;
      const arrive = (): void => {
        if (!arrived) onTheirWay -= 1;
        arrived = true;
        setImmediate(look);
      };
      return {
        add: (item) => new Promise((resolve, reject) => {
          waiting.push({ item, resolve, reject });
          arrive();
        }),
        never: arrive,
      };
    },
  };
}
