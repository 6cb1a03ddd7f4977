import type { Order } from './order.ts';
import type { Runs } from './runs.ts';
import type { IndexState } from './state.ts';

/** Reads the fields of rows. What is not as it is written throws a TypeError: the index is then made anew. */
export class Rows {
  readonly #state: Pick<IndexState, 'texts' | 'base' | 'chunks'>;

  /** @param state - What rows refer to: names, chunks, and the time that others are given from. */
  constructor(state: Pick<IndexState, 'texts' | 'base' | 'chunks'>) {
    this.#state = state;
  }

  name(value: unknown): string {
    return this.item(value, this.#state.texts.all);
  }

  item<Item>(value: unknown, items: readonly Item[]): Item {
    const item = items[this.count(value)];
    if (item === undefined) throw new TypeError('no such item');
    return item;
  }

  number(value: unknown): number {
    if (typeof value !== 'number') throw new TypeError('no number');
    return value;
  }

  text(value: unknown): string {
    if (typeof value !== 'string') throw new TypeError('no text');
    return value;
  }

  integer(value: unknown): number {
    if (!Number.isSafeInteger(value)) throw new TypeError('no integer');
    return value as number; // a safe integer is a number
  }

  count(value: unknown): number {
    const count = this.integer(value);
    if (count < 0) throw new TypeError('no count');
    return count;
  }

  word<Word extends string>(value: unknown, words: readonly Word[]): Word {
    const word = words.find((one) => one === value);
    if (word === undefined) throw new TypeError('no such word');
    return word;
  }

  order(value: unknown): Order {
    const [at, p, e, n] = this.list(value, 4);
    return { at: this.#state.base + this.integer(at), p: this.name(p), e: this.count(e), n: this.count(n) };
  }

  /** The place of a chunk that is there. */
  place(value: unknown): number {
    const place = this.count(value);
    if (place >= this.#state.chunks.all.length) throw new TypeError('no such chunk');
    return place;
  }

  /** Places of chunks that are there. */
  runs(value: unknown): Runs {
    const most = this.#state.chunks.all.length;
    const runs = this.list(value).map((one) => this.count(one));
    if (runs.length % 2 === 1 || runs.some((one, index) => one > most || (index > 0 && one <= (runs[index - 1] ?? 0)))) throw new TypeError('no runs of chunks');
    return runs;
  }

  list(value: unknown, length?: number): readonly unknown[] {
    if (!Array.isArray(value) || (length !== undefined && value.length !== length)) throw new TypeError('no list');
    return value as unknown[]; // an array by the line above
  }

  pairs(value: unknown): (readonly [unknown, unknown])[] {
    const list = this.list(value);
    return Array.from({ length: list.length / 2 }, (_, index) => [list[2 * index], list[2 * index + 1]] as const);
  }

  fours(value: unknown): (readonly [unknown, unknown, unknown, unknown])[] {
    const list = this.list(value);
    return Array.from({ length: list.length / 4 }, (_, index) => [list[4 * index], list[4 * index + 1], list[4 * index + 2], list[4 * index + 3]] as const);
  }
}
