/** Lines that came together. What is learned of them later is known of every moment at which they stood. */
export interface Stretch {
  readonly lines: (string | undefined)[];
  /** How many there are; infinite as long as nobody knows. */
  length: number;
}

/** Neighbours of one stretch that share their fate. */
export interface Atom {
  readonly stretch: Stretch;
  readonly from: number;
  /** More than the stretch has: up to its end. */
  count: number;
  /** Index of the point that wrote them, and of the one that removed them. */
  readonly born: number;
  died: number;
  next: Atom | undefined;
  /** The next one whose lines stand. */
  nextStanding: Atom | undefined;
}

/** How many lines an atom has; infinite for one of an end that nobody knows. */
export function sizeOf({ stretch, from, count }: Atom): number {
  return Math.max(0, Math.min(count, stretch.length - from));
}

/** Reads the lines that stand, one after the other. */
export class Reader {
  #atom: Atom | undefined;
  #offset = 0;

  constructor(head: Atom) {
    this.#atom = head.nextStanding;
  }

  /** @returns Whether there were so many. */
  skip(count: number): boolean {
    let left = count;
    while (left > 0) {
      const here = this.#here();
      if (!here) return false;
      const some = Math.min(left, sizeOf(here) - this.#offset);
      this.#offset += some;
      left -= some;
    }
    return true;
  }

  next(): { readonly text: string | undefined; learn(text: string): void } | undefined {
    const here = this.#here();
    if (!here) return undefined;
    const { lines } = here.stretch;
    const index = here.from + this.#offset;
    this.#offset += 1;
    return { text: lines[index], learn: (text) => { lines[index] = text; } };
  }

  /** How to note that nothing follows; `undefined` where something does. */
  close(): (() => void) | undefined {
    const here = this.#here();
    if (!here) return () => undefined;
    const { stretch, from } = here;
    if (stretch.length !== Infinity || stretch.lines.length > from + this.#offset) return undefined;
    const length = from + this.#offset;
    return () => { stretch.length = length; };
  }

  /** The atom with the next line. */
  #here(): Atom | undefined {
    while (this.#atom && this.#offset >= sizeOf(this.#atom)) {
      this.#atom = this.#atom.nextStanding;
      this.#offset = 0;
    }
    return this.#atom;
  }
}

/** Changes the lines that stand, from the first to the last. */
export class Editor {
  /** The last one that was passed or removed: what is added comes after it. */
  #before: Atom;
  /** The last one that stands until here. */
  #standing: Atom;

  constructor(head: Atom) {
    this.#before = head;
    this.#standing = head;
  }

  skip(count: number): void {
    this.#walk(count, undefined);
  }

  drop(count: number, point: number): void {
    this.#walk(count, point);
  }

  add(stretch: Stretch, born: number, from: number = 0, count: number = Infinity): void {
    const atom: Atom = { stretch, from, count, born, died: Infinity, next: this.#before.next, nextStanding: this.#standing.nextStanding };
    this.#before.next = atom;
    this.#standing.nextStanding = atom;
    this.#before = atom;
    this.#standing = atom;
  }

  /** Goes over so many lines; removes them where it is said at which point. */
  #walk(count: number, died: number | undefined): void {
    let left = count;
    while (left > 0 && this.#standing.nextStanding) {
      const atom = this.#standing.nextStanding;
      if (sizeOf(atom) > left) {
        const rest = { ...atom, from: atom.from + left, count: atom.count - left };
        atom.next = rest;
        atom.nextStanding = rest;
        atom.count = left;
      }
      left -= Math.min(left, sizeOf(atom));
      this.#before = atom;
      if (died === undefined) this.#standing = atom;
      else {
        atom.died = died;
        this.#standing.nextStanding = atom.nextStanding;
      }
    }
  }
}
