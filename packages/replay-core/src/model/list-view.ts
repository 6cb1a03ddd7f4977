/** From this many items on a view shares its list instead of copying it: larger copies are slow to make room for. */
const SHARED_FROM = 16_000;

/**
 * The first items of a list that only grows, as an array that never changes. A short one is copied. A long one is looked
 * at through a proxy, so that it costs the same however long it is; whoever asks it for more than single items reads a
 * copy, which nobody keeps.
 */
export function viewOf<Item>(items: readonly Item[], length: number): readonly Item[] {
  return length < SHARED_FROM ? items.slice(0, length) : new Proxy<readonly Item[]>([], new Window(items, length));
}

const ITEMS: unique symbol = Symbol('items');

/**
 * The list that a view looks at, to read much of it fast. It may hold more items than the view: mind the view's length.
 * An array that is no view is given back.
 */
export function itemsOf<Item>(view: readonly Item[]): readonly Item[] {
  return (view as { readonly [ITEMS]?: readonly Item[] })[ITEMS] ?? view; // only a view answers to this symbol
}

/**
 * Whether a list begins with all items of another one. Of two lists of one growing model that is known without a look at them, however
 * long they are.
 *
 * @example
 * ```ts
 * const builder = createModel();
 * const { events } = builder.add(records);
 * const grown = beginsWith(builder.add(records).events, events); // else a record came late, or was taken back
 * ```
 */
export function beginsWith<Item>(list: readonly Item[], beginning: readonly Item[]): boolean {
  const { length } = beginning;
  if (length > list.length) return false;
  const [items, first] = [itemsOf(list), itemsOf(beginning)];
  if (items === first) return true; // what a view shows never changes
  for (let index = length - 1; index >= 0; index -= 1) if (items[index] !== first[index]) return false;
  return true;
}

class Window<Item> implements ProxyHandler<readonly Item[]> {
  readonly #items: readonly Item[];
  readonly #length: number;

  constructor(items: readonly Item[], length: number) {
    this.#items = items;
    this.#length = length;
  }

  get(target: readonly Item[], key: string | symbol): unknown {
    if (key === 'length') return this.#length;
    if (key === ITEMS) return this.#items;
    if (typeof key === 'string') {
      const index = indexOf(key);
      if (index >= 0) return index < this.#length ? this.#items[index] : undefined;
      if (key === 'at') return (place: number) => this.#at(place);
      if (key === 'slice') return (start?: number, end?: number) => this.#slice(start, end);
    }
    const value: unknown = Reflect.get(target, key);
    if (typeof value !== 'function' || key === 'constructor') return value;
    return (...args: unknown[]): unknown => Reflect.apply(value, this.#slice(), args);
  }

  has(target: readonly Item[], key: string | symbol): boolean {
    const index = typeof key === 'string' ? indexOf(key) : -1;
    return index >= 0 ? index < this.#length : Reflect.has(target, key);
  }

  ownKeys(): string[] {
    return Object.keys(this.#slice()).concat('length');
  }

  getOwnPropertyDescriptor(_: readonly Item[], key: string | symbol): PropertyDescriptor | undefined {
    if (key === 'length') return { value: this.#length, writable: true, enumerable: false, configurable: false };
    const index = typeof key === 'string' ? indexOf(key) : -1;
    return index >= 0 && index < this.#length ? { value: this.#items[index], writable: true, enumerable: true, configurable: true } : undefined;
  }

  set(): boolean { return false; }
  defineProperty(): boolean { return false; }
  deleteProperty(): boolean { return false; }

  #at(place: number): Item | undefined {
    const index = Math.trunc(place) || 0;
    return this.#slice(index, index + 1 || undefined)[0]; // what is behind -1 is the end
  }

  #slice(start = 0, end = this.#length): Item[] {
    const inside = (index: number): number => Math.max(0, Math.min(this.#length, index < 0 ? this.#length + index : index));
    return this.#items.slice(inside(start), inside(end));
  }
}

/** The index that a property key is; -1 when it is none. */
function indexOf(key: string): number {
  const first = key.charCodeAt(0);
  return first >= 48 && first <= 57 ? Number(key) : -1;
}
