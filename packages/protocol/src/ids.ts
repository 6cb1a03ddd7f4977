const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * Makes a source of uuidv7 ids that never go backwards, also within one millisecond and when the
 * clock is set back.
 *
 * @param options.now - The clock, in milliseconds since the Unix epoch. Default `Date.now`.
 * @param options.random - Fills bytes with randomness. Default `crypto.getRandomValues`.
 *
 * @example
 * ```ts
 * const nextId = createIdSource();
 * nextId(); // '01937d1e-…'
 * ```
 */
export function createIdSource(options: { now?: () => number; random?: (bytes: Uint8Array<ArrayBuffer>) => void } = {}): () => string {
  const { now = Date.now, random = (bytes) => void globalThis.crypto.getRandomValues(bytes) } = options;
  const pool = new Uint8Array(8192);
  let used = pool.length;
  let last = -1;
  let counter = 0;
  let head = '';
  let tail = '';
  /** Ids of one millisecond differ by their counter alone, which costs a third of fresh randomness for each. */
  const begin = (time: number): void => {
    last = time;
    counter = 0;
    if (used + 8 > pool.length) { random(pool); used = 0; }
    let bytes = HEX[(pool[used]! & 0x3f) | 0x80]!;
    for (let index = 1; index < 8; index += 1) bytes += HEX[pool[used + index]!]!; // a list of them would cost more than all the rest
    used += 8;
    const clock = time.toString(16).padStart(12, '0');
    head = `${clock.slice(0, 8)}-${clock.slice(8)}-7`;
    tail = `-${bytes.slice(0, 4)}-${bytes.slice(4)}`;
  };
  return () => {
    const time = now();
    if (time > last) begin(time);
    else if (counter === 0xfff) begin(last + 1);
    else counter += 1;
    return head + HEX[counter >> 4]! + HEX[counter & 0xf]![1]! + tail; // the counter has three digits
  };
}

/** Whether a text is a uuid of any version, in lower case. Session ids are checked with this before they touch a path. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
}
