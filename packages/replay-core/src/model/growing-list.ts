import { viewOf } from './list-view.ts';

/**
 * A list of which readers may keep views that never change. Appending costs nothing per view;
 * a change in the middle copies the list once, if a view was handed out since.
 */
export class GrowingList<Item> {
  #items: Item[] = [];
  #shared = 0;

  get length(): number {
    return this.#items.length;
  }

  /** The present items. They change with the list. */
  get items(): readonly Item[] {
    return this.#items;
  }

  at(index: number): Item | undefined {
    return this.#items[index];
  }

  push(item: Item): void {
    this.#items.push(item);
  }

  /** Puts an item at an index; the rest moves up. */
  insert(index: number, item: Item): void {
    if (index === this.#items.length) this.#items.push(item);
    else this.#own(index).splice(index, 0, item);
  }

  replace(index: number, item: Item): void {
    this.#own(index)[index] = item;
  }

  remove(index: number): void {
    this.#own(index).splice(index, 1);
  }

  /** Takes away all items from an index on. */
  cut(index: number): void {
    if (index >= this.#items.length) return;
    if (index < this.#shared) {
      this.#items = this.#items.slice(0, index);
      this.#shared = 0;
    } else this.#items.length = index;
  }

  /** The present items, read when they are first asked for. */
  view(): () => readonly Item[] {
    const items = this.#items;
    const length = items.length;
    this.#shared = Math.max(this.#shared, length);
    let made: readonly Item[] | undefined;
    return () => (made ??= viewOf(items, length));
  }

  #own(index: number): Item[] {
    if (index < this.#shared) {
      this.#items = this.#items.slice();
      this.#shared = 0;
    }
    return this.#items;
  }
}
