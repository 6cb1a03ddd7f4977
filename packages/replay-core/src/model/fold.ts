import { compareRecords } from '@playhead/protocol';
import type { Entry } from './entry.ts';

/** Makes a part of the model out of entries, in display order, one after the other. */
export interface Folder<Value> {
  take(entry: Entry): void;
  /** The part as it is now: the same object as long as nothing was taken in. What was given out stays as it is. */
  value(): Value;
}

/** A part of the model. What comes at its end is added; what comes in between, or goes, makes it anew when it is next asked for. */
export class Fold<Value> {
  readonly #make: () => Folder<Value>;
  readonly #concerns: (entry: Entry) => boolean;
  #folder: Folder<Value>;
  #last: Entry | undefined;
  #broken = false;

  constructor(make: () => Folder<Value>, concerns: (entry: Entry) => boolean) {
    this.#make = make;
    this.#concerns = concerns;
    this.#folder = make();
  }

  add(entry: Entry): void {
    if (this.#broken || !this.#concerns(entry)) return;
    if (this.#last && compareRecords(this.#last.record, entry.record) > 0) {
      this.#broken = true;
      return;
    }
    this.#last = entry;
    this.#folder.take(entry);
  }

  remove(entry: Entry): void {
    if (this.#concerns(entry)) this.#broken = true;
  }

  /** @param entries - All entries of the session, in display order. */
  value(entries: readonly Entry[]): Value {
    if (this.#broken) {
      this.#broken = false;
      this.#last = undefined;
      this.#folder = this.#make();
      for (const entry of entries) this.add(entry);
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
