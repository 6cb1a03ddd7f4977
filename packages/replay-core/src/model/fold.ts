import { type Entry, insertEntry, removeEntry } from './entry.ts';

/** Makes a part of the model out of entries, in display order, one after the other. */
export interface Folder<Value> {
  take(entry: Entry): void;
  /** Whether an entry that comes late changes nothing. Default: none does. */
  ignores?(entry: Entry): boolean;
  /** The part as it is now: the same object as long as nothing was taken in. What was given out stays as it is. */
  value(): Value;
}

/** A part of the model. What comes at its end is added; what comes in between, or goes, makes it anew when it is next asked for. */
export class Fold<Value> {
  readonly #make: () => Folder<Value>;
  readonly #concerns: (entry: Entry) => boolean;
  /** What it is made of, in display order. */
  readonly #entries: Entry[] = [];
  #folder: Folder<Value>;
  #broken = false;

  constructor(make: () => Folder<Value>, concerns: (entry: Entry) => boolean) {
    this.#make = make;
    this.#concerns = concerns;
    this.#folder = make();
  }

  add(entry: Entry): void {
    if (!this.#concerns(entry)) return;
    const late = insertEntry(this.#entries, entry) < this.#entries.length - 1;
    if (this.#broken) return;
    if (!late) this.#folder.take(entry);
    else if (this.#folder.ignores?.(entry) !== true) this.#broken = true;
  }

  remove(entry: Entry): void {
    if (!this.#concerns(entry)) return;
    removeEntry(this.#entries, entry);
    this.#broken = true;
  }

  value(): Value {
    if (this.#broken) {
      this.#broken = false;
      this.#folder = this.#make();
      for (const entry of this.#entries) this.#folder.take(entry);
    }
    return this.#folder.value();
  }
}

/** Of what several witnesses report of one call, lets through what the first of them says. */
export class FirstWitness {
  readonly #via: Map<string, string> = new Map();

  lets({ record: { call, via } }: Entry): boolean {
    if (call === undefined) return true;
    const first = this.#via.get(call);
    if (first === undefined) this.#via.set(call, via);
    return first === undefined || first === via;
  }
}
