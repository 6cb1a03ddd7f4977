const FIRST_SIZE = 1024;
/** Keys are told apart by two numbers of 53 bits each. */
const WORDS = 2;

/** A set of texts that costs a few bytes each, however long they are: it keeps 106 bits of each, so that two of them are never taken for one in practice. */
export class KeySet {
  #slots: Float64Array = new Float64Array(FIRST_SIZE * WORDS);
  #size = 0;

  has(key: string): boolean {
    const [first, second] = hashOf(key);
    return this.#find(this.#slots, first, second) < 0;
  }

  add(key: string): void {
    const [first, second] = hashOf(key);
    const free = this.#find(this.#slots, first, second);
    if (free < 0) return;
    this.#slots[free] = first;
    this.#slots[free + 1] = second;
    this.#size += 1;
    if (this.#size * WORDS * 2 > this.#slots.length) this.#grow();
  }

  get size(): number {
    return this.#size;
  }

  /** The free slot of a key; negative when it is there. */
  #find(slots: Float64Array, first: number, second: number): number {
    const count = slots.length / WORDS;
    for (let slot = first % count; ; slot = (slot + 1) % count) {
      const at = slot * WORDS;
      if (slots[at] === 0) return at;
      if (slots[at] === first && slots[at + 1] === second) return -1;
    }
  }

  #grow(): void {
    const larger = new Float64Array(this.#slots.length * 2);
    for (let at = 0; at < this.#slots.length; at += WORDS) {
      const first = this.#slots[at] ?? 0;
      const second = this.#slots[at + 1] ?? 0;
      if (first === 0) continue;
      const free = this.#find(larger, first, second);
      larger[free] = first;
      larger[free + 1] = second;
    }
    this.#slots = larger;
  }
}

/** Two numbers of 53 bits, the first never 0. */
function hashOf(text: string): readonly [number, number] {
  return [mix(text, 0x9e3779b9) + 1, mix(text, 0x85ebca6b)];
}

/** All characters mixed into 52 bits. Good enough to tell texts apart, not to keep anything secret. */
function mix(text: string, seed: number): number {
  let low = 0xdeadbeef ^ seed;
  let high = 0x41c6ce57 ^ seed;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 2654435761);
    high = Math.imul(high ^ code, 1597334677);
  }
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  return (high & 0xfffff) * 4294967296 + (low >>> 0);
}
