const BLOCK_BYTES = 1024 * 1024;
const HEAD_BYTES = 4;

/**
 * Texts as bytes in large blocks: a text costs what it is long, and nothing to whoever collects garbage. What is replaced stays until all
 * of it goes.
 */
export class PackedTexts {
  readonly #encoder: TextEncoder = new TextEncoder();
  readonly #decoder: TextDecoder = new TextDecoder();
  readonly #blocks: Uint8Array<ArrayBuffer>[] = [];
  #used = BLOCK_BYTES;

  /** Keeps a text of at most 1 MiB in UTF-8. @returns Its place; undefined for a longer one. */
  add(text: string): number | undefined {
    const bytes = this.#encoder.encode(text);
    const length = HEAD_BYTES + bytes.length;
    if (length > BLOCK_BYTES) return undefined;
    if (this.#used + length > BLOCK_BYTES) {
      this.#blocks.push(new Uint8Array(BLOCK_BYTES));
      this.#used = 0;
    }
    const block = this.#blocks.length - 1;
    const start = this.#used;
    const target = this.#blocks[block];
    if (!target) return undefined; // cannot be: it was made above
    new DataView(target.buffer).setUint32(start, bytes.length);
    target.set(bytes, start + HEAD_BYTES);
    this.#used += length;
    return block * BLOCK_BYTES + start;
  }

  /** The text at a place that {@link add} gave. */
  get(place: number): string {
    const block = this.#blocks[Math.floor(place / BLOCK_BYTES)];
    if (!block) return '';
    const start = place % BLOCK_BYTES;
    const length = new DataView(block.buffer).getUint32(start);
    return this.#decoder.decode(block.subarray(start + HEAD_BYTES, start + HEAD_BYTES + length));
  }
}
