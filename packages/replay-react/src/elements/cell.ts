/** One value outside React, for what changes too often for a render of everything: pointer moves, drags. */
export interface Cell<Value> {
  get(): Value | undefined;
  set(value: Value | undefined): void;
  /** @returns Stops it. */
  subscribe(listener: () => void): () => void;
}

/**
 * Makes an empty cell.
 *
 * @param equal - Whether a value brings nothing new. Default: the same value.
 */
export function createCell<Value>(equal: (a: Value | undefined, b: Value | undefined) => boolean = Object.is): Cell<Value> {
  const listeners = new Set<() => void>();
  let current: Value | undefined;
  return {
    get: () => current,
    set: (value) => {
      if (equal(value, current)) return;
      current = value;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
