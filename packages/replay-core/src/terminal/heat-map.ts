/** So many stretches are told apart. */
const MOST = 4096;
/** The least part of a stretch. */
const LEAST = 1e-6;

/** Bytes of output over time, in equal stretches that grow with the time. */
export class HeatMap {
  readonly #startedAt: number;
  /** How long a stretch is, in microseconds. */
  width = 100_000;
  buckets: number[] = [];

  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  add(at: number, bytes: number): void {
    let index = Math.max(0, Math.floor((at - this.#startedAt) / this.width));
    while (index >= MOST) {
      this.width *= 2;
      this.buckets = Array.from({ length: Math.ceil(this.buckets.length / 2) }, (_, half) => (this.buckets[2 * half] ?? 0) + (this.buckets[2 * half + 1] ?? 0));
      index = Math.floor(index / 2);
    }
    while (this.buckets.length <= index) this.buckets.push(0);
    this.buckets[index] = (this.buckets[index] ?? 0) + bytes;
  }

  /** Bytes per stretch, of so many until a time. */
  over(stretches: number, endedAt: number): Float64Array {
    const heat = new Float64Array(Math.max(1, Math.trunc(stretches) || 1));
    const length = Math.max(1, endedAt - this.#startedAt);
    for (const [index, bytes] of this.buckets.entries()) {
      if (bytes === 0) continue;
      // What is in one stretch here may be in several there.
      const from = Math.min((index * this.width / length) * heat.length, heat.length - LEAST);
      const to = Math.min(Math.max(from + LEAST, ((index + 1) * this.width / length) * heat.length), heat.length);
      for (let place = Math.floor(from); place < to; place += 1) {
        heat[place] = (heat[place] ?? 0) + (bytes * (Math.min(to, place + 1) - Math.max(from, place))) / (to - from);
      }
    }
    return heat;
  }
}
